import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { chain, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const waitingAt = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Wait', Seconds: 60, End: true } } });
const waiting = waitingAt('W');
const branches = [waiting, waitingAt('Other')];
const parallel = { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: branches, End: true } } };

async function started(definition: object) {
  const client = target.client(SFNClient);
  const stateMachineArn = await makeMachine(target, definition);
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  await target.cloud.clock.advance('3s');
  return executionArn;
}

async function look(executionArn: string | undefined) {
  const client = target.client(SFNClient);
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  return { ...described, events };
}

describe('StopExecution', () => {
  test('ends an execution with the error and the cause that it is given', async () => {
    const executionArn = await started(waiting);

    const { stopDate } = await target
      .client(SFNClient)
      .send(new StopExecutionCommand({ executionArn, error: 'Manual', cause: 'probe' }));
    await target.cloud.clock.advance('1h');

    const ended = await look(executionArn);
    expect(ended).toMatchObject({ status: 'ABORTED', error: 'Manual', cause: 'probe', redriveStatus: 'REDRIVABLE' });
    expect(ended.stopDate).toEqual(stopDate);
    expect(chain(ended)).toEqual(['1 ExecutionStarted <0', '2 WaitStateEntered <0', '3 ExecutionAborted <0']);
    expect(ended.events[2]?.executionAbortedEventDetails).toEqual({ error: 'Manual', cause: 'probe' });
  });

  test('needs neither', async () => {
    const executionArn = await started(parallel);

    await target.client(SFNClient).send(new StopExecutionCommand({ executionArn }));
    await target.cloud.clock.advance('1h');

    const ended = await look(executionArn);
    expect([ended.status, ended.error, ended.cause]).toEqual(['ABORTED', undefined, undefined]);
    expect(ended.events.at(-1)).toMatchObject({ type: 'ExecutionAborted', executionAbortedEventDetails: {} });
  });

  test('leaves an execution that is over as it ended', async () => {
    const ended = await run(target, await makeMachine(target, waiting));

    const { stopDate } = await target
      .client(SFNClient)
      .send(new StopExecutionCommand({ executionArn: ended.executionArn }));

    expect(stopDate).toEqual(ended.stopDate);
    expect((await look(ended.executionArn)).status).toBe('SUCCEEDED');
  });

  test('knows no execution that there is not', async () => {
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:m:none';

    await expect(target.client(SFNClient).send(new StopExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
  });
});
