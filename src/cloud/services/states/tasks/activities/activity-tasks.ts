import type { Context } from '../../../../service-kit/contract.ts';
import { takeTurn } from '../../execution/take-turn.ts';
import { heartbeat } from '../../execution/task-limits.ts';
import type { Turn } from '../../execution/turn.ts';
import type { StatesRuntime } from '../../runtime.ts';
import type { StatesState } from '../../state.ts';
import { type ActivityTask, activityAt } from './activity.ts';

/** Puts a task where workers find it. Doing so twice is no harm: who was given to a worker is given to no other. */
export function offerTask(
  state: StatesState,
  activityArn: string,
  task: ActivityTask,
  context: Context<StatesRuntime>,
): void {
  const activity = activityAt(state, activityArn);
  // Deleted since the task was scheduled: nobody comes for it until its time is over.
  if (!activity) return;
  const cameMs = String(context.clock.now()).padStart(15, '0');
  state.activityTasks.set(`${activity.name}|${cameMs}|${task.waiting}`, task);
  context.runtime.activityPolls.wake(activityArn);
}

/** What a worker gets to do. */
export interface ClaimedTask {
  readonly token: string;
  readonly input: string;
}

/** Gives a worker the task that has waited longest. What nobody waits for any more is forgotten. */
export async function claimTask(
  state: StatesState,
  activityName: string,
  workerName: string | undefined,
  context: Context<StatesRuntime>,
): Promise<ClaimedTask | undefined> {
  const waiting = [...state.activityTasks.entries({ from: `${activityName}|`, to: `${activityName}|~` })];
  for (const [key, task] of waiting) {
    let claimed: ClaimedTask | undefined;
    await takeTurn(state, task.execution, context, async (turn) => {
      claimed = begin(task, workerName, turn);
    });
    // After the turn is written: a process that dies in between offers the task again, and nobody takes it.
    state.activityTasks.delete(key);
    if (claimed) return claimed;
  }
  return undefined;
}

function begin(task: ActivityTask, workerName: string | undefined, turn: Turn): ClaimedTask | undefined {
  const frame = turn.find(task.frame);
  const waiting = frame?.waiting;
  if (!frame || waiting?.kind !== 'task' || waiting.id !== task.waiting || waiting.isSubmitted) return undefined;
  const begun = turn.record(frame, 'ActivityStarted', {
    activityStartedEventDetails: workerName === undefined ? {} : { workerName },
  });
  // Workers have to tell that they live from when they began.
  turn.put({ ...begun, waiting: { ...heartbeat(waiting, frame, turn), isSubmitted: true } });
  turn.holdToken(waiting.id, frame);
  return { token: waiting.id, input: JSON.stringify(waiting.parameters) };
}
