import type { Operation } from '../../../service-kit/contract.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { StatesError } from '../states-error.ts';
import { end, goOn } from './go-on.ts';
import { childKey, type MapProgress, moved } from './map-run.ts';
import type { NewChild } from './reading/batch.ts';
import { readPortion } from './reading/read-portion.ts';

interface Advance {
  readonly MapRunArn: string;
  /** How many were read before. */
  readonly Portion: number;
}

/** Reads the next items of a map run and lets children begin. Ours: no client calls it. */
export const advanceMapRun: Operation<Advance, object, StatesState, StatesRuntime> = async (
  state,
  { MapRunArn: arn, Portion },
  context,
) => {
  /** Unless it is over, or this portion was read by a delivery before. */
  const current = () => {
    const run = state.mapRuns.get(arn);
    const progress = state.mapProgress.get(arn);
    if (run?.status !== 'RUNNING' || run.ending || progress?.portion !== Portion) return undefined;
    return context.delivery?.isCurrent === false ? undefined : { run, progress };
  };
  const before = current();
  if (!before) return {};
  try {
    const read = before.progress.isRead ? undefined : await readPortion(state, before.run, before.progress, context);
    const now = current();
    if (!now) return {};
    const { run, progress } = now;
    const advanced = { ...progress, portion: Portion + 1, isReading: false };
    if (!read) {
      goOn(state, run, advanced, context);
      return {};
    }
    const { children, items, isLast } = read;
    const grown = added(state, arn, { ...advanced, isRead: isLast, itemsRead: progress.itemsRead + items }, children);
    if (isLast) state.mapItems.delete(arn);
    goOn(state, run, grown, context);
  } catch (error) {
    const now = current();
    if (!(error instanceof StatesError)) throw error;
    if (!now) return {};
    const { error: name, cause } = error;
    end(state, now.run, now.progress, { status: 'FAILED', error: name, cause }, context);
  }
  return {};
};

function added(state: StatesState, arn: string, progress: MapProgress, children: readonly NewChild[]): MapProgress {
  let grown = progress;
  for (const { input, items } of children) {
    const index = grown.children;
    state.mapChildren.set(childKey(arn, index), { index, items, status: 'PENDING', input });
    grown = { ...moved(grown, undefined, 'PENDING', items), children: index + 1 };
  }
  return grown;
}
