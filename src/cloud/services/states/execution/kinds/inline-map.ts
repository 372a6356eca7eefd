import type { MapState } from '../../definition/states.ts';
import { effectiveInput, fillTemplate } from '../../expressions/io.ts';
import { StatesError } from '../../states-error.ts';
import { beginChild, childFailed, childSucceeded, fanOutOf, gather } from '../children.ts';
import type { Frame } from '../frame.ts';
import type { Turn } from '../turn.ts';
import type { Kind, Worked } from './kind.ts';
import { concurrencyOf, itemAt, itemsOf } from './map-items.ts';

/** AWS: so many items are under way at a time, whatever MaxConcurrency says. */
const inlineConcurrencyMax = 40;

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-inline.html */
export const inlineMap: Kind<MapState> = {
  name: 'Map',
  async begin(state, frame, turn) {
    const environment = turn.environment(frame);
    const inside = { ...environment, input: await effectiveInput(state, environment) };
    const { items, areOfObject } = await itemsOf(state, inside);
    const asked = await concurrencyOf(state, inside);
    const concurrency = Math.min(asked || inlineConcurrencyMax, inlineConcurrencyMax);
    const total = items.length;
    const started = turn.record(frame, 'MapStateStarted', { mapStateStartedEventDetails: { length: total } });
    const waiting = turn.put({ ...started, waiting: { kind: 'children', id: turn.context.random.uuid() } });
    const { previousEvent } = started;
    turn.putItems(frame, items);
    turn.putFanOut(frame, { total, begun: 0, done: 0, concurrency, areOfObject, previousEvent });
    return goOn(state, waiting, turn);
  },
  async childOver(state, frame, child, outcome, turn) {
    const details = { name: frame.state, index: child.index ?? 0 };
    if (outcome instanceof StatesError || !('output' in outcome)) {
      turn.note(child, 'MapIterationFailed', { mapIterationFailedEventDetails: details });
      turn.record(childFailed(frame, child, turn), 'MapStateFailed');
      throw outcome instanceof StatesError ? outcome : new StatesError(outcome.error, outcome.cause);
    }
    turn.note(child, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
    childSucceeded(frame, child, outcome.output, turn);
    return goOn(state, frame, turn);
  },
};

/** Begins as many items as may be under way, or has all of them. */
async function goOn(state: MapState, frame: Frame, turn: Turn): Promise<Worked> {
  for (;;) {
    const { total, begun, done, concurrency } = fanOutOf(frame, turn);
    if (done === total) break;
    if (begun === total || begun - done >= concurrency) return undefined;
    await beginItem(state, frame, begun, turn);
  }
  const { outputs, parent } = gather(frame, turn);
  turn.note(parent, 'MapStateSucceeded');
  return { result: outputs };
}

async function beginItem(state: MapState, frame: Frame, index: number, turn: Turn): Promise<void> {
  const fanOut = fanOutOf(frame, turn);
  const { item, input: itself } = itemAt({ items: turn.items(frame), areOfObject: fanOut.areOfObject ?? false }, index);
  const environment = turn.environment({ ...frame, item });
  const inside = { ...environment, input: await effectiveInput(state, environment) };
  const field = state.ItemSelector === undefined ? 'Parameters' : 'ItemSelector';
  const input = await fillTemplate(state[field], inside, field, itself);
  turn.putFanOut(frame, { ...fanOut, begun: index + 1 });
  const details = { mapIterationStartedEventDetails: { name: frame.state, index } };
  const previousEvent = turn.note(fanOut, 'MapIterationStarted', details);
  const path = [...frame.path, frame.state, 'ItemProcessor'];
  beginChild(frame, { index, path, input, previousEvent, item }, turn);
}
