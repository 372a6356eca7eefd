import { AwsError } from '../../kernel/errors.ts';

const error = (code: string, message: string, status: number, type: 'User' | 'Service' = 'User'): AwsError =>
  new AwsError(code, message, { status, members: { Type: type } });

/** `ResourceNotFoundException`; the ARN has a qualifier where the call had one (Invoke always has). */
export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`);

export const notFound = (message: string): AwsError => error('ResourceNotFoundException', message, 404);

export const invalidParameter = (message: string): AwsError => error('InvalidParameterValueException', message, 400);

/** As operations on concurrency say it: without `Type`. */
export const untypedInvalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { status: 400, members: { Type: undefined } });

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionCodeSigningConfig.html */
export const signingConfigNotFound = (arn: string): AwsError =>
  error(
    'CodeSigningConfigNotFoundException',
    `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
    404,
  );

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html */
export const provisionedNotFound = (): AwsError =>
  error(
    'ProvisionedConcurrencyConfigNotFoundException',
    'No Provisioned Concurrency Config found for this function',
    404,
  );

export const conflict = (message: string): AwsError => error('ResourceConflictException', message, 409);

export const tooLarge = (message: string): AwsError => error('RequestEntityTooLargeException', message, 413);

/** Of uploads, which are as long as their base64 is. */
export const requestTooLarge = (bytesMax: number, operation: string): AwsError =>
  tooLarge(`Request must be smaller than ${bytesMax} bytes for the ${operation} operation`);

export const resourceNotFound = (): AwsError => notFound('The resource you requested does not exist.');

/** One constraint broken that cannot be said as data, in the words of AWS's model validation. */
export const validation = (member: string, value: string, rule: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
    { status: 400 },
  );

export const revisionMismatch = (api = 'GetFunction/GetAlias'): AwsError =>
  error(
    'PreconditionFailedException',
    `The Revision Id provided does not match the latest Revision Id. Call the ${api} API to retrieve the latest Revision Id`,
    412,
  );

export const accessDenied = (arn: string, operation: string, resource: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: lambda:${operation} on resource: ${resource}`,
    { status: 403 },
  );

/** The payload of an invoke is no JSON; AWS prints what its parser (Jackson) says. */
export const invalidRequestContent = (detail: string): AwsError =>
  error(
    'InvalidRequestContentException',
    `Could not parse request body into json: Could not parse payload into json: ${detail}`,
    400,
  );

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, `InvalidZipFileException` */
export const invalidZipFile = (message: string): AwsError => error('InvalidZipFileException', message, 502, 'Service');

export const payloadTooLarge = (bytesMax: number): AwsError => requestTooLarge(bytesMax, 'InvokeFunction');

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, `TooManyRequestsException` */
export function rateExceeded(reason: ThrottleReason): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Type: 'User', Reason: reason },
  });
}

export type ThrottleReason = 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';

/** The execution environment was taken away (the world was reset, the cloud closes) while it worked. */
export const environmentRecycled = (): AwsError =>
  error('ServiceException', 'The execution environment was recycled during the invoke.', 500, 'Service');

/** The world was reset, or the cloud closes, while an invoke waited for an environment. */
export const waitEnded = (): AwsError =>
  error(
    'ServiceException',
    'The cloud was reset or closed while the invoke waited for an execution environment.',
    500,
    'Service',
  );

/** Ours: a nested invoke found as many environments as there may be, most of which wait for each other. */
export const environmentLimitExceeded = (limit: number): AwsError =>
  new AwsError(
    'TooManyRequestsException',
    `Rate Exceeded: all ${limit} local execution environments are busy, and waiting for one from inside of another could last for ever.`,
    { status: 429, members: { Type: 'User', Reason: 'ConcurrentInvocationLimitExceeded' } },
  );
