import {
  ExpressionProblem,
  expressionEmpty,
  expressionTooLong,
  invalidExpression,
  placeholdersUnused,
} from '../errors/expression-errors.ts';
import { type BoundUpdate, bindUpdate } from '../expressions/apply-update.ts';
import type { Parsed } from '../expressions/ast.ts';
import { bindCondition } from '../expressions/bind-condition.ts';
import type { BoundCondition } from '../expressions/bound.ts';
import { parseCondition } from '../expressions/parse-condition.ts';
import { parseProjection } from '../expressions/parse-projection.ts';
import { parseUpdate } from '../expressions/parse-update.ts';
import { type Placeholders, readPlaceholders, resolvePath } from '../expressions/paths.ts';
import { bindProjection, type Projection } from '../expressions/project.ts';
import { utf8Length } from '../values/attribute-value.ts';
import type { PlaceholderParameters } from './inputs.ts';

export interface ExpressionParameters extends PlaceholderParameters {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly ProjectionExpression?: string;
}

type ExpressionParameter = keyof Omit<ExpressionParameters, keyof PlaceholderParameters>;

/** The expressions of one request, ready to be evaluated. */
export interface Expressions {
  readonly update?: BoundUpdate;
  readonly condition?: BoundCondition;
  readonly keyCondition?: BoundCondition;
  readonly filter?: BoundCondition;
  /** Top-level attributes that the filter mentions. */
  readonly filterHeads?: ReadonlySet<string>;
  readonly projection?: Projection;
  /** Top-level attributes into which some path of any expression goes. */
  readonly nestedHeads: ReadonlySet<string>;
}

const conditionOf = cached(parseCondition);
const updateOf = cached(parseUpdate);
const projectionFrom = cached(parseProjection);

const none: Expressions = { nestedHeads: new Set() };

/**
 * Parses and binds all expressions of a request, in AWS's order. Every placeholder must be used by one of them.
 * Throws ValidationException.
 */
export function readExpressions(input: ExpressionParameters): Expressions {
  if (!hasExpressions(input)) return none;
  const placeholders = readPlaceholders(input);
  const reader = new ExpressionReader(input, placeholders);
  const expressions: Expressions = {
    ...reader.read('UpdateExpression', updateOf, (parsed) => ({ update: bindUpdate(parsed, placeholders) })),
    ...reader.read('ConditionExpression', conditionOf, ({ ast }) => ({ condition: bindCondition(ast, placeholders) })),
    ...reader.read('KeyConditionExpression', conditionOf, ({ ast }) => ({
      keyCondition: bindCondition(ast, placeholders),
    })),
    ...reader.read('FilterExpression', conditionOf, ({ ast, heads }) => ({
      filter: bindCondition(ast, placeholders),
      filterHeads: resolveHeads(heads, placeholders),
    })),
    ...reader.read('ProjectionExpression', projectionFrom, ({ ast }) => ({
      projection: bindProjection(ast, placeholders),
    })),
    nestedHeads: reader.nestedHeads,
  };
  reader.assertAllUsed();
  return expressions;
}

const hasExpressions = (input: ExpressionParameters): boolean =>
  input.ConditionExpression !== undefined ||
  input.UpdateExpression !== undefined ||
  input.KeyConditionExpression !== undefined ||
  input.FilterExpression !== undefined ||
  input.ProjectionExpression !== undefined;

class ExpressionReader {
  readonly #input: ExpressionParameters;
  readonly #placeholders: Placeholders;
  readonly #read: Parsed<unknown>[] = [];
  readonly nestedHeads = new Set<string>();

  constructor(input: ExpressionParameters, placeholders: Placeholders) {
    this.#input = input;
    this.#placeholders = placeholders;
  }

  /** Nothing when the parameter is not there. */
  read<T, R extends object>(
    parameter: ExpressionParameter,
    parse: (text: string) => Parsed<T>,
    bind: (parsed: Parsed<T>) => R,
  ): R | undefined {
    const text = this.#input[parameter];
    if (text === undefined) return undefined;
    try {
      const parsed = parse(text);
      const bound = bind(parsed);
      this.#read.push(parsed);
      for (const head of resolveHeads(parsed.nestedHeads, this.#placeholders)) this.nestedHeads.add(head);
      return bound;
    } catch (error) {
      throw error instanceof ExpressionProblem ? invalidExpression(parameter, error) : error;
    }
  }

  assertAllUsed(): void {
    const { names, values } = this.#placeholders;
    const unusedNames = Object.keys(names).filter((name) => !this.#read.some((parsed) => parsed.names.has(name)));
    if (unusedNames.length > 0) throw placeholdersUnused('ExpressionAttributeNames', unusedNames);
    const unusedValues = Object.keys(values).filter((name) => !this.#read.some((parsed) => parsed.values.has(name)));
    if (unusedValues.length > 0) throw placeholdersUnused('ExpressionAttributeValues', unusedValues);
  }
}

function resolveHeads(heads: ReadonlySet<string>, placeholders: Placeholders): ReadonlySet<string> {
  const resolved = new Set<string>();
  for (const head of heads) resolved.add(resolvePath({ kind: 'path', steps: [head] }, placeholders)[0] as string);
  return resolved;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Limits.html#limits-expression-parameters */
const expressionBytesMax = 4096;

/** Programs use few expressions many times; the bound is for those that write values into their texts. */
const cachedMax = 500;

/** Remembers what a text parses to, the failures too. Least recently used texts are forgotten. */
function cached<T>(parse: (text: string) => Parsed<T>): (text: string) => Parsed<T> {
  const known = new Map<string, () => Parsed<T>>();
  return (text) => {
    let recall = known.get(text);
    if (recall) {
      known.delete(text);
    } else {
      assertLength(text);
      recall = recallOf(parse, text);
      if (known.size >= cachedMax) known.delete(known.keys().next().value ?? '');
    }
    known.set(text, recall);
    return recall();
  };
}

function assertLength(text: string): void {
  if (text === '') throw expressionEmpty();
  const size = utf8Length(text);
  if (size > expressionBytesMax) throw expressionTooLong(size);
}

/** Answers what the text parses to, or throws its problem, each time anew. */
function recallOf<T>(parse: (text: string) => Parsed<T>, text: string): () => Parsed<T> {
  try {
    const parsed = parse(text);
    return () => parsed;
  } catch (error) {
    if (!(error instanceof ExpressionProblem)) throw error;
    return () => {
      throw error;
    };
  }
}
