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
  branches: { status: 'SUCCEEDED', states: ['Both', 'Left', 'LeftEnd', 'Right', 'Done'] },
  maps: { status: 'SUCCEEDED', states: ['Each', 'Rest', 'Rest', 'Rest', 'Done'] },
  calls: { status: 'FAILED', states: ['Ask', 'Second', 'No'] },
  runs: { status: 'SUCCEEDED', states: ['Each', 'Done'] },
} as const;

export type MachineName = keyof typeof machines;

/** Two queues, a function, and machines that wait in, before and behind what they do. */
export async function deployWorkflows({ lambda, sfn, sqs, queueUrl }: SquallProcess): Promise<void> {
  for (const QueueName of ['told', 'asked']) await sqs.send(new CreateQueueCommand({ QueueName }));
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
    branches: {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'Left', States: { Left: wait('LeftEnd'), LeftEnd: { Type: 'Succeed' } } },
          { StartAt: 'Right', States: { Right: { Type: 'Wait', Seconds: 3, End: true } } },
        ],
        Next: 'Done',
      },
      Done,
    },
    maps: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 2, End: true } } },
        Next: 'Done',
      },
      Done,
    },
    // Nobody sends the token back: its time is over after all kills, once.
    calls: {
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { QueueUrl: queueUrl('asked'), MessageBody: { 'token.$': '$$.Task.Token' } },
        TimeoutSeconds: 3,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Second' }],
        Next: 'Done',
      },
      Second: wait('No'),
      No: { Type: 'Fail', Error: 'AsExpected' },
      Done,
    },
    runs: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Rest',
          States: { Rest: { Type: 'Wait', Seconds: 2, End: true } },
        },
        Next: 'Done',
      },
      Done,
    },
  };
  for (const [name, States] of Object.entries(states)) {
    const [StartAt] = Object.keys(States);
    const definition = JSON.stringify({ StartAt, States });
    await sfn.send(new CreateStateMachineCommand({ name, roleArn, definition }));
  }
}
