/** A gateway response's type, with AWS's own status, text and error header for it. */
interface Default {
  readonly status: number;
  readonly message: string;
  /** `x-amzn-ErrorType`. */
  readonly errorType: string;
}

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html; the error types as
 * recordings and captures have them. HTTP APIs word and spell theirs differently: never share.
 */
const defaults = {
  // An empty message is told as null.
  ACCESS_DENIED: { status: 403, message: 'Forbidden', errorType: 'AccessDeniedException' },
  API_CONFIGURATION_ERROR: { status: 500, message: 'Internal server error', errorType: 'InternalServerErrorException' },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: '',
    errorType: 'AuthorizerConfigurationException',
  },
  AUTHORIZER_FAILURE: { status: 500, message: '', errorType: 'AuthorizerConfigurationException' },
  BAD_REQUEST_BODY: { status: 400, message: 'Invalid request body', errorType: 'BadRequestException' },
  BAD_REQUEST_PARAMETERS: { status: 400, message: 'Invalid request parameters', errorType: 'BadRequestException' },
  EXPIRED_TOKEN: {
    status: 403,
    message: 'The security token included in the request is expired',
    errorType: 'ExpiredTokenException',
  },
  INTEGRATION_FAILURE: {
    status: 504,
    message: 'Network error communicating with endpoint',
    errorType: 'InternalServerErrorException',
  },
  INTEGRATION_TIMEOUT: {
    status: 504,
    message: 'Endpoint request timed out',
    errorType: 'InternalServerErrorException',
  },
  INVALID_API_KEY: { status: 403, message: 'Forbidden', errorType: 'ForbiddenException' },
  INVALID_SIGNATURE: { status: 403, message: 'Forbidden', errorType: 'InvalidSignatureException' },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: 'Missing Authentication Token',
    errorType: 'MissingAuthenticationTokenException',
  },
  QUOTA_EXCEEDED: { status: 429, message: 'Limit Exceeded', errorType: 'LimitExceededException' },
  REQUEST_TOO_LARGE: {
    status: 413,
    message: 'HTTP content length exceeded 10485760 bytes',
    errorType: 'RequestTooLargeException',
  },
  RESOURCE_NOT_FOUND: { status: 404, message: 'Not Found', errorType: 'NotFoundException' },
  THROTTLED: { status: 429, message: 'Too Many Requests', errorType: 'TooManyRequestsException' },
  UNAUTHORIZED: { status: 401, message: 'Unauthorized', errorType: 'UnauthorizedException' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Unsupported Media Type', errorType: 'BadRequestException' },
  WAF_FILTERED: { status: 403, message: 'Forbidden', errorType: 'ForbiddenException' },
} as const satisfies Readonly<Record<string, Default>>;

/** `$context.error.responseType`. */
export type FailureType = keyof typeof defaults;

/** What a failure brings along beside its type; never told to the client unless a template asks for it. */
interface FailureDetails {
  /** Where it is not the type's own. */
  readonly message?: string;
  readonly status?: number;
  readonly errorType?: string;
  /** `$context.error.validationErrorString`. */
  readonly validationError?: string;
  /** `$context.integrationErrorMessage` and the execution log. */
  readonly integrationError?: string;
  /** `$context.authorizer.error`. */
  readonly authorizerError?: string;
}

/** The gateway answers by itself: one of the gateway responses, which users may word anew. */
export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';
  readonly type: FailureType;
  readonly status: number;
  readonly errorType: string;
  readonly details: FailureDetails;

  constructor(type: FailureType, details: FailureDetails = {}) {
    super(details.message ?? defaults[type].message);
    this.type = type;
    this.status = details.status ?? defaults[type].status;
    this.errorType = details.errorType ?? defaults[type].errorType;
    this.details = details;
  }
}

/** Nothing is told of what is not there, or may not be asked here: 403 `{"message":"Forbidden"}`. */
export const forbidden = (): GatewayFailure => new GatewayFailure('ACCESS_DENIED', { errorType: 'ForbiddenException' });

/** Whatever is wrong behind the gateway: 502 `{"message": "Internal server error"}`. */
export const badGateway = (integrationError: string): GatewayFailure =>
  new GatewayFailure('API_CONFIGURATION_ERROR', { status: 502, integrationError });

/** Whatever is wrong with the API's own configuration: 500 `{"message": "Internal server error"}`. */
export const misconfigured = (integrationError: string): GatewayFailure =>
  new GatewayFailure('API_CONFIGURATION_ERROR', { integrationError });
