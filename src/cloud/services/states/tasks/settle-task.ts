import type { Frame, WaitingTask } from '../execution/frame.ts';
import type { Worked } from '../execution/kinds/kind.ts';
import type { TaskAnswer, Turn, Wake } from '../execution/turn.ts';
import { StatesError } from '../states-error.ts';
import { jobAnswer, jobOf, jobResult } from './nested-execution.ts';
import { patternOf } from './resource.ts';
import { taskEvents } from './task-events.ts';

/**
 * Something was heard of a task: the answer to its call, whoever has its token, the end of its job. Answers its result, or
 * nothing where more is waited for. Throws the {@link StatesError} by which it failed.
 */
export function settleTask(resource: string, frame: Frame, { Reason, Answer, Child }: Wake, turn: Turn): Worked {
  const { waiting } = frame;
  if (!Answer || waiting?.kind !== 'task') return undefined;
  const isRequest = patternOf(resource) === 'request';
  if (Child !== undefined) return endJob(resource, frame, waiting, jobAnswer(Child, Answer, turn), turn);
  if (Reason === 'answer' && !isRequest && 'output' in Answer) return submit(resource, frame, waiting, Answer, turn);
  return end(resource, frame, Answer, turn);
}

function endJob(resource: string, frame: Frame, waiting: WaitingTask, answer: TaskAnswer, turn: Turn): Worked {
  const told = 'output' in answer ? { output: jobResult(answer.output, resource) } : answer;
  if (waiting.isSubmitted) return end(resource, frame, told, turn);
  // The job was over before we heard that it had begun.
  turn.put({ ...frame, waiting: { ...waiting, early: told } });
  return undefined;
}

function submit(
  resource: string,
  frame: Frame,
  { callKey: _made, early, ...waiting }: WaitingTask,
  { output }: Extract<TaskAnswer, { output: unknown }>,
  turn: Turn,
): Worked {
  const submitted = taskEvents(resource).submitted(frame, output, turn);
  if (early) return end(resource, submitted, early, turn);
  const jobArn = jobOf(resource, output);
  turn.put({ ...submitted, waiting: { ...waiting, isSubmitted: true, ...(jobArn !== undefined && { jobArn }) } });
  return undefined;
}

function end(resource: string, frame: Frame, answer: TaskAnswer, turn: Turn): Worked {
  const events = taskEvents(resource);
  if ('output' in answer) {
    events.succeeded(frame, answer.output, turn);
    return { result: answer.output };
  }
  const { error, cause, isRefused } = answer;
  const isUnsubmitted = isRefused === true && patternOf(resource) !== 'request';
  events[isUnsubmitted ? 'submitFailed' : 'failed'](frame, { error, cause }, turn);
  throw new StatesError(error, cause);
}
