import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from './validation-exception.ts';

/* Texts of the streams API, as of November 2026; those marked believed were not observed. */

export const streamNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);

/** Believed. */
export const streamArnInvalid = (text: string): AwsError => invalid(`Invalid StreamArn: ${text}`);

export const shardNotFound = (shardId: string, arn: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Shard: ${shardId} in Stream: ${arn} not found`,
  );

export const iteratorExpired = (): AwsError =>
  new AwsError('ExpiredIteratorException', 'The shard iterator has expired. Shard iterators are valid for 15 minutes.');

export const iteratorInvalid = (): AwsError => invalid('Invalid ShardIterator');

/** Believed. */
export const sequenceMissing = (): AwsError =>
  invalid('SequenceNumber must be provided for ShardIteratorType AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER');

/** Believed. */
export const sequenceUnexpected = (type: string): AwsError =>
  invalid(`SequenceNumber must not be provided for ShardIteratorType ${type}`);

export const recordsLimit = (limit: number): AwsError =>
  invalid(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 1000`,
  );

/** Believed. */
export const trimmed = (sequence: string): AwsError =>
  new AwsError(
    'TrimmedDataAccessException',
    `The operation attempted to read past the oldest stream record in a shard: ${sequence}`,
  );
