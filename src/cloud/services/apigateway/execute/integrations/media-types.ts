import type { RoutedExchange } from '../exchange.ts';

const jsonType = 'application/json';

/** Without parameters and in lower case; what names no type is JSON to API Gateway. */
export const mediaTypeOf = (contentType: string | undefined): string =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase() || jsonType;

/** The first type that the client accepts: AWS looks at no other. */
export const acceptedType = ({ request }: RoutedExchange): string =>
  mediaTypeOf(request.headers.accept?.split(',', 1)[0]);

/** Whether payloads of a type are bytes to this API; all others are text. Of patterns `*`+`/*` alone is one. */
export function isBinary({ stage }: RoutedExchange, type: string): boolean {
  const { binaryMediaTypes = [] } = stage.deployment.frozen.api;
  return binaryMediaTypes.includes('*/*') || binaryMediaTypes.includes(type);
}
