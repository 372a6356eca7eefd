import type { Json, JsonRecord } from '../../definition/json.ts';
import type { MapState } from '../../definition/states.ts';
import type { Environment } from '../../expressions/environment.ts';
import { fillTemplate } from '../../expressions/io.ts';
import { scalar } from '../../expressions/scalars.ts';
import { StatesError } from '../../states-error.ts';
import type { Frame } from '../frame.ts';

/** What a Map works on; of an object, its pairs `{Key, Value}`. */
export interface MapItems {
  readonly items: readonly Json[];
  readonly areOfObject: boolean;
}

/**
 * The items of a Map that takes them from its input: an array, or the pairs of an object. `environment.input` is the
 * effective input. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemspath.html
 */
export async function itemsOf(state: MapState, environment: Environment): Promise<MapItems> {
  const value = await rawItems(state, environment);
  if (isArray(value)) return { items: value, areOfObject: false };
  if (value === null || typeof value !== 'object') throw noItems(state, value, environment);
  return { items: Object.entries(value).map(([Key, Value]) => ({ Key, Value })), areOfObject: true };
}

async function rawItems(state: MapState, environment: Environment): Promise<Json> {
  const { input, language } = environment;
  if (language === 'JSONata') return fillTemplate(state.Items, environment, 'Items', input);
  if (state.ItemsPath === undefined) return input;
  return (await scalar({ path: state.ItemsPath, field: 'Items' }, environment)) ?? null;
}

function noItems({ Items, ItemsPath = '$' }: MapState, value: Json, { language }: Environment): StatesError {
  if (language === 'JSONPath')
    return new StatesError('States.Runtime', `Reference path "${ItemsPath}" must point to array.`, {
      isEvaluation: true,
    });
  const expression = typeof Items === 'string' ? bare(Items) : JSON.stringify(Items ?? '$states.input');
  const type = value === null ? 'null' : typeof value;
  return new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${expression}' specified for the field 'Items' returned an unexpected result type. Expected 'array' (or 'object'), but was '${type}' for value: ${JSON.stringify(value)}`,
    { isEvaluation: true, location: 'Items' },
  );
}

/** `{% $x %}` as its errors tell it. */
const bare = (text: string): string => /^\{%\s*([\s\S]*?)\s*%\}$/.exec(text)?.[1] ?? text;

/** What the context object says of an item, and the item as it goes in where nothing selects another input. */
export function itemAt({ items, areOfObject }: MapItems, index: number): { item: MapItem; input: Json } {
  const input = items[index] ?? null;
  if (!areOfObject) return { item: { index, value: input }, input };
  const { Key, Value = null } = input as JsonRecord;
  return { item: { index, key: String(Key), value: Value }, input };
}

type MapItem = NonNullable<Frame['item']>;

/** MaxConcurrency; 0 where nothing limits it. */
export async function concurrencyOf(state: MapState, environment: Environment): Promise<number> {
  const { MaxConcurrency: value, MaxConcurrencyPath: path } = state;
  const field = path === undefined ? 'MaxConcurrency' : 'MaxConcurrencyPath';
  const found = (await scalar({ value, path, field: 'MaxConcurrency' }, environment)) ?? 0;
  if (typeof found === 'number' && Number.isInteger(found) && found >= 0) return found;
  throw new StatesError(
    'States.Runtime',
    `Expected non-negative integer for ${field}, but got ${JSON.stringify(found)} instead.`,
    {
      isEvaluation: true,
    },
  );
}

// `Array.isArray` does not narrow readonly arrays.
const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);
