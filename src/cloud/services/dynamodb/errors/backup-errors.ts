import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from './validation-exception.ts';

/* Texts of backups, restores and settings around tables, as of November 2026; those marked believed were not observed. */

export const backupNotFound = (arn: string): AwsError =>
  new AwsError('BackupNotFoundException', `Backup not found: ${arn}`);

export const targetExists = (name: string): AwsError =>
  new AwsError('TableAlreadyExistsException', `Table already exists: ${name}`);

export const recoveryUnavailable = (name: string): AwsError =>
  new AwsError('PointInTimeRecoveryUnavailableException', `Point in time recovery is not enabled for table '${name}'`);

/** Believed. */
export const restoreTimeInvalid = (): AwsError =>
  new AwsError('InvalidRestoreTimeException', 'The specified restore time is not within the restorable time window.');

/** Believed. */
export const restoreTimeMissing = (): AwsError =>
  invalid('One of RestoreDateTime or UseLatestRestorableTime must be specified');

/** Believed. */
export const restoreSourceMissing = (): AwsError =>
  invalid('One of SourceTableName or SourceTableArn must be specified');

/** Believed. */
export const restoreIndexUnknown = (name: string): AwsError =>
  invalid(`One or more parameter values were invalid: Index ${name} was not part of the source table`);

export const policyNotFound = (arn: string): AwsError =>
  new AwsError('PolicyNotFoundException', `Resource-based policy not found for the provided ResourceArn: ${arn}`);

/** Believed. */
export const policyChanged = (arn: string): AwsError =>
  new AwsError(
    'PolicyNotFoundException',
    `Resource-based policy with the given revision ID was not found for the ResourceArn: ${arn}`,
  );

/** Believed. */
export const policyMalformed = (): AwsError => invalid('Invalid policy document: The policy is not valid JSON');

/** Believed. */
export const destinationActive = (): AwsError =>
  invalid(
    'Table is not in a valid state to enable Kinesis Streaming Destination: KinesisStreamingDestination must be DISABLED or absent to perform ENABLE operation.',
  );

/** Believed. */
export const destinationInactive = (): AwsError =>
  invalid(
    'Table is not in a valid state to disable Kinesis Streaming Destination: KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.',
  );
