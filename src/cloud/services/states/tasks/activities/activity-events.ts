import type { Json } from '../../definition/json.ts';
import type { Frame } from '../../execution/frame.ts';
import type { Turn } from '../../execution/turn.ts';
import { StatesError } from '../../states-error.ts';
import { activityAt } from './activity.ts';

interface Scheduled {
  readonly parameters: Json;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

interface Failed {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

const details = { truncated: false };
const told = ({ error, cause }: Failed) => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});

/** What history tells of a task that a worker of an activity does. That it began, GetActivityTask tells. */
export const activityEvents = (activityArn: string) => ({
  scheduled(frame: Frame, { parameters, timeoutInSeconds, heartbeatInSeconds }: Scheduled, turn: Turn): Frame {
    if (!activityAt(turn.state, activityArn)) {
      const failed = { error: 'States.Runtime', cause: `Activity Does Not Exist: '${activityArn}'` };
      turn.record(frame, 'ActivityScheduleFailed', { activityScheduleFailedEventDetails: failed });
      throw new StatesError(failed.error, failed.cause);
    }
    return turn.record(frame, 'ActivityScheduled', {
      activityScheduledEventDetails: {
        resource: activityArn,
        input: JSON.stringify(parameters),
        inputDetails: details,
        ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
        ...(heartbeatInSeconds !== undefined && { heartbeatInSeconds }),
      },
    });
  },
  succeeded: (frame: Frame, output: Json, turn: Turn): Frame =>
    turn.record(frame, 'ActivitySucceeded', {
      activitySucceededEventDetails: { output: JSON.stringify(output), outputDetails: details },
    }),
  failed: (frame: Frame, failed: Failed, turn: Turn): Frame =>
    turn.record(frame, 'ActivityFailed', { activityFailedEventDetails: told(failed) }),
  timedOut: (frame: Frame, failed: Failed, turn: Turn): Frame =>
    turn.record(frame, 'ActivityTimedOut', { activityTimedOutEventDetails: told(failed) }),
});
