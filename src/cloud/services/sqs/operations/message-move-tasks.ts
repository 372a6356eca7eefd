import type {
  CancelMessageMoveTaskRequest,
  CancelMessageMoveTaskResult,
  ListMessageMoveTasksRequest,
  ListMessageMoveTasksResult,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from '@aws-sdk/client-sqs';
import { raise } from '../../../kernel/errors.ts';
import { countMessages, timeKey } from '../contents/contents.ts';
import { settle } from '../contents/places.ts';
import { invalidParameter, invalidValue, noSuchResource, noSuchTask, taskNotActive } from '../errors.ts';
import { deferStep } from '../move-tasks/defer-step.ts';
import { parseTaskHandle, taskHandle } from '../move-tasks/task-handle.ts';
import type { SqsOperation } from '../operation.ts';
import { queueByArn, redrivePolicyOf } from '../queues/find-queue.ts';
import type { MoveTask, SqsState } from '../state.ts';
import { assertBounds, required } from './parameters.ts';

const perSecondBounds = { min: 1, max: 500 };
const resultsBounds = { min: 1, max: 10 };
/** Tasks that are over are listed for a while; AWS lists up to ten. */
const tasksOfSourceMax = 10;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html */
export const startMessageMoveTask: SqsOperation<StartMessageMoveTaskRequest, StartMessageMoveTaskResult> = (
  state,
  input,
  context,
) => {
  const sourceArn = required(input.SourceArn, 'SourceArn');
  const perSecond = input.MaxNumberOfMessagesPerSecond;
  assertBounds('MaxNumberOfMessagesPerSecond', perSecond, perSecondBounds, 'Must be between 1 and 500, if provided.');
  const source = queueByArn(state, sourceArn) ?? raise(noSuchResource('SourceArn'));
  const isDeadLetterQueue = [...state.queues.values()].some(
    (queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === sourceArn,
  );
  if (!isDeadLetterQueue) throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
  if (input.DestinationArn !== undefined && !queueByArn(state, input.DestinationArn)) {
    throw noSuchResource('DestinationArn');
  }
  if (tasksOf(state, sourceArn).some(([, { status }]) => status === 'RUNNING')) {
    throw invalidParameter(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  const nowMs = context.clock.now();
  const contents = state.contents(source.name);
  settle(source, contents, nowMs);
  const task: MoveTask = {
    id: context.random.uuid(),
    sourceArn,
    ...(input.DestinationArn !== undefined && { destinationArn: input.DestinationArn }),
    ...(perSecond !== undefined && { perSecond }),
    status: 'RUNNING',
    moved: 0,
    toMove: countMessages(contents).visible,
    startedMs: nowMs,
  };
  forgetOldTasks(state, sourceArn);
  const key = `${timeKey(nowMs)}-${task.id}`;
  state.moveTasks.set(key, { ...task, deferredKey: deferStep(task, key, context) });
  return { TaskHandle: taskHandle(task) };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html */
export const cancelMessageMoveTask: SqsOperation<CancelMessageMoveTaskRequest, CancelMessageMoveTaskResult> = (
  state,
  input,
  context,
) => {
  const { taskId, sourceArn } =
    parseTaskHandle(required(input.TaskHandle, 'TaskHandle')) ??
    raise(invalidParameter('Value for parameter TaskHandle is invalid.'));
  if (!queueByArn(state, sourceArn)) throw noSuchResource('SourceArn');
  const [key, task] = tasksOf(state, sourceArn).find(([, { id }]) => id === taskId) ?? raise(noSuchTask());
  if (task.status !== 'RUNNING') throw taskNotActive();
  const { deferredKey, ...cancelled } = task;
  if (deferredKey !== undefined) context.kernel.scheduler.cancel(deferredKey);
  state.moveTasks.set(key, { ...cancelled, status: 'CANCELLED' });
  return { ApproximateNumberOfMessagesMoved: task.moved };
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
export const listMessageMoveTasks: SqsOperation<ListMessageMoveTasksRequest, ListMessageMoveTasksResult> = (
  state,
  input,
) => {
  const sourceArn = required(input.SourceArn, 'SourceArn');
  const { MaxResults = 1 } = input;
  if (MaxResults < resultsBounds.min || MaxResults > resultsBounds.max) {
    throw invalidValue('MaxResults', MaxResults, 'Must be between 1 and 10, if provided.');
  }
  if (!queueByArn(state, sourceArn)) throw noSuchResource('SourceArn');
  const newest = tasksOf(state, sourceArn).reverse().slice(0, MaxResults);
  return { Results: newest.map(([, task]) => describeTask(task)) };
};

function describeTask(task: MoveTask) {
  return {
    // Only a task that goes on has a handle to cancel it by.
    ...(task.status === 'RUNNING' && { TaskHandle: taskHandle(task) }),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn !== undefined && { DestinationArn: task.destinationArn }),
    ...(task.perSecond !== undefined && { MaxNumberOfMessagesPerSecond: task.perSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason !== undefined && { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedMs,
  };
}

/** Oldest first. */
const tasksOf = (state: SqsState, sourceArn: string) =>
  [...state.moveTasks.entries()].filter(([, task]) => task.sourceArn === sourceArn);

function forgetOldTasks(state: SqsState, sourceArn: string): void {
  const tasks = tasksOf(state, sourceArn);
  for (const [key] of tasks.slice(0, Math.max(0, tasks.length - tasksOfSourceMax + 1))) state.moveTasks.delete(key);
}
