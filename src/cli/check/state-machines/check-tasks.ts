import { AwsError, UnsupportedError } from '../../../cloud/kernel/errors.ts';
import { assertResource } from '../../../cloud/services/states/tasks/assert-resource.ts';
import { lineCounter } from '../documents/line-counter.ts';
import { emulated, type Finding, type Judgement, refused, unknown } from '../finding.ts';
import type { Judges } from '../judge/judges.ts';

/** `arn:aws:states:::sqs:sendMessage`, in whatever file, and however the partition is put in. */
const task = /:states:::((?:aws-sdk:)?[\w-]+:\w+(?:\.sync(?::2)?|\.waitForTaskToken)?)/g;

/** What is found of the tasks of state machines, wherever their definitions are written. */
export function checkTasks(file: string, text: string, judges: Judges): Finding[] {
  const found = [...text.matchAll(task)];
  if (found.length === 0) return [];
  const lineOf = lineCounter(text);
  return found.map(({ 1: name = '', index }) => ({
    subject: 'call',
    what: `states:::${name}`,
    file,
    line: lineOf(index),
    ...judgeTask(`arn:aws:states:::${name}`, judges),
  }));
}

function judgeTask(resource: string, { trial }: Judges): Judgement {
  try {
    assertResource(resource, 'STANDARD', trial.kernel, '');
    return emulated;
  } catch (error) {
    if (error instanceof UnsupportedError) return refused(`Squall does not emulate ${error.feature}`);
    if (error instanceof AwsError) return unknown('state machines have no such task');
    throw error;
  }
}
