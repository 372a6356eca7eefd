import { AwsError } from '../../kernel/errors.ts';

/*
 * Thrown under the names of the JSON protocol; the wire puts the query protocol's (`InvalidParameterValue`,
 * `AWS.SimpleQueueService.NonExistentQueue`) beside them.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/troubleshooting-api-errors.html
 */

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValueException', message);
export const invalidValue = (parameter: string, value: unknown, reason: string): AwsError =>
  invalidParameter(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);
export const missingParameter = (parameter: string): AwsError =>
  new AwsError('MissingRequiredParameterException', `The request must contain the parameter ${parameter}.`);

export const queueDoesNotExist = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
export const queueNameExists = (attribute: string): AwsError =>
  new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );
export const invalidAddress = (address: string): AwsError =>
  new AwsError('InvalidAddress', `The address ${address} is not valid for this endpoint.`);

export const unknownAttribute = (name: string): AwsError =>
  new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
export const onlyForFifo = (name: string): AwsError =>
  new AwsError('InvalidAttributeName', `You can specify the ${name} only when FifoQueue is set to true.`);
export const twoEncryptions = (): AwsError =>
  new AwsError(
    'InvalidAttributeName',
    'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
  );
export const invalidAttributeValue = (name: string, reason?: string): AwsError =>
  new AwsError(
    'InvalidAttributeValue',
    `Invalid value for the parameter ${name}.${reason === undefined ? '' : ` Reason: ${reason}`}`,
  );

export const messageTooLong = (bytesMax: number): AwsError =>
  invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`);
export const notForQueueType = (parameter: string): AwsError =>
  invalidParameter(`The request include parameter ${parameter} which is not valid for this queue type`);
export const noDeduplicationId = (): AwsError =>
  invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
export const invalidContents = (codePoint: number): AwsError =>
  new AwsError(
    'InvalidMessageContents',
    `Invalid binary character '#x${codePoint.toString(16).toUpperCase()}' was found in the message body, the set of allowed ` +
      'characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
  );

export const handleIsInvalid = (handle: string): AwsError =>
  new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
export const handleOfOtherQueue = (handle: string): AwsError =>
  new AwsError('ReceiptHandleIsInvalid', `The receipt handle "${handle}" is not valid for this queue.`);
export const handleHasExpired = (handle: string): AwsError =>
  invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
export const cannotChangeVisibility = (handle: string): AwsError =>
  invalidValue('ReceiptHandle', handle, 'Message does not exist or is not available for visibility timeout change.');

export const tooManyInFlight = (limit: number): AwsError =>
  new AwsError('OverLimit', `Too many messages are in flight; the queue may have ${limit} at a time.`);
export const overLimit = (message: string): AwsError => new AwsError('OverLimit', message);
export const purgeInProgress = (queueName: string): AwsError =>
  new AwsError('PurgeQueueInProgress', `Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`);

export const emptyBatch = (entry: string): AwsError =>
  new AwsError('EmptyBatchRequest', `There should be at least one ${entry} in the request.`);
export const tooManyEntries = (count: number): AwsError =>
  new AwsError('TooManyEntriesInBatchRequest', `Maximum number of entries per request are 10. You have sent ${count}.`);
export const idsNotDistinct = (id: string): AwsError => new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
export const invalidEntryId = (): AwsError =>
  new AwsError(
    'InvalidBatchEntryId',
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
      'It can be at most 80 letters long.',
  );
export const batchTooLong = (bytes: number, bytesMax: number): AwsError =>
  new AwsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${bytesMax} bytes. You have sent ${bytes} bytes.`,
  );

export const noSuchResource = (parameter: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );
export const noSuchTask = (): AwsError => new AwsError('ResourceNotFoundException', 'Task does not exist.');
export const taskNotActive = (): AwsError =>
  new AwsError('UnsupportedOperation', 'Only active tasks can be cancelled.');

/** What a code is called in batch entries, which kept the query protocol's names. */
const entryCodes: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  MissingRequiredParameterException: 'MissingParameter',
};

/** A failed entry of a batch; an error that is not AWS's goes on. */
export function failedEntry(
  id: string,
  error: unknown,
): {
  readonly Id: string;
  readonly Code: string;
  readonly Message: string;
  readonly SenderFault: boolean;
} {
  if (!(error instanceof AwsError)) throw error;
  const Code = entryCodes[error.code] ?? error.code;
  return { Id: id, Code, Message: error.message, SenderFault: error.fault === 'client' };
}
