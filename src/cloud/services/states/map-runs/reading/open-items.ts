import type { Context } from '../../../../service-kit/contract.ts';
import type { StatesState } from '../../state.ts';
import type { MapRun } from '../map-run.ts';
import { type Item, type Items, itemsFrom } from './items.ts';
import { s3Items } from './s3-items.ts';

/** The items of a map run behind those that were read. */
export async function openItems(state: StatesState, run: MapRun, skipped: number, context: Context): Promise<Items> {
  const { source } = run;
  if (source.from === 'state') return itemsFrom(stateItems(state, run.arn, skipped));
  const items = itemsFrom(s3Items(state, run, source, context));
  for (let index = 0; index < skipped; index += 1) await items.next();
  return items;
}

function* stateItems(state: StatesState, arn: string, skipped: number): Generator<Item> {
  const items = state.mapItems.get(arn);
  if (!Array.isArray(items)) return;
  for (const value of items.slice(skipped)) yield { value, source: 'STATE_DATA' };
}
