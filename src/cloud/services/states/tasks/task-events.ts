import type { Json } from '../definition/json.ts';
import type { Frame } from '../execution/frame.ts';
import { whole } from '../execution/history.ts';
import type { Turn } from '../execution/turn.ts';
import { StatesError } from '../states-error.ts';
import { activityAt } from './activities/activity.ts';
import { parseResource } from './resource.ts';

interface Scheduled {
  readonly parameters: Json;
  readonly region: string;
  readonly timeoutInSeconds?: number | undefined;
  readonly heartbeatInSeconds?: number | undefined;
  /** Of the task's Credentials. */
  readonly roleArn?: string | undefined;
}

interface Failed {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

type Tell<Told> = (frame: Frame, told: Told, turn: Turn) => Frame;

/**
 * What history tells of a task: each kind of resource has events of its own.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export interface TaskEvents {
  /** Its call is about to be made; of activities nobody has begun it yet. */
  readonly scheduled: Tell<Scheduled>;
  /** The call could not even be made: what it would be made with is too large, its role is none. */
  readonly scheduleFailed: Tell<Failed>;
  readonly startFailed: Tell<Failed>;
  /** It was handed over; its token or the end of its job is waited for. */
  readonly submitted: Tell<Json>;
  readonly submitFailed: Tell<Failed>;
  readonly succeeded: Tell<Json>;
  readonly failed: Tell<Failed>;
  readonly timedOut: Tell<Failed>;
}

const failure = ({ error, cause }: Failed) => ({
  ...(error !== undefined && { error }),
  ...(cause !== undefined && { cause }),
});

const seconds = ({ timeoutInSeconds, heartbeatInSeconds }: Scheduled) => ({
  ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
  ...(heartbeatInSeconds !== undefined && { heartbeatInSeconds }),
});

const credentials = ({ roleArn }: Scheduled) => ({ ...(roleArn !== undefined && { taskCredentials: { roleArn } }) });

const outputOf = (output: Json) => ({ output: JSON.stringify(output), outputDetails: whole });

function ofLambda(resource: string): TaskEvents {
  const succeeded: Tell<Json> = (frame, output, turn) =>
    turn.record(frame, 'LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: outputOf(output) });
  const failed: Tell<Failed> = (frame, told, turn) =>
    turn.record(frame, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: failure(told) });
  return {
    scheduled(frame, scheduled, turn) {
      const { heartbeatInSeconds: _none, ...limits } = seconds(scheduled);
      const told = turn.record(frame, 'LambdaFunctionScheduled', {
        lambdaFunctionScheduledEventDetails: {
          resource,
          input: JSON.stringify(scheduled.parameters),
          inputDetails: whole,
          ...limits,
          ...credentials(scheduled),
        },
      });
      return turn.record(told, 'LambdaFunctionStarted');
    },
    scheduleFailed: (frame, told, turn) =>
      turn.record(frame, 'LambdaFunctionScheduleFailed', { lambdaFunctionScheduleFailedEventDetails: failure(told) }),
    startFailed: (frame, told, turn) =>
      turn.record(frame, 'LambdaFunctionStartFailed', { lambdaFunctionStartFailedEventDetails: failure(told) }),
    // A function by its ARN answers, or fails.
    submitted: succeeded,
    submitFailed: failed,
    succeeded,
    failed,
    timedOut: (frame, told, turn) =>
      turn.record(frame, 'LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: failure(told) }),
  };
}

function ofActivity(resource: string): TaskEvents {
  const succeeded: Tell<Json> = (frame, output, turn) =>
    turn.record(frame, 'ActivitySucceeded', { activitySucceededEventDetails: outputOf(output) });
  const failed: Tell<Failed> = (frame, told, turn) =>
    turn.record(frame, 'ActivityFailed', { activityFailedEventDetails: failure(told) });
  const scheduleFailed: Tell<Failed> = (frame, told, turn) =>
    turn.record(frame, 'ActivityScheduleFailed', { activityScheduleFailedEventDetails: failure(told) });
  return {
    // It is started when a worker takes it.
    scheduled(frame, scheduled, turn) {
      if (!activityAt(turn.state, resource)) {
        const told = { error: 'States.Runtime', cause: `Activity Does Not Exist: '${resource}'` };
        scheduleFailed(frame, told, turn);
        throw new StatesError(told.error, told.cause);
      }
      return turn.record(frame, 'ActivityScheduled', {
        activityScheduledEventDetails: {
          resource,
          input: JSON.stringify(scheduled.parameters),
          inputDetails: whole,
          ...seconds(scheduled),
        },
      });
    },
    scheduleFailed,
    startFailed: scheduleFailed,
    submitted: succeeded,
    submitFailed: failed,
    succeeded,
    failed,
    timedOut: (frame, told, turn) =>
      turn.record(frame, 'ActivityTimedOut', { activityTimedOutEventDetails: failure(told) }),
  };
}

/** `aws-sdk:sqs` and `sendMessage`, `states` and `startExecution.sync:2`. */
function named(resourceArn: string): { readonly resourceType: string; readonly resource: string } {
  const text = resourceArn.slice(resourceArn.indexOf(':::') + 3);
  const [, resourceType = text, resource = ''] = /^((?:aws-sdk:)?[^:]+):(.*)$/s.exec(text) ?? [];
  return { resourceType, resource };
}

function ofService(resourceArn: string): TaskEvents {
  const names = named(resourceArn);
  const startFailed: Tell<Failed> = (frame, told, turn) =>
    turn.record(frame, 'TaskStartFailed', { taskStartFailedEventDetails: { ...names, ...failure(told) } });
  return {
    scheduled(frame, scheduled, turn) {
      const told = turn.record(frame, 'TaskScheduled', {
        taskScheduledEventDetails: {
          ...names,
          region: scheduled.region,
          parameters: JSON.stringify(scheduled.parameters),
          ...seconds(scheduled),
          ...credentials(scheduled),
        },
      });
      return turn.record(told, 'TaskStarted', { taskStartedEventDetails: names });
    },
    scheduleFailed: startFailed,
    startFailed,
    submitted: (frame, output, turn) =>
      turn.record(frame, 'TaskSubmitted', { taskSubmittedEventDetails: { ...names, ...outputOf(output) } }),
    submitFailed: (frame, told, turn) =>
      turn.record(frame, 'TaskSubmitFailed', { taskSubmitFailedEventDetails: { ...names, ...failure(told) } }),
    succeeded: (frame, output, turn) =>
      turn.record(frame, 'TaskSucceeded', { taskSucceededEventDetails: { ...names, ...outputOf(output) } }),
    failed: (frame, told, turn) =>
      turn.record(frame, 'TaskFailed', { taskFailedEventDetails: { ...names, ...failure(told) } }),
    timedOut: (frame, told, turn) =>
      turn.record(frame, 'TaskTimedOut', { taskTimedOutEventDetails: { ...names, ...failure(told) } }),
  };
}

/** By the resource of a task. */
export function taskEvents(resource: string): TaskEvents {
  const kind = parseResource(resource)?.kind;
  if (kind === 'lambda') return ofLambda(resource);
  return kind === 'activity' ? ofActivity(resource) : ofService(resource);
}
