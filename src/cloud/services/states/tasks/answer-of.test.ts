import { expect, it } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { StatesError } from '../states-error.ts';
import { answerOf } from './answer-of.ts';
import { CallRefused } from './task-failure.ts';

const answered = async (call: Promise<never>) => {
  const lines: string[] = [];
  const answer = await answerOf(
    call,
    'arn:aws:states:::sqs:sendMessage',
    createLog('error', (line) => void lines.push(line)),
  );
  return { answer, lines };
};

it('a task whose call fails for a reason of our own fails with States.Runtime, and the log says why', async () => {
  const { answer, lines } = await answered(Promise.reject(new TypeError('nobody thought of this')));

  expect(answer).toEqual({ error: 'States.Runtime', cause: 'nobody thought of this' });
  expect(lines).toEqual([expect.stringMatching(/sqs:sendMessage.*TypeError: nobody thought of this/s)]);
});

it('a task that fails for a reason of the service says so, and logs nothing', async () => {
  const refused = new CallRefused('SQS.QueueDoesNotExistException', 'none');

  expect(await answered(Promise.reject(refused))).toEqual({
    answer: { error: 'SQS.QueueDoesNotExistException', cause: 'none', isRefused: true },
    lines: [],
  });
  expect((await answered(Promise.reject(new StatesError('Broken', 'why')))).answer).toEqual({
    error: 'Broken',
    cause: 'why',
  });
});
