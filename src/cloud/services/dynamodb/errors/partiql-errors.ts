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

export const transactionSelectWithoutKey = (): AwsError =>
  invalid('Select statements within ExecuteTransaction must specify the primary key in the where clause.');

/** Believed. */
export const existsOutside = (): AwsError => invalid('EXISTS can only be used in ExecuteTransaction write requests.');

export const existsWithoutCondition = (): AwsError =>
  invalid('EXISTS() must contain a single item read with additional condition');

export const transactionOnIndex = (): AwsError => invalid('Reads on indices are not supported within transactions.');

export const transactionReturning = (): AwsError => invalid('RETURNING clause is not supported in ExecuteTransaction.');

/** How ExecuteTransaction words what is wrong with one of its statements. */
export const transactStatementInvalid = (position: number, why: string): AwsError =>
  invalid(`Validation failed in TransactStatements[${position}]: ${why}`);

export const deleteReturning = (clause: string): AwsError =>
  invalid(`Invalid returning clause: RETURNING ${clause} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`);

export const aliasUnsupported = (): AwsError => invalid('Aliasing is not supported');

export const pathTooLong = (): AwsError => invalid('A path may contain at most 2 components in the FROM clause');

export const pathComponentEmpty = (): AwsError => invalid('Path component cannot be an empty string');

export const indexUnknownHere = (): AwsError => invalid('The table does not have the specified index');

export const indexReadConsistentlyHere = (): AwsError =>
  invalid('Strongly consistent read is not supported on Global Secondary Indexes');

export const indexOfManyAttributes = (): AwsError =>
  invalid(
    'PartiQL statements cannot be executed on tables with multi-attribute HASH keys or multi-attribute RANGE keys.',
  );

export const filterNotProjected = (index: string, names: readonly string[]): AwsError =>
  parameterInvalid(`Secondary index ${index} does not project one or more filter attributes: [${names.join(', ')}]`);

export const setEmptyHere = (): AwsError => invalid('Empty bags are not supported');

export const functionOperandCount = (name: string, count: number): AwsError =>
  invalid(
    'Incorrect number of operands for operator or function; ' +
      `operator or function: ${name}, number of operands: ${count}`,
  );

export const functionWithoutPath = (name: string): AwsError =>
  invalid(`Operator or function requires a document path; operator or function: ${name}`);

export const nextTokenInvalid = (): AwsError => invalid('Given NextToken is not valid.');

export const valueNotOfTuple = (): AwsError => notWellFormed('Expected a tuple value in the INSERT statement');

export const operandMistyped = (operator: string, type: string): AwsError =>
  invalid(`Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`);
