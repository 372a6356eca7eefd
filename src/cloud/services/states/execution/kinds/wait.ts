import type { Json } from '../../definition/json.ts';
import type { WaitState } from '../../definition/states.ts';
import { effectiveInput } from '../../expressions/io.ts';
import { scalar } from '../../expressions/scalars.ts';
import { timestampMs } from '../../expressions/timestamps.ts';
import { StatesError } from '../../states-error.ts';
import type { Frame } from '../frame.ts';
import { secondsOf } from '../seconds.ts';
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
  const inside = { ...environment, input: await effectiveInput(state, environment) };
  const given = { field: 'Seconds', value: state.Seconds, path: state.SecondsPath, min: 0 };
  const seconds = await secondsOf(given, inside);
  if (seconds !== undefined) return turn.nowMs + seconds * 1000;
  const { Timestamp: value, TimestampPath: path } = state;
  const time = await scalar({ value, path, field: 'Timestamp' }, inside);
  const ms = timestampMs(time);
  if (ms === undefined) throw noTime(state, time ?? null);
  // AWS: fractions of a second do not count.
  return Math.floor(ms / 1000) * 1000;
}

function noTime({ Timestamp, TimestampPath }: WaitState, time: Json): StatesError {
  const text = typeof time === 'string' ? time : JSON.stringify(time);
  if (TimestampPath !== undefined)
    return new StatesError(
      'States.Runtime',
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${TimestampPath} == ${text}`,
      { isEvaluation: true },
    );
  return new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${Timestamp}' specified for the field 'Timestamp' returned a value that is no ISO-8601 extended offset date-time format string: ${text}`,
    { isEvaluation: true, location: 'Timestamp' },
  );
}
