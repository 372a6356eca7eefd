import type { HttpResponse } from '../../../kernel/http.ts';

/** `$context.error.responseType` of access logs; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
type FailureType =
  | 'ACCESS_DENIED'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'REQUEST_TOO_LARGE'
  | 'RESOURCE_NOT_FOUND'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED';

/** What a failure brings along beside its status and message. */
interface FailureDetails {
  readonly headers?: Readonly<Record<string, string>>;
  /** `$context.integrationErrorMessage`; never told to the client. */
  readonly integrationError?: string;
  /** `$context.authorizer.error`; never told to the client. */
  readonly authorizerError?: string;
}

/** An answer of the gateway's own, with AWS's fixed body. REST APIs word and spell theirs differently: never share. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly status: number;
  readonly type: FailureType;
  readonly details: FailureDetails;

  constructor(status: number, message: string, type: FailureType, details: FailureDetails = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
  }
}

/** No such stage or route, or an API whose default endpoint is switched off. */
export const notFound = (): GatewayError => new GatewayError(404, 'Not Found', 'RESOURCE_NOT_FOUND');

/** A caller who may not. */
export const forbidden = (details?: FailureDetails): GatewayError =>
  new GatewayError(403, 'Forbidden', 'ACCESS_DENIED', details);

/** Nobody said who asks, or nobody believes it. JWT routes tell in `www-authenticate` what is wrong. */
export const unauthorized = (details?: FailureDetails): GatewayError =>
  new GatewayError(401, 'Unauthorized', 'UNAUTHORIZED', details);

/** A route that is asked faster than its stage allows. */
export const tooManyRequests = (): GatewayError => new GatewayError(429, 'Too Many Requests', 'THROTTLED');

/** Bodies above 10 MB, and those that are too large for Lambda. */
export const entityTooLarge = (): GatewayError =>
  new GatewayError(413, 'Request Entity Too Large', 'REQUEST_TOO_LARGE');

/** A request line and headers above 10,240 bytes. */
export const headersTooLarge = (): GatewayError =>
  new GatewayError(431, 'Request Header Fields Too Large', 'REQUEST_TOO_LARGE');

/** The client learns that something is wrong, the access log what. */
export const integrationFailed = (integrationError: string): GatewayError =>
  new GatewayError(500, 'Internal Server Error', 'INTEGRATION_FAILURE', { integrationError });

/** An authorizer that is broken is no refusal: 500, with the reason in `$context.authorizer.error` alone. */
export const authorizerFailed = (authorizerError: string): GatewayError =>
  new GatewayError(500, 'Internal Server Error', 'AUTHORIZER_FAILURE', { authorizerError });

/** Too slow, unreachable or overrun: HTTP APIs say 503 where REST APIs say 504. */
export const serviceUnavailable = (type: FailureType, integrationError: string): GatewayError =>
  new GatewayError(503, 'Service Unavailable', type, { integrationError });

/** The integration took longer than it may. */
export const integrationTimedOut = (): GatewayError =>
  serviceUnavailable('INTEGRATION_TIMEOUT', 'Network error communicating with endpoint: the integration timed out');

/** `{"message":"Not Found"}`: no spaces, and `content-type` without a charset, as curl shows it on AWS. */
export const replyTo = ({ status, message, details }: GatewayError): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...details.headers },
  body: JSON.stringify({ message }),
});
