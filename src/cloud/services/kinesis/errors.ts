import { AwsError } from '../../kernel/errors.ts';

/* https://docs.aws.amazon.com/kinesis/latest/APIReference/API_Operations.html; README.md lists the texts that are believed. */

export const invalidArgument = (message: string): AwsError => new AwsError('InvalidArgumentException', message);
export const validation = (message: string): AwsError => new AwsError('ValidationException', message);
export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message);
export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
export const inUse = (message: string): AwsError => new AwsError('ResourceInUseException', message);

export const streamNotFound = (name: string, account: string): AwsError =>
  notFound(`Stream ${name} under account ${account} not found.`);
export const streamExists = (name: string, account: string): AwsError =>
  inUse(`Stream ${name} under account ${account} already exists.`);
export const consumerNotFound = (arnOrName: string, account: string): AwsError =>
  notFound(`Consumer ${arnOrName} under account ${account} not found.`);
export const shardNotFound = (shardId: string, stream: string, account: string): AwsError =>
  notFound(`Shard ${shardId} in stream ${stream} under account ${account} does not exist`);
export const shardToChangeNotFound = (shardId: string, stream: string, account: string): AwsError =>
  notFound(`Could not find shard ${shardId} in stream ${stream} under account ${account}.`);

export const throughputExceeded = (shardId: string, stream: string, account: string): AwsError =>
  new AwsError(
    'ProvisionedThroughputExceededException',
    `Rate exceeded for shard ${shardId} in stream ${stream} under account ${account}.`,
  );
