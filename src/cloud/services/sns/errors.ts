import { AwsError } from '../../kernel/errors.ts';

/*
 * Thrown under the names of the shapes; the wire puts the query protocol's (`InvalidParameter`, `NotFound`) in their place.
 * https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html
 */

export const invalidParameter = (text: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid parameter: ${text}`);

/** Without the words that all others begin with. */
export const invalidSmsEndpoint = (endpoint: string): AwsError =>
  new AwsError('InvalidParameterException', `Invalid SMS endpoint: ${endpoint}`);

/** Of an attribute: Subscribe and CreateTopic name the map, operations that set one name the attribute alone. */
export type Refuse = (text: string) => AwsError;
export const invalidAttributes: Refuse = (text) => invalidParameter(`Attributes Reason: ${text}`);

export const shortArn = (parameter: string, arn: string): AwsError =>
  invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${arn.split(':').length}`);
export const noValue = (parameter: string): AwsError =>
  invalidParameter(`${parameter} Reason: no value for required parameter`);

export const notFound = (what: string): AwsError =>
  new AwsError('NotFoundException', `${what} does not exist`, { status: 404 });
export const resourceNotFound = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Resource does not exist', { status: 404 });

export const invalidValue = (text: string): AwsError => new AwsError('InvalidParameterValueException', text);
export const tagLimit = (): AwsError =>
  new AwsError('TagLimitExceededException', 'Could not complete request: tag quota of per resource exceeded');
export const endpointDisabled = (): AwsError => new AwsError('EndpointDisabledException', 'Endpoint is disabled');
export const applicationDisabled = (): AwsError =>
  new AwsError('PlatformApplicationDisabledException', 'Platform application is disabled');
export const invalidState = (text: string): AwsError => new AwsError('InvalidStateException', text);
export const authorizationError = (text: string): AwsError =>
  new AwsError('AuthorizationErrorException', text, { status: 403 });
export const optedOut = (number: string): AwsError =>
  new AwsError('OptedOutException', `${number} is opted out of receiving SMS messages from your account`);

export const emptyBatch = (): AwsError =>
  new AwsError('EmptyBatchRequestException', "The batch request doesn't contain any entries.");
export const tooManyEntries = (): AwsError =>
  new AwsError('TooManyEntriesInBatchRequestException', 'The batch request contains more entries than permissible.');
export const idsNotDistinct = (): AwsError =>
  new AwsError('BatchEntryIdsNotDistinctException', 'Two or more batch entries in the request have the same Id.');
export const invalidEntryId = (): AwsError =>
  new AwsError(
    'InvalidBatchEntryIdException',
    "The Id of a batch entry in a batch request doesn't abide by the specification.",
  );
export const batchTooLong = (): AwsError =>
  new AwsError('BatchRequestTooLongException', 'The length of all the messages put together is more than the limit.');

/** What codes are called in entries of batches, which tell the query protocol's names. */
const entryCodes: Readonly<Record<string, string>> = { InvalidParameterValueException: 'ParameterValueInvalid' };

/** A failed entry of a batch; an error that is not AWS's goes on. */
export function failedEntry(Id: string | undefined, error: unknown) {
  if (!(error instanceof AwsError)) throw error;
  const Code = entryCodes[error.code] ?? error.code.replace(/Exception$/, '');
  return { Id, Code, Message: error.message, SenderFault: error.fault === 'client' };
}
