import type { Cors, ProtocolType } from '@aws-sdk/client-apigatewayv2';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { badRequest } from '../errors.ts';

const routeSelectionExpressions = ['$request.method $request.path', '${request.method} ${request.path}'];
const maxAgeSecondsMax = 86_400;
const nameCharactersMax = 128;

interface ApiInput {
  readonly Name?: string | undefined;
  readonly ProtocolType?: ProtocolType | undefined;
  readonly RouteSelectionExpression?: string | undefined;
  readonly ApiKeySelectionExpression?: string | undefined;
  readonly CorsConfiguration?: Cors | undefined;
}

/** What CreateApi and UpdateApi refuse; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
export function assertApi(input: ApiInput): void {
  const { Name, ProtocolType: protocol, RouteSelectionExpression: expression } = input;
  if (Name !== undefined && (Name === '' || Name.length > nameCharactersMax)) {
    throw badRequest('Invalid API name specified');
  }
  if (protocol === 'WEBSOCKET') throw new UnsupportedError('API Gateway WebSocket APIs (ProtocolType WEBSOCKET)');
  if (protocol !== undefined && protocol !== 'HTTP') {
    throw badRequest('Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]');
  }
  if (expression !== undefined && !routeSelectionExpressions.includes(expression)) {
    throw badRequest('Route selection expression is currently limited to "${request.method} ${request.path}"');
  }
  if (input.CorsConfiguration) assertCors(input.CorsConfiguration);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
function assertCors({ AllowOrigins, AllowCredentials, MaxAge }: Cors): void {
  if (AllowCredentials && AllowOrigins?.includes('*')) {
    throw badRequest("allow-credentials is not supported if 'allow-origin' is *");
  }
  if (MaxAge !== undefined && (MaxAge < -1 || MaxAge > maxAgeSecondsMax)) {
    throw badRequest(`MaxAge should be between -1 and ${maxAgeSecondsMax}`);
  }
  const malformed = AllowOrigins?.find((origin) => origin !== '*' && !/^[a-z][a-z0-9+.-]*:\/\/[^/]+$/i.test(origin));
  if (malformed !== undefined) throw badRequest(`Invalid format for origin ${malformed}`);
}
