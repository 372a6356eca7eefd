import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { Json, JsonRecord } from '../definition/json.ts';
import type { MapState } from '../definition/states.ts';
import { rootFrame } from '../execution/frame.ts';
import { itemAt, itemsOf, type MapItems } from '../execution/kinds/map-items.ts';
import type { Environment } from '../expressions/environment.ts';
import { effectiveInput, fillTemplate } from '../expressions/io.ts';
import { scalar } from '../expressions/scalars.ts';
import type { Batches } from '../map-runs/map-run.ts';
import { planOf } from '../map-runs/plan.ts';
import { Batch } from '../map-runs/reading/batch.ts';
import { valuesOf } from '../map-runs/reading/object-items.ts';
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
  const outer = turn.environment(turn.frame(rootFrame));
  const environment = { ...outer, input: await effectiveInput(state, outer) };
  const plan =
    state.ItemReader || state.ItemBatcher ? await planOf(state, turn.frame(rootFrame), turn) : ({} as Partial<Plan>);
  const { items, areOfObject } =
    mapItemReaderData === undefined
      ? await itemsOf(state, environment)
      : { items: readItems(mapItemReaderData, plan.source), areOfObject: false };
  if (environment.language === 'JSONPath') inspection.set('afterItemsPath', items);
  if (state.ItemReader && hasPointer(state.ItemReader)) {
    inspection.set('afterItemsPointer', items);
  }
  const selected = await selectItems(state, { items, areOfObject }, environment, turn);
  if (selected) inspection.set('afterItemSelector', selected);
  if (plan.batches) inspection.set('afterItemBatcher', batched(selected ?? items, plan.batches));
  return { total: items.length, ...(await inspectLimits(state, environment, inspection)) };
}

type Plan = Awaited<ReturnType<typeof planOf>>;

const hasPointer = ({ ReaderConfig }: JsonRecord): boolean =>
  (ReaderConfig as JsonRecord | undefined)?.ItemsPointer !== undefined;

/** What ItemSelector makes of each item; undefined where there is none. */
async function selectItems(
  state: MapState,
  items: MapItems,
  environment: Environment,
  turn: TestTurn,
): Promise<readonly Json[] | undefined> {
  const selector = state.ItemSelector ?? (environment.language === 'JSONPath' ? state.Parameters : undefined);
  if (selector === undefined) return undefined;
  const selected: Json[] = [];
  for (const index of items.items.keys()) {
    const { item, input } = itemAt(items, index);
    const { context } = turn.environment({ ...turn.frame(rootFrame), item });
    selected.push(await fillTemplate(selector, { ...environment, context }, 'ItemSelector', input));
  }
  return selected;
}

function batched(items: readonly Json[], batches: Batches): Json {
  const batch = new Batch(batches);
  const children = items.flatMap((item) => batch.add(JSON.stringify(item)));
  const rest = batch.rest();
  return [...children, ...(rest ? [rest] : [])].map(({ input }) => JSON.parse(input) as Json);
}

async function inspectLimits(
  state: MapState,
  environment: Environment,
  inspection: Inspection,
): Promise<Omit<InspectedItems, 'total'>> {
  const limit = async (field: 'MaxConcurrency' | 'ToleratedFailureCount' | 'ToleratedFailurePercentage') => {
    const value = await scalar({ value: state[field], path: state[`${field}Path`], field }, environment);
    return typeof value === 'number' ? value : undefined;
  };
  const maxConcurrency = await limit('MaxConcurrency');
  const toleratedCount = await limit('ToleratedFailureCount');
  const toleratedPercentage = await limit('ToleratedFailurePercentage');
  inspection.add({
    ...(maxConcurrency !== undefined && { maxConcurrency }),
    ...(toleratedCount !== undefined && { toleratedFailureCount: toleratedCount }),
    ...(toleratedPercentage !== undefined && { toleratedFailurePercentage: toleratedPercentage }),
  });
  return { toleratedCount: toleratedCount ?? 0, toleratedPercentage: toleratedPercentage ?? 0 };
}

/** The items in what the reader would have read: an object's text, or the list of a bucket's objects. */
function readItems(data: string, source: Plan['source'] | undefined): readonly Json[] {
  if (source?.from !== 's3') {
    throw new AwsError('ValidationException', 'mapItemReaderData is only supported for Map states with an ItemReader');
  }
  const { config, maxItems = 0, action } = source;
  const inputType = action === 'listObjectsV2' ? 'JSON' : String(config.InputType ?? 'JSON');
  const items = [...valuesOf(Buffer.from(data), inputType, config)].map(({ value }) => value);
  return maxItems > 0 ? items.slice(0, maxItems) : items;
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
