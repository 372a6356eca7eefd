import type { Context } from '../../../../service-kit/contract.ts';
import type { Json, JsonRecord } from '../../definition/json.ts';
import type { MapState } from '../../definition/states.ts';
import { frameKey } from '../../execution/history-event.ts';
import { Turn } from '../../execution/turn.ts';
import type { Environment } from '../../expressions/environment.ts';
import { effectiveInput, fillTemplate } from '../../expressions/io.ts';
import type { StatesRuntime } from '../../runtime.ts';
import type { StatesState } from '../../state.ts';
import type { MapProgress, MapRun } from '../map-run.ts';
import { Batch, type NewChild } from './batch.ts';
import type { Item, Items } from './items.ts';
import { openItems } from './open-items.ts';

export interface ReadPortion {
  readonly children: readonly NewChild[];
  readonly items: number;
  readonly isLast: boolean;
}

/** So much is read at once: the rest when these had their turn. */
const childrenMax = 250;
const bytesMax = 4 * 1024 * 1024;

/** Reads the next items of a map run and makes inputs of children out of them. Throws StatesError. */
export async function readPortion(
  state: StatesState,
  run: MapRun,
  { portion, itemsRead }: MapProgress,
  context: Context<StatesRuntime>,
): Promise<ReadPortion> {
  const { openMapItems } = context.runtime;
  const key = `${run.arn}|${portion}|${itemsRead}`;
  const items = openMapItems.get(key) ?? (await openItems(state, run, itemsRead, context));
  openMapItems.delete(key);
  const select = await selectorOf(state, run, context);
  const read = await portionOf(items, run, itemsRead, select);
  if (!read.isLast) openMapItems.set(`${run.arn}|${portion + 1}|${itemsRead + read.items}`, items);
  return read;
}

type Select = (item: Item, index: number) => Promise<Json>;

async function portionOf(items: Items, run: MapRun, itemsRead: number, select: Select): Promise<ReadPortion> {
  const children: NewChild[] = [];
  const batch = new Batch(run.batches);
  const limit = run.source.from === 's3' ? (run.source.maxItems ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  let count = 0;
  let bytes = 0;
  const take = (child: NewChild | undefined) => {
    if (!child) return;
    bytes += child.input.length;
    children.push(child);
  };
  for (;;) {
    const item = itemsRead + count < limit ? await items.next() : undefined;
    if (!item) {
      take(batch.rest());
      return { children, items: count, isLast: true };
    }
    const input = JSON.stringify(await select(item, itemsRead + count));
    count += 1;
    for (const full of batch.add(input)) take(full);
    if (children.length < childrenMax && bytes < bytesMax) continue;
    // A batch of so many items is not torn for that; one of so many bytes is hardly ever empty.
    if (batch.isEmpty || run.batches?.items === undefined || children.length >= 2 * childrenMax) {
      take(batch.rest());
      return { children, items: count, isLast: false };
    }
  }
}

/** How an item becomes its child's input: by ItemSelector, or as it is. */
async function selectorOf(state: StatesState, run: MapRun, context: Context<StatesRuntime>): Promise<Select> {
  const asIs: Select = async ({ value }) => value;
  const execution = state.executions.get(run.executionArn);
  const revision = state.revisions.get(run.revision);
  const frame = state.frames.get(frameKey(run.executionArn, run.frame));
  if (!execution || !revision || !frame) return asIs;
  // To read by alone: nothing of it is written down.
  const turn = new Turn(state, execution, revision, context);
  const map = turn.stateOf(frame) as MapState;
  const template = map.ItemSelector ?? map.Parameters;
  if (template === undefined) return asIs;
  const field = map.ItemSelector === undefined ? 'Parameters' : 'ItemSelector';
  const environment = turn.environment(frame);
  const input = await effectiveInput(map, environment);
  const around = environment.context as JsonRecord;
  return ({ value, key, source }, index) => {
    const Item = { Index: index, Value: value, ...(key !== undefined && { Key: key }), Source: source };
    const inside: Environment = { ...environment, input, context: { ...around, Map: { Item } } };
    return fillTemplate(template, inside, field, value);
  };
}
