import { AwsError } from '../../../kernel/errors.ts';
import { invalid, parameterInvalid } from './validation-exception.ts';

/* Texts of PartiQL, as of November 2026; those marked believed were not observed. */

export const notWellFormed = (why: string): AwsError =>
  invalid(`Statement wasn't well formed, can't be processed: ${why}`);

export const parameterCount = (): AwsError => invalid("Number of parameters in request and statement don't match.");

export const duplicateItem = (): AwsError =>
  new AwsError('DuplicateItemException', 'Duplicate primary key exists in table');

export const whereWithoutKey = (): AwsError =>
  invalid('Where clause does not contain a mandatory equality on all key attributes');

export const orderWithoutWhere = (): AwsError =>
  invalid('Must have WHERE clause in the statement when using ORDER BY clause.');

export const orderWithoutHash = (): AwsError =>
  invalid('Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.');

export const orderByNoKey = (name: string): AwsError =>
  invalid(`Variable reference ${name} in ORDER BY clause must be part of the primary key`);

export const readsAndWritesMixed = (): AwsError => invalid('Reads and writes cannot be mixed in the same request.');

export const batchSelectWithoutKey = (): AwsError =>
  invalid('Select statements within BatchExecuteStatement must specify the primary key in the where clause.');

/** Believed. */
export const transactionSelectWithoutKey = (): AwsError =>
  invalid('Select statements within ExecuteTransaction must specify the primary key in the where clause.');

/** Believed. */
export const existsOutside = (): AwsError => notWellFormed('EXISTS is only supported in transactions');

export const nextTokenInvalid = (): AwsError => invalid('Given NextToken is not valid.');

export const valueNotOfTuple = (): AwsError => notWellFormed('Expected a tuple value in the INSERT statement');

export const operandMistyped = (operator: string, type: string): AwsError =>
  parameterInvalid(`Incorrect operand type for operator or function; operator: ${operator}, operand type: ${type}`);
