import { CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import type { SquallProcess } from './squall-process.ts';

const scope = 'us-east-1:000000000000';
const roleArn = 'arn:aws:iam::000000000000:role/machine';

export const machineArn = (name: string): string => `arn:aws:states:${scope}:stateMachine:${name}`;
export const executionArn = (machine: string, name: string): string =>
  `arn:aws:states:${scope}:execution:${machine}:${name}`;

const wait = (Next: string) => ({ Type: 'Wait', Seconds: 2, Next });

/** What each machine's executions come to, and the states that they enter, each of them once. */
export const machines = {
  waits: { status: 'SUCCEEDED', states: ['First', 'Second', 'Choose', 'Done'] },
  tells: { status: 'SUCCEEDED', states: ['First', 'Tell', 'Second', 'Done'] },
  invokes: { status: 'FAILED', states: ['First', 'Invoke', 'Second', 'No'] },
} as const;

export type MachineName = keyof typeof machines;

/** A queue, a function, and three machines that wait before and behind what they do. */
export async function deployWorkflows({ lambda, sfn, sqs, queueUrl }: SquallProcess): Promise<void> {
  await sqs.send(new CreateQueueCommand({ QueueName: 'told' }));
  const source = 'exports.handler = async () => ({ ok: true });';
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'f',
      Role: roleArn,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 60,
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from(source) }) },
    }),
  );
  const Parameters = { QueueUrl: queueUrl('told'), MessageBody: 'told' };
  const Done = { Type: 'Succeed' };
  const states: Readonly<Record<MachineName, object>> = {
    waits: {
      First: wait('Second'),
      Second: wait('Choose'),
      Choose: { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Done' }], Default: 'Done' },
      Done,
    },
    tells: {
      First: wait('Tell'),
      Tell: { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage', Parameters, Next: 'Second' },
      Second: wait('Done'),
      Done,
    },
    invokes: {
      First: wait('Invoke'),
      Invoke: { Type: 'Task', Resource: `arn:aws:lambda:${scope}:function:f`, Next: 'Second' },
      Second: wait('No'),
      No: { Type: 'Fail', Error: 'AsExpected' },
    },
  };
  for (const [name, States] of Object.entries(states)) {
    const definition = JSON.stringify({ StartAt: 'First', States });
    await sfn.send(new CreateStateMachineCommand({ name, roleArn, definition }));
  }
}
