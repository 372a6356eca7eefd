import { timeOutExecution } from './end-execution.ts';
import type { Turn } from './turn.ts';

/** An express execution has no limit of events, but five minutes. None gets as far as this in them. */
const expressEventsMax = 100_000;

/** What is ready still goes on in turns of its own, so that a loop of states starves nobody. */
export function putOff(turn: Turn): void {
  const { status, type, events } = turn.execution;
  if (status !== 'RUNNING') return;
  if (type === 'EXPRESS' && events > expressEventsMax && turn.ready.size > 0) timeOutExecution(turn);
  for (let id = turn.ready.shift(); id !== undefined; id = turn.ready.shift()) {
    const frame = turn.find(id);
    if (!frame) continue;
    const waiting = turn.context.random.uuid();
    const key = turn.wakeAt(turn.nowMs, { Frame: id, Waiting: waiting, Reason: 'time' });
    turn.put({ ...frame, waiting: { kind: 'turn', id: waiting, key } });
  }
}
