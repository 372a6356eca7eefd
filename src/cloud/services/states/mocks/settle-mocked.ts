import { wake } from '../execution/drive.ts';
import type { TaskAnswer, Turn, Wake } from '../execution/turn.ts';
import { isActivityArn } from '../tasks/activities/activity.ts';
import { patternOf } from '../tasks/resource.ts';

/**
 * A mocked task is over, in one turn and with the events of a real one: what is submitted, or taken by a worker, ends as the
 * mock says.
 */
export async function settleMocked(
  resource: string,
  run: Omit<Wake, 'Reason'>,
  answer: TaskAnswer,
  turn: Turn,
): Promise<void> {
  const waits = patternOf(resource) !== 'request';
  if (isActivityArn(resource)) {
    const frame = turn.find(run.Frame);
    if (frame?.waiting?.id === run.Waiting) {
      turn.put(turn.record(frame, 'ActivityStarted', { activityStartedEventDetails: {} }));
    }
  } else if (waits && 'output' in answer) await wake({ ...run, Reason: 'answer', Answer: answer }, turn);
  await wake({ ...run, Reason: waits ? 'token' : 'answer', Answer: answer }, turn);
}
