import { AwsError } from '../../../kernel/errors.ts';
import { type SetType, sortedElements, type ValueType } from '../values/attribute-value.ts';
import type { DecimalProblem } from '../values/number.ts';
import { constraintsBroken, invalid, parameterInvalid, parameterNotValid } from './validation-exception.ts';
import { ValueProblem } from './value-problem.ts';

/*
 * Every text about items, keys, batches and transactions, as AWS writes them (collected November 2026; those of
 * expressions are in expression-errors.ts, those of tables in table-errors.ts). Odd spacing is AWS's own.
 */

// Attribute values

export const valueEmpty = (): AwsError =>
  invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');

export const valueOfManyTypes = (): AwsError =>
  invalid(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  );

/** Refused again since July 2026. */
export const nullNotTrue = (): AwsError => parameterInvalid('Null attribute value types must have the value of true');

export const setEmpty = (type: ValueType): AwsError =>
  parameterInvalid(
    type === 'BS'
      ? 'Binary sets should not be empty'
      : `An ${type === 'SS' ? 'string' : 'number'} set  may not be empty`,
  );

/**
 * The current words quote: what came ahead of the first repeat by its bytes, then the repeat and the rest as they were
 * sent. The older ones show the set as it was sent.
 */
export const setDuplicates = (type: SetType, elements: readonly string[]): ValueProblem => {
  const begin = 'One or more parameter values were invalid: Input collection';
  if (type === 'NS') return new ValueProblem(`${begin} contains duplicates.`, 'Input collection contains duplicates');
  const repeat = elements.findIndex((element, index) => elements.indexOf(element) < index);
  const shown = [...sortedElements(type, elements.slice(0, repeat)), ...elements.slice(repeat)];
  const quoted = shown.map((element) => JSON.stringify(element));
  const end = type === 'SS' ? ' contains duplicates.' : 'of type BS contains duplicates.';
  return new ValueProblem(
    `${begin} [${quoted.join(type === 'SS' ? ', ' : ',')}]${end}`,
    `${begin} [${elements.join(', ')}]${end}`,
  );
};

const unconvertible = 'The parameter cannot be converted to a numeric value';

export const notNumeric = (text: string): ValueProblem =>
  new ValueProblem(`${unconvertible}: ${text}`, text === '' ? unconvertible : `${unconvertible}: ${text}`);

const numberProblems = {
  overflow: 'Number overflow. Attempting to store a number with magnitude larger than supported range',
  underflow: 'Number underflow. Attempting to store a number with magnitude smaller than supported range',
  precision: 'Attempting to store more than 38 significant digits in a Number',
} as const;

/** `older` is what the older layer finds in the same text: a problem of its own, or no number at all. */
export const numberUnstorable = (
  problem: DecimalProblem,
  text: string,
  older: DecimalProblem | 'unreadable',
): ValueProblem =>
  new ValueProblem(
    numberProblems[problem],
    older === 'unreadable' ? `${unconvertible}: ${text}` : numberProblems[older],
  );

/** Of what ADD and sums in SET come to. */
export const sumUnstorable = (problem: DecimalProblem): AwsError => invalid(numberProblems[problem]);

export const nestedTooDeep = (): AwsError =>
  invalid(
    'Nesting Levels have exceeded supported limits: ' +
      'Attributes in the item have nested levels beyond supported limit',
  );

export const attributeNameEmpty = (): AwsError => invalid('Empty attribute name');

export const attributeNameTooLong = (): AwsError =>
  invalid('Attribute name is too large, must be less than 65536 bytes');

// Items

export const itemTooLarge = (): AwsError => invalid('Item size has exceeded the maximum allowed size');

export const updatedItemTooLarge = (): AwsError => invalid('Item size to update has exceeded the maximum allowed size');

export const conditionFailed = (members: Readonly<Record<string, unknown>> = {}): AwsError =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed', { members });

export const tableUnavailable = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Requested resource not found');

export const returnValuesNotAllowed = (): AwsError => invalid('ReturnValues can only be ALL_OLD or NONE');

// Keys

export const keyMissing = (name: string): AwsError => parameterInvalid(`Missing the key ${name} in the item`);

export const keyTypeMismatch = (name: string, expected: ValueType, actual: ValueType): AwsError =>
  parameterInvalid(`Type mismatch for key ${name} expected: ${expected} actual: ${actual}`);

