import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { Json } from '../definition/json.ts';
import type { MapState } from '../definition/states.ts';
import { rootFrame } from '../execution/frame.ts';
import { effectiveInput, fillTemplate } from '../expressions/io.ts';
import { scalar } from '../expressions/scalars.ts';
import { StatesError } from '../states-error.ts';
import { readJson } from './assert-testable.ts';
import type { Inspection } from './inspection.ts';
import type { TestTurn } from './test-turn.ts';

/** What decides whether a Map bears its failures. */
export interface InspectedItems {
  readonly total: number;
  readonly toleratedCount: number;
  readonly toleratedPercentage: number;
}

/** The items of a Map, and its limits, as they are told. */
export async function inspectItems(
  state: MapState,
  turn: TestTurn,
  inspection: Inspection,
  { mapItemReaderData }: Sdk.TestStateConfiguration,
): Promise<InspectedItems> {
  const frame = turn.frame(rootFrame);
  const outer = turn.environment(frame);
  const environment = { ...outer, input: await effectiveInput(state, outer) };
  const items = mapItemReaderData === undefined ? await itemsOf(state, environment) : readItems(mapItemReaderData);
  if (environment.language === 'JSONPath') inspection.set('afterItemsPath', items);
  const selector = state.ItemSelector ?? (environment.language === 'JSONPath' ? state.Parameters : undefined);
  if (selector !== undefined) {
    const selected: Json[] = [];
    for (const [index, value] of items.entries()) {
      const { context } = turn.environment({ ...frame, item: { index, value } });
      selected.push(await fillTemplate(selector, { ...environment, context }, 'ItemSelector', value));
    }
    inspection.set('afterItemSelector', selected);
  }
  const limit = async (field: 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage') => {
    const value = await scalar({ value: state[field], path: state[`${field}Path`], field }, environment);
    return typeof value === 'number' ? value : undefined;
  };
  const [maxConcurrency, toleratedCount, toleratedPercentage] = [
    await limit('MaxConcurrency'),
    await limit('ToleratedFailureCount'),
    await limit('ToleratedFailurePercentage'),
  ];
  inspection.add({
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(toleratedCount !== undefined && { toleratedFailureCount: toleratedCount }),
    ...(toleratedPercentage !== undefined && { toleratedFailurePercentage: toleratedPercentage }),
  });
  return {
    total: items.length,
    toleratedCount: toleratedCount ?? 0,
    toleratedPercentage: toleratedPercentage ?? 0,
  };
}

async function itemsOf(state: MapState, environment: Parameters<typeof effectiveInput>[1]): Promise<readonly Json[]> {
  const { Items, ItemsPath } = state;
  const found =
    environment.language === 'JSONata'
      ? await fillTemplate(Items, environment, 'Items', environment.input)
      : await effectiveInput(ItemsPath === undefined ? {} : { InputPath: ItemsPath }, environment);
  if (Array.isArray(found)) return found;
  throw new StatesError('States.Runtime', `Reference path "${ItemsPath ?? '$'}" must point to array.`);
}

function readItems(data: string): readonly Json[] {
  const wrong = 'mapItemReaderData must be a JSON array';
  const items = readJson(data, wrong);
  if (!Array.isArray(items)) throw new AwsError('ValidationException', wrong);
  return items;
}

/** Whether more items failed than the Map bears. */
export function failsByThreshold(
  { total, toleratedCount, toleratedPercentage }: InspectedItems,
  { mapIterationFailureCount: failed = 0 }: Sdk.TestStateConfiguration,
): boolean {
  if (failed > total) {
    throw new AwsError(
      'ValidationException',
      `mapIterationFailureCount ${failed} exceeds the number of items in the input: ${total}`,
    );
  }
  if (failed === 0) return false;
  return failed > toleratedCount && failed * 100 > toleratedPercentage * total;
}
