import { AwsError } from '../../../kernel/errors.ts';
import { attributeNameTooLong } from '../errors/item-errors.ts';
import { attributeToGetRepeated } from '../errors/legacy-errors.ts';
import {
  keyConditionsMissing,
  projectedWithoutIndex,
  projectionMissing,
  projectionWithSelect,
  segmentMissing,
  segmentTooLarge,
  startKeyInvalid,
  totalSegmentsMissing,
} from '../errors/query-errors.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import { assertParametersFit } from '../expressions/paths.ts';
import { type Projection, projectionOf } from '../expressions/project.ts';
import type { Item } from '../values/attribute-value.ts';
import { isNameTooLong, normaliseItem } from './attribute-values.ts';
import { conditionOfFilter, type KeyConditions, keyConditionsOf, keyConditionsOfLegacy } from './conditions.ts';
import { type Expressions, readExpressions } from './expressions.ts';
import type {
  GetItemInput,
  LegacyCondition,
  ProjectionParameters,
  QueryInput,
  ReadParameters,
  ScanInput,
} from './inputs.ts';

/** What a read shows of an item. */
export interface ProjectionRequest {
  /** Undefined keeps all. */
  readonly projection: Projection | undefined;
  readonly nestedHeads: ReadonlySet<string>;
}

/** What GetItem and its batched and transacted kin ask for. */
export interface GetRequest extends ProjectionRequest {
  readonly key: Item;
}

/** What GetItem asks for; throws ValidationException in DynamoDB's order. */
export function readGet(input: Omit<GetItemInput, 'TableName'>): GetRequest {
  assertParametersFit(input, ['ProjectionExpression'], ['AttributesToGet']);
  const key = normaliseItem(input.Key);
  return { key, ...readProjection(input) };
}

/** Throws ValidationException in DynamoDB's order. */
export function readProjection(input: ProjectionParameters): ProjectionRequest {
  const legacy = projectionOfNames(input.AttributesToGet);
  const { projection, nestedHeads } = readExpressions(input);
  return { projection: projection ?? legacy, nestedHeads };
}

/** `AttributesToGet` names whole attributes, each once. */
export function projectionOfNames(names: readonly string[] | undefined): Projection | undefined {
  if (!names) return undefined;
  const seen = new Set<string>();
  for (const name of names) {
    if (isNameTooLong(name)) throw attributeNameTooLong();
    if (seen.has(name)) throw attributeToGetRepeated(name);
    seen.add(name);
  }
  return projectionOf(seen);
}

/** What Query and Scan have in common, once everything is checked that can be without the table. */
export interface PageRequest {
  readonly filter: BoundCondition | undefined;
  /** Top-level attributes that the filter mentions, and the parameter that does. */
  readonly filterHeads: ReadonlySet<string>;
  readonly filterParameter: 'QueryFilter' | 'Filter Expression';
  readonly projection: Projection | undefined;
  readonly nestedHeads: ReadonlySet<string>;
  readonly startKey: Item | undefined;
}

/** What Query asks for beside; whether the conditions fit a key only the table knows. */
export interface QueryRequest extends PageRequest {
  readonly keyConditions: KeyConditions;
}

/** Throws ValidationException, in DynamoDB's order. */
export function readQuery(input: QueryInput): QueryRequest {
  const legacy = ['AttributesToGet', 'QueryFilter', 'ConditionalOperator'];
  // KeyConditions may stand beside other expressions, as long as there is no KeyConditionExpression.
  if (input.KeyConditionExpression !== undefined) legacy.push('KeyConditions');
  assertParametersFit(input, ['ProjectionExpression', 'FilterExpression', 'KeyConditionExpression'], legacy);
  const filter = conditionOfFilter(input.QueryFilter, input.ConditionalOperator);
  const names = projectionOfNames(input.AttributesToGet);
  const startKey = readStartKey(input.ExclusiveStartKey);
  if (input.KeyConditions === undefined && input.KeyConditionExpression === undefined) throw keyConditionsMissing();
  const expressions = readExpressions(input);
  const keyConditions = expressions.keyCondition
    ? keyConditionsOf(expressions.keyCondition)
    : keyConditionsOfLegacy(input.KeyConditions ?? {});
  assertSelect(input, 'Querying');
  return { ...pageOf(expressions, filter, input.QueryFilter, names, startKey), keyConditions };
}

/** Throws ValidationException, in DynamoDB's order. */
export function readScan(input: ScanInput): PageRequest {
  const legacy = ['AttributesToGet', 'ScanFilter', 'ConditionalOperator'];
  assertParametersFit(input, ['ProjectionExpression', 'FilterExpression'], legacy);
  const names = projectionOfNames(input.AttributesToGet);
  const filter = conditionOfFilter(input.ScanFilter, input.ConditionalOperator);
  const startKey = readStartKey(input.ExclusiveStartKey);
  assertSegments(input);
  const expressions = readExpressions(input);
  assertSelect(input, 'Scanning');
  return pageOf(expressions, filter, undefined, names, startKey);
}

function pageOf(
  expressions: Expressions,
  legacyFilter: BoundCondition | undefined,
  queryFilter: Readonly<Record<string, LegacyCondition>> | undefined,
  names: Projection | undefined,
  startKey: Item | undefined,
): PageRequest {
  return {
    filter: expressions.filter ?? legacyFilter,
    filterHeads: expressions.filterHeads ?? new Set(Object.keys(queryFilter ?? {})),
    filterParameter: expressions.filter ? 'Filter Expression' : 'QueryFilter',
    projection: expressions.projection ?? names,
    nestedHeads: expressions.nestedHeads,
    startKey,
  };
}

/** Problems of numbers and sets are told as they are; all others name the key. */
const unprefixed = /contains duplicates|number set|numeric value|significant digits|number with magnitude/;

function readStartKey(key: Item | undefined): Item | undefined {
  if (!key) return undefined;
  try {
    return normaliseItem(key);
  } catch (error) {
    if (!(error instanceof AwsError) || unprefixed.test(error.message)) throw error;
    throw startKeyInvalid(error.message);
  }
}

function assertSegments({ Segment, TotalSegments }: ScanInput): void {
  if (TotalSegments === undefined) {
    if (Segment !== undefined) throw totalSegmentsMissing();
    return;
  }
  if (Segment === undefined) throw segmentMissing();
  if (Segment >= TotalSegments) throw segmentTooLarge(Segment, TotalSegments);
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html#DDB-Query-request-Select */
function assertSelect(input: ReadParameters, verb: 'Querying' | 'Scanning'): void {
  const { Select, IndexName, ProjectionExpression, AttributesToGet } = input;
  if (Select === undefined) return;
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) throw projectedWithoutIndex(verb);
  const parameter =
    ProjectionExpression !== undefined ? 'ProjectionExpression' : AttributesToGet ? 'AttributesToGet' : undefined;
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    if (!parameter) throw projectionMissing();
  } else if (parameter) {
    throw projectionWithSelect(parameter, Select);
  }
}