export const keyEmpty = (name: string, type: ValueType): AwsError =>
  parameterNotValid(
    `The AttributeValue for a key attribute cannot contain an empty ${emptyKindOf(type)} value. Key: ${name}`,
  );

export const keySchemaMismatch = (): AwsError => invalid('The provided key element does not match the schema');

export const hashKeyTooLong = (): AwsError =>
  parameterInvalid('Size of hashkey has exceeded the maximum size limit of2048 bytes');

export const rangeKeyTooLong = (): AwsError =>
  parameterInvalid('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');

export const indexKeyTypeMismatch = (name: string, expected: ValueType, actual: ValueType, index: string): AwsError =>
  parameterInvalid(`Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: ${index}`);

export const indexKeyEmpty = (name: string, type: ValueType, index: string): AwsError =>
  parameterNotValid(
    'A value specified for a secondary index key is not supported. ' +
      `The AttributeValue for a key attribute cannot contain an empty ${emptyKindOf(type)} value. ` +
      `IndexName: ${index}, IndexKey: ${name}`,
  );

export const indexKeyUpdateEmpty = (type: ValueType): AwsError =>
  parameterNotValid(
    'The update expression attempted to update a secondary index key to a value that is not supported. ' +
      `The AttributeValue for a key attribute cannot contain an empty ${emptyKindOf(type)} value.`,
  );

export const indexKeyUpdateUnsupported = (): AwsError =>
  invalid('The update expression attempted to update the secondary index key to unsupported type');

export const keyPartNotScalar = (name: string, of: 'Key' | 'IndexKey'): AwsError =>
  invalid(`Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${of}: ${name}`);

export const keyCannotBeUpdated = (name: string): AwsError =>
  parameterInvalid(`Cannot update attribute ${name}. This attribute is part of the key`);

const emptyKindOf = (type: ValueType): string => (type === 'B' ? 'binary' : 'string');

// Updates of items

export const updatePathInvalid = (): AwsError =>
  invalid('The document path provided in the update expression is invalid for update');

export const updateOperandMistyped = (): AwsError =>
  invalid('An operand in the update expression has an incorrect data type');

/** The same of `AttributeUpdates`. */
export const updateTypeMismatch = (): AwsError => invalid('Type mismatch for attribute to update');

export const updateAttributeMissing = (): AwsError =>
  invalid('The provided expression refers to an attribute that does not exist in the item');

export const updateNestedTooDeep = (): AwsError => invalid('Nesting Levels have exceeded supported limits');

// Batches

export const batchWriteNothing = (): AwsError => invalid('The requestItems parameter is required for BatchWriteItem');

export const batchWriteLength = (shown: string, max: number): AwsError =>
  constraintsBroken([
    `Value '${shown}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: ` +
      `[Member must have length less than or equal to ${max}, Member must have length greater than or equal to 1]`,
  ]);

/** A table's name is a key of the map of a batch. */
export const batchTableNameInvalid = (shown: string): AwsError =>
  constraintsBroken([
    `Value '${shown}' at 'requestItems' failed to satisfy constraint: Map keys must satisfy constraint: ` +
      '[Member must have length less than or equal to 255, Member must have length greater than or equal to 3, ' +
      'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]',
  ]);

export const batchKeysDuplicated = (): AwsError => invalid('Provided list of item keys contains duplicates');

export const batchGetTooMany = (): AwsError => invalid('Too many items requested for the BatchGetItem call');

export const batchWriteTooMany = (): AwsError => invalid('Too many items requested for the BatchWriteItem call');

/** AWS words it as it words a value of two types. */
export const writeRequestEmpty = (): AwsError => valueOfManyTypes();

// Transactions

export const transactionCancelled = (codes: readonly string[], reasons: readonly object[]): AwsError =>
  new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { members: { CancellationReasons: reasons } },
  );

export const transactionConflict = (): AwsError =>
  new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');

export const transactionInProgress = (): AwsError =>
  new AwsError(
    'TransactionInProgressException',
    'The transaction with the given request token is already in progress.',
  );

export const transactionTouchesTwice = (): AwsError =>
  invalid('Transaction request cannot include multiple operations on one item');

export const transactionActionCount = (): AwsError =>
  invalid('TransactItems can only contain one of Check, Put, Update or Delete');

export const transactionTooLarge = (): AwsError => invalid('Collection size exceeded.');

export const tokenReused = (): AwsError =>
  new AwsError(
    'IdempotentParameterMismatchException',
    'Provided idempotency token was used with a different set of parameters',
  );
