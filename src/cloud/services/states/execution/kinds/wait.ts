import type { WaitState } from '../../definition/states.ts';
import { effectiveInput } from '../../expressions/io.ts';
import { scalar } from '../../expressions/scalars.ts';
import { StatesError } from '../../states-error.ts';
import type { Frame } from '../frame.ts';
import type { Turn } from '../turn.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html */
export const wait: Kind<WaitState> = {
  name: 'Wait',
  async begin(state, frame, turn) {
    const dueMs = await endOf(state, frame, turn);
    const id = turn.context.random.hex(16);
    const key = turn.wakeAt(Math.max(dueMs, turn.nowMs), { Frame: frame.id, Waiting: id, Reason: 'time' });
    turn.put({ ...frame, waiting: { kind: 'wait', id, key } });
    return undefined;
  },
  wake: async (state, frame, _wake, turn) => ({ result: await effectiveInput(state, turn.environment(frame)) }),
};

async function endOf(state: WaitState, frame: Frame, turn: Turn): Promise<number> {
  const environment = turn.environment(frame);
  const input = await effectiveInput(state, environment);
  const inside = { ...environment, input };
  const seconds = await scalar({ value: state.Seconds, path: state.SecondsPath, field: 'Seconds' }, inside);
  if (seconds !== undefined) {
    if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0) return turn.nowMs + seconds * 1000;
    throw new StatesError('States.Runtime', `The seconds to wait are no whole number: ${JSON.stringify(seconds)}`);
  }
  const time = await scalar({ value: state.Timestamp, path: state.TimestampPath, field: 'Timestamp' }, inside);
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms))
    throw new StatesError('States.Runtime', `The time to wait for is none: ${JSON.stringify(time)}`);
  return ms;
}
