import { attributeToGetRepeated } from '../errors/legacy-errors.ts';
import { type Projection, projectionOf } from '../expressions/project.ts';
import type { Item } from '../values/attribute-value.ts';
import { normaliseItem } from './attribute-values.ts';
import { readExpressions } from './expressions.ts';
import type { GetItemInput, ProjectionParameters } from './inputs.ts';
import { assertParametersFit } from './placeholder-parameters.ts';

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
    if (seen.has(name)) throw attributeToGetRepeated(name);
    seen.add(name);
  }
  return projectionOf(seen);
}
