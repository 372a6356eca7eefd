/** HTTP APIs know no others; they are stored and told because AWS tells them. */
export const defaultSelectionExpressions = {
  RouteSelectionExpression: '$request.method $request.path',
  ApiKeySelectionExpression: '$request.header.x-api-key',
} as const;

/**
 * What an integration waits at most, and what it waits where nothing is said.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const integrationTimeoutMsDefault = 30_000;

/** What a stage says of itself where its maker said nothing. */
export const defaultStageSettings = {
  DefaultRouteSettings: { DetailedMetricsEnabled: false },
  RouteSettings: {},
  StageVariables: {},
  Tags: {},
} as const;
