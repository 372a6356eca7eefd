import type { Json } from '../definition/json.ts';
import type { Frame } from '../execution/frame.ts';
import type { Turn } from '../execution/turn.ts';
import { isActivityArn } from './activities/activity.ts';
import { activityEvents } from './activities/activity-events.ts';

interface Scheduled {
  readonly parameters: Json;
  readonly region: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
}

interface Failed {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** What history tells of a task: each kind of resource has events of its own. */
export interface TaskEvents {
  scheduled(frame: Frame, scheduled: Scheduled, turn: Turn): Frame;
  succeeded(frame: Frame, output: Json, turn: Turn): Frame;
  failed(frame: Frame, failed: Failed, turn: Turn): Frame;
}

const details = { truncated: false };

const ofLambda = (resource: string): TaskEvents => ({
  scheduled(frame, { parameters, ...limits }, turn) {
    const { timeoutInSeconds } = limits;
    const scheduled = turn.record(frame, 'LambdaFunctionScheduled', {
      lambdaFunctionScheduledEventDetails: {
        resource,
        input: JSON.stringify(parameters),
        inputDetails: details,
        ...(timeoutInSeconds !== undefined && { timeoutInSeconds }),
      },
    });
    return turn.record(scheduled, 'LambdaFunctionStarted');
  },
  succeeded: (frame, output, turn) =>
    turn.record(frame, 'LambdaFunctionSucceeded', {
      lambdaFunctionSucceededEventDetails: { output: JSON.stringify(output), outputDetails: details },
    }),
  failed: (frame, { error, cause }, turn) =>
    turn.record(frame, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: { error, cause } }),
});

const ofService = (resourceArn: string): TaskEvents => {
  const [resourceType = '', ...rest] = resourceArn.slice(resourceArn.indexOf(':::') + 3).split(':');
  const named = { resourceType, resource: rest.join(':') };
  return {
    scheduled(frame, { parameters, ...limits }, turn) {
      const scheduled = turn.record(frame, 'TaskScheduled', {
        taskScheduledEventDetails: { ...named, parameters: JSON.stringify(parameters), ...limits },
      });
      return turn.record(scheduled, 'TaskStarted', { taskStartedEventDetails: named });
    },
    succeeded: (frame, output, turn) =>
      turn.record(frame, 'TaskSucceeded', {
        taskSucceededEventDetails: { ...named, output: JSON.stringify(output), outputDetails: details },
      }),
    failed: (frame, { error, cause }, turn) =>
      turn.record(frame, 'TaskFailed', { taskFailedEventDetails: { ...named, error, cause } }),
  };
};

/** By the resource of a task. */
export const taskEvents = (resource: string): TaskEvents => {
  if (isActivityArn(resource)) return activityEvents(resource);
  return resource.includes(':lambda:') ? ofLambda(resource) : ofService(resource);
};
