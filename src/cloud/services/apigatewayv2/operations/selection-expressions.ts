/** HTTP APIs know no others; they are stored and told because AWS tells them. */
export const defaultSelectionExpressions = {
  RouteSelectionExpression: '$request.method $request.path',
  ApiKeySelectionExpression: '$request.header.x-api-key',
} as const;
