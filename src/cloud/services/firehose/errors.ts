import { AwsError } from '../../kernel/errors.ts';

/* https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html#API_CreateDeliveryStream_Errors */

const error = (code: string, message: string): AwsError => new AwsError(code, message, { status: 400 });

export const invalidArgument = (message: string): AwsError => error('InvalidArgumentException', message);

export const notPermitted = (type: string): AwsError =>
  invalidArgument(`This operation is not permitted on ${type} delivery stream type.`);

export const streamNotFound = (name: string, account: string): AwsError =>
  error('ResourceNotFoundException', `Firehose ${name} under account ${account} not found.`);

/** In other words for those who put records. https://docs.aws.amazon.com/greengrass/v1/developerguide/kinesis-firehose-connector.html */
export const streamToPutNotFound = (name: string, account: string): AwsError =>
  error('ResourceNotFoundException', `Firehose ${name} not found under account ${account}.`);

export const streamExists = (name: string, account: string): AwsError =>
  error('ResourceInUseException', `Firehose ${name} under accountId ${account} already exists`);

export const otherVersion = (name: string, current: string, given: string): AwsError =>
  error(
    'ConcurrentModificationException',
    `Cannot update firehose: ${name} since the current version id: ${current} and specified version id: ${given} do not match`,
  );
