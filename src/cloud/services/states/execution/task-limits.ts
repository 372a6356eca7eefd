import type { TaskState } from '../definition/states.ts';
import type { Environment } from '../expressions/environment.ts';
import { StatesError } from '../states-error.ts';
import { taskEvents } from '../tasks/task-events.ts';
import type { Frame, WaitingTask } from './frame.ts';
import { secondsOf } from './seconds.ts';
import type { Turn, Wake } from './turn.ts';

/** For how long a task may take, as its Scheduled event tells it. */
export interface TaskLimits {
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

/** TimeoutSeconds and HeartbeatSeconds in all their forms; `environment.input` is the effective input. */
export async function limitsOf(state: TaskState, environment: Environment): Promise<TaskLimits> {
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds, HeartbeatSecondsPath } = state;
  const timeout = { field: 'TimeoutSeconds', value: TimeoutSeconds, path: TimeoutSecondsPath, min: 1 };
  const heartbeat = { field: 'HeartbeatSeconds', value: HeartbeatSeconds, path: HeartbeatSecondsPath, min: 1 };
  const timeoutInSeconds = await secondsOf(timeout, environment);
  const heartbeatInSeconds = await secondsOf(heartbeat, environment);
  return {
    ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
    ...(heartbeatInSeconds !== undefined && { heartbeatInSeconds }),
  };
}

/** The task as one that ends when its time is over. An activity's heart beats from when a worker takes it. */
export function limited(waiting: WaitingTask, frame: Frame, limits: TaskLimits, turn: Turn): WaitingTask {
  const { timeoutInSeconds, heartbeatInSeconds } = limits;
  const wake = { Frame: frame.id, Waiting: waiting.id };
  const timed: WaitingTask = {
    ...waiting,
    ...(timeoutInSeconds !== undefined && {
      timeoutKey: turn.wakeAt(turn.nowMs + timeoutInSeconds * 1000, { ...wake, Reason: 'timeout' }),
    }),
    ...(heartbeatInSeconds !== undefined && { heartbeatMs: heartbeatInSeconds * 1000 }),
  };
  return waiting.resource.includes(':activity:') ? timed : heartbeat(timed, frame, turn);
}

/** The task has shown that it lives: it has as long again. The caller puts what comes back into the frame. */
export function heartbeat(waiting: WaitingTask, { id }: Frame, turn: Turn): WaitingTask {
  const { heartbeatKey, heartbeatMs } = waiting;
  if (heartbeatKey !== undefined) turn.cancel(heartbeatKey);
  if (heartbeatMs === undefined) return waiting;
  const wake = { Frame: id, Waiting: waiting.id, Reason: 'heartbeat' } as const;
  return { ...waiting, heartbeatKey: turn.wakeAt(turn.nowMs + heartbeatMs, wake) };
}

/** Fails a task whose time is over; does nothing where something else woke it. */
export function assertInTime(resource: string, frame: Frame, { Reason }: Wake, turn: Turn): void {
  if (Reason !== 'timeout' && Reason !== 'heartbeat') return;
  const error = Reason === 'timeout' ? 'States.Timeout' : 'States.HeartbeatTimeout';
  taskEvents(resource).timedOut(frame, { error }, turn);
  throw new StatesError(error);
}
