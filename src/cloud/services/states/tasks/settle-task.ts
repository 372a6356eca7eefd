import type { Frame, WaitingTask } from '../execution/frame.ts';
import type { Worked } from '../execution/kinds/kind.ts';
import type { TaskAnswer, Turn, Wake } from '../execution/turn.ts';
import { StatesError } from '../states-error.ts';
import { jobResult } from './nested-execution.ts';
import { parseResource } from './resource.ts';
import { taskEvents } from './task-events.ts';

/**
 * Something was heard of a task: the answer to its call, whoever has its token, the end of its job. Answers its result, or
 * nothing where more is waited for. Throws the {@link StatesError} by which it failed.
 */
export function settleTask(resource: string, frame: Frame, { Reason, Answer }: Wake, turn: Turn): Worked {
  const { waiting } = frame;
  if (!Answer || waiting?.kind !== 'task') return undefined;
  const isRequest = (parseResource(resource)?.pattern ?? 'request') === 'request';
  if (Reason === 'answer' && !isRequest && 'output' in Answer) return submit(resource, frame, waiting, Answer, turn);
  // The job was over before we heard that it had begun.
  if (Reason === 'job' && !waiting.isSubmitted) {
    turn.put({ ...frame, waiting: { ...waiting, early: Answer } });
    return undefined;
  }
  return end(resource, frame, { answer: Answer, isOfJob: Reason === 'job', isSubmitted: Reason !== 'answer' }, turn);
}

function submit(
  resource: string,
  frame: Frame,
  { callKey: _made, early, ...waiting }: WaitingTask,
  { output }: Extract<TaskAnswer, { output: unknown }>,
  turn: Turn,
): Worked {
  const submitted = taskEvents(resource).submitted(frame, output, turn);
  if (early) return end(resource, submitted, { answer: early, isOfJob: true, isSubmitted: true }, turn);
  turn.put({ ...submitted, waiting: { ...waiting, isSubmitted: true } });
  return undefined;
}

interface End {
  readonly answer: TaskAnswer;
  readonly isOfJob: boolean;
  readonly isSubmitted: boolean;
}

function end(resource: string, frame: Frame, { answer, isOfJob, isSubmitted }: End, turn: Turn): Worked {
  const events = taskEvents(resource);
  if ('output' in answer) {
    const result = isOfJob ? jobResult(answer.output, resource) : answer.output;
    events.succeeded(frame, result, turn);
    return { result };
  }
  const { error, cause, isRefused } = answer;
  const pattern = parseResource(resource)?.pattern ?? 'request';
  const isUnsubmitted = isRefused === true && pattern !== 'request' && !isSubmitted;
  events[isUnsubmitted ? 'submitFailed' : 'failed'](frame, { error, cause }, turn);
  throw new StatesError(error, cause);
}
