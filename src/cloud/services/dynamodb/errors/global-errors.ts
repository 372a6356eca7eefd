import { AwsError } from '../../../kernel/errors.ts';
import { invalid } from './validation-exception.ts';

/* Texts of global tables, as of November 2026; all but that of unknown replicas believed, not observed. */

export const replicaExists = (region: string): AwsError =>
  invalid(`Failed to create a the new replica of table: Replica already exists in region ${region}`);

/** UpdateTable's; Terraform knows a replica that is gone by these words. */
export const replicaUnknown = (): AwsError =>
  invalid('Replica specified in the Replica Update or Replica Delete action of the request was not found');

/** UpdateGlobalTable's. */
export const replicaMissing = (region: string): AwsError =>
  new AwsError('ReplicaNotFoundException', `The specified replica is no longer part of the global table: ${region}`);

export const replicaHere = (): AwsError =>
  invalid(
    'Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.',
  );

export const replicaTableThere = (name: string, region: string): AwsError =>
  invalid(
    `Failed to create a the new replica of table with name: '${name}' because table with same name already exists in region ${region}`,
  );

export const globalTableNotFound = (name: string): AwsError =>
  new AwsError(
    'GlobalTableNotFoundException',
    `Global table not found: Global table with name: '${name}' does not exist`,
  );

export const globalTableExists = (name: string): AwsError =>
  new AwsError('GlobalTableAlreadyExistsException', `Global table with name: '${name}' already exists`);

export const regionWithoutTable = (name: string): AwsError =>
  new AwsError('TableNotFoundException', `Table not found: ${name}`);
