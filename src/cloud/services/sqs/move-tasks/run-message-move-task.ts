import type { Operation } from '../../../service-kit/contract.ts';
import type { Message } from '../contents/message.ts';
import { removeMessage, settle } from '../contents/places.ts';
import { sentPartOf, store } from '../contents/put-message.ts';
import { visibleMessages } from '../contents/take-messages.ts';
import type { SqsContext } from '../operation.ts';
import { queueByArn, touch } from '../queues/find-queue.ts';
import type { SqsRuntime } from '../runtime.ts';
import type { MoveTask, Queue, SqsState } from '../state.ts';
import { deferStep } from './defer-step.ts';

/** How many messages a task without a rate moves in one step. */
const stepMax = 500;

interface RunInput {
  readonly TaskKey: string;
}

/**
 * One step of a move task. Not an operation of AWS: deferred by StartMessageMoveTask, so that it happens on the clock
 * and in the journal.
 */
export const runMessageMoveTask: Operation<RunInput, object, SqsState, SqsRuntime> = (state, input, context) => {
  const task = state.moveTasks.get(input.TaskKey);
  if (task?.status !== 'RUNNING') return {};
  const { deferredKey: _done, ...step } = moveSome(state, task, context);
  const deferredKey = step.status === 'RUNNING' ? deferStep(step, input.TaskKey, context) : undefined;
  state.moveTasks.set(input.TaskKey, { ...step, ...(deferredKey !== undefined && { deferredKey }) });
  return {};
};

function moveSome(state: SqsState, task: MoveTask, context: SqsContext): MoveTask {
  const source = queueByArn(state, task.sourceArn);
  if (!source) return failed(task, 'AWS.SimpleQueueService.NonExistentQueue');
  const contents = state.contents(source.name);
  touch(source, contents, context);
  settle(source, contents, context.clock.now());
  const max = Math.min(task.perSecond ?? stepMax, task.toMove - task.moved);
  const reached = new Set<string>();
  let { moved } = task;
  let failure: string | undefined;
  for (const message of visibleMessages(source, contents, max)) {
    const target = task.destinationArn ?? message.deadLetterSource;
    const destination = target === undefined ? undefined : queueByArn(state, target);
    if (!destination) {
      failure = target === undefined ? 'CouldNotDetermineMessageSource' : 'AWS.SimpleQueueService.NonExistentQueue';
      break;
    }
    if (!reached.has(destination.arn)) touch(destination, state.contents(destination.name), context);
    removeMessage(contents, message);
    sendAnew(state, destination, message, context);
    reached.add(destination.arn);
    moved += 1;
  }
  for (const arn of reached) context.runtime.announce(arn);
  const result = { ...task, moved };
  if (failure !== undefined) return failed(result, failure);
  const isOver = moved >= task.toMove || moved === task.moved;
  return isOver ? { ...result, status: 'COMPLETED' } : result;
}

/** What is moved back is a new message, with an id, an age and a count of receives of its own. */
function sendAnew(state: SqsState, destination: Queue, message: Message, context: SqsContext): void {
  const sent = { ...sentPartOf(message), id: context.random.uuid(), sentMs: context.clock.now() };
  store(destination, state.contents(destination.name), sent, 0, { receiveCount: 0 });
}

const failed = (task: MoveTask, failureReason: string): MoveTask => ({ ...task, status: 'FAILED', failureReason });
