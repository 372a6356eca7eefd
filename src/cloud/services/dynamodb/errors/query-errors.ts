import type { AwsError } from '../../../kernel/errors.ts';
import { invalid, parameterInvalid } from './validation-exception.ts';

/* Every text about reading pages of tables and indexes (collected November 2026). */

export const keyConditionsMissing = (): AwsError =>
  invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');

export const keyConditionsCount = (): AwsError => invalid('Conditions can be of length 1 or 2 only');

export const keyConditionUnsupported = (): AwsError => invalid('Query key condition not supported');

export const keyConditionsBeyondKey = (conditions: number, attributes: number): AwsError =>
  invalid(
    `The number of query conditions (${conditions}) exceeds the number of key attributes defined in the schema ` +
      `(${attributes})`,
  );

export const keyConditionGap = (skipped: readonly string[], conditioned: string): AwsError =>
  invalid(
    `RANGE key attributes ${skipped.join(', ')} must have equality conditions specified in the query ` +
      `because a condition is present on key attribute ${conditioned}`,
  );

export const keyConditionMissed = (name: string): AwsError =>
  invalid(`Query condition missed key schema element: ${name}`);

export const keyConditionUnindexable = (): AwsError =>
  invalid('Attempted conditional constraint is not an indexable operation');

export const keyConditionType = (): AwsError => parameterInvalid('Condition parameter type does not match schema type');

export const indexUnknown = (name: string): AwsError => invalid(`The table does not have the specified index: ${name}`);

export const indexReadConsistently = (): AwsError =>
  invalid('Consistent reads are not supported on global secondary indexes');

export const indexBackfilling = (name: string): AwsError =>
  invalid(`Cannot read from backfilling global secondary index: ${name}`);

export const allAttributesUnsupported = (index: string): AwsError =>
  parameterInvalid(
    `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index} ` +
      'because its projection type is not ALL',
  );

export const attributesNotProjected = (index: string, names: readonly string[]): AwsError =>
  parameterInvalid(`Global secondary index ${index} does not project [${names.join(', ')}]`);

export const filterOnKey = (parameter: 'QueryFilter' | 'Filter Expression', name: string): AwsError =>
  invalid(`${parameter} can only contain non-primary key attributes: Primary key attribute: ${name}`);

export const projectionWithSelect = (parameter: string, select: string): AwsError =>
  invalid(
    select === 'COUNT'
      ? `Cannot specify the ${parameter} when choosing to get only the Count`
      : `Cannot specify the ${parameter} when choosing to get ${select}`,
  );

export const projectionMissing = (): AwsError =>
  invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');

export const projectedWithoutIndex = (verb: 'Querying' | 'Scanning'): AwsError =>
  invalid(`ALL_PROJECTED_ATTRIBUTES can be used only when ${verb} using an IndexName`);

// Starting keys

const startKey = 'The provided starting key is invalid';

export const startKeyInvalid = (why?: string): AwsError =>
  invalid(why === undefined ? startKey : `${startKey}: ${why}`);

export const startKeyOutside = (): AwsError =>
  invalid('The provided starting key is outside query boundaries based on provided conditions');

export const startKeyRange = (): AwsError =>
  invalid('The provided starting key does not match the range key predicate');

export const startKeyPointless = (): AwsError =>
  invalid('The query can return at most one row and cannot be restarted');

export const startKeySegment = (segment: number, total: number): AwsError =>
  startKeyInvalid(
    'Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ' +
      `TotalSegments: ${total} Segment: ${segment}`,
  );

// Segments

export const totalSegmentsMissing = (): AwsError =>
  invalid(
    'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
  );

export const segmentMissing = (): AwsError =>
  invalid(
    'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
  );

export const segmentTooLarge = (segment: number, total: number): AwsError =>
  invalid(
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
      `Segment: ${segment} is not less than TotalSegments: ${total}`,
  );
