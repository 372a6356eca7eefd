import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { type LogLevel, SFNClient, StartExecutionCommand, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { openPolicy } from '../sqs/open-policy.ts';
import { makeMachine } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const group = '/aws/vendedlogs/states/m';
const pass = { StartAt: 'A', States: { A: { Type: 'Pass', Result: 1, End: true } } };
const failing = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'E', Cause: 'c' } } };

/** Runs an execution to its end; answers its ARN. */
async function runOnce(stateMachineArn: string, more: object = {}): Promise<string> {
  const started = await target.client(SFNClient).send(new StartExecutionCommand({ stateMachineArn, ...more }));
  await target.cloud.clock.advance('1m');
  return started.executionArn ?? '';
}

describe('the log of executions', () => {
  const makeLogged = async (definition: object, level: LogLevel, more: object = {}) => {
    const { includeExecutionData = true, ...settings } = more as { includeExecutionData?: boolean };
    await target.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: group }));
    const logGroupArn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}:*`;
    const destinations = [{ cloudWatchLogsLogGroup: { logGroupArn } }];
    return makeMachine(target, definition, {
      ...settings,
      loggingConfiguration: { level, includeExecutionData, destinations },
    });
  };
  const logged = async () => {
    const command = new FilterLogEventsCommand({ logGroupName: group });
    return (await target.client(CloudWatchLogsClient).send(command)).events ?? [];
  };
  const typesOf = async () => (await logged()).map(({ message = '' }) => JSON.parse(message).type as string);

  it('has each event as a line of JSON, as AWS writes it', async () => {
    const arn = await makeLogged(pass, 'ALL');
    const executionArn = await runOnce(arn, { input: '{"a":1}' });

    await expect.poll(typesOf).toHaveLength(4);
    const [started, entered, exited, succeeded] = await logged();

    expect(started?.logStreamName).toMatch(/^states\/m\/\d{4}-\d\d-\d\d-\d\d-\d\d\/00000000$/);
    const end = `"event_timestamp":"${started?.timestamp}","execution_arn":"${executionArn}","redrive_count":"0"}`;
    expect(started?.message).toBe(
      `{"id":"1","type":"ExecutionStarted","details":{"input":"{\\"a\\":1}","inputDetails":{"truncated":false},"roleArn":"arn:aws:iam::000000000000:role/machine"},"previous_event_id":"0",${end}`,
    );
    expect(JSON.parse(entered?.message ?? '')).toMatchObject({
      id: '2',
      type: 'PassStateEntered',
      details: { input: '{"a":1}', inputDetails: { truncated: false }, name: 'A' },
      previous_event_id: '0',
    });
    expect(JSON.parse(exited?.message ?? '')).toMatchObject({ details: { name: 'A', output: '1' }, id: '3' });
    expect(JSON.parse(succeeded?.message ?? '')).toMatchObject({ type: 'ExecutionSucceeded', previous_event_id: '3' });
  });

  it('is all that is left of executions of express machines, sync ones as well', async () => {
    const stateMachineArn = await makeLogged(pass, 'ALL', { type: 'EXPRESS' });
    const { executionArn } = await target.client(SFNClient).send(new StartSyncExecutionCommand({ stateMachineArn }));

    await expect
      .poll(typesOf)
      .toEqual(['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
    expect((await logged()).every(({ message = '' }) => JSON.parse(message).execution_arn === executionArn)).toBe(true);
  });

  it.each([
    ['ERROR', ['FailStateEntered', 'ExecutionFailed']],
    ['FATAL', ['ExecutionFailed']],
  ] as const)('has at the level %s what failed alone', async (level, expected) => {
    await runOnce(await makeLogged(failing, level));

    await expect.poll(typesOf).toEqual(expected);
  });

  it('has no data where none is wanted', async () => {
    await runOnce(await makeLogged(pass, 'ALL', { includeExecutionData: false }), { input: '{"secret":1}' });

    await expect.poll(typesOf).toHaveLength(4);
    const details = (await logged()).map(({ message = '' }) => JSON.parse(message).details);
    expect(details).toEqual([{ roleArn: 'arn:aws:iam::000000000000:role/machine' }, { name: 'A' }, { name: 'A' }, {}]);
  });

  it('cuts data that CloudWatch Logs would not take, and says so', async () => {
    await runOnce(await makeLogged(pass, 'ALL'), { input: JSON.stringify('x'.repeat(260_000)) });

    await expect.poll(typesOf).toHaveLength(4);
    const { details } = JSON.parse((await logged())[0]?.message ?? '');
    expect([details.inputDetails, JSON.stringify(details.input).length]).toEqual([{ truncated: true }, 248 * 1024]);
  });
});

describe('metrics', () => {
  /** The sum of a metric of the last hour; undefined where there is none. */
  async function sumOf(MetricName: string, Name: string, Value: string): Promise<number | undefined> {
    const EndTime = new Date(target.cloud.clock.now() + 60_000);
    const Metric = { Namespace: 'AWS/States', MetricName, Dimensions: [{ Name, Value }] };
    const MetricDataQueries = [{ Id: 'm', MetricStat: { Metric, Period: 3600, Stat: 'Sum' } }];
    const input = { StartTime: new Date(EndTime.getTime() - 7_200_000), EndTime, MetricDataQueries };
    const { MetricDataResults = [] } = await target.client(CloudWatchClient).send(new GetMetricDataCommand(input));
    const { Values = [] } = MetricDataResults[0] ?? {};
    return Values.length === 0 ? undefined : Values.reduce((sum, value) => sum + value, 0);
  }

  it('count executions of a machine by how they ended, and how long they took', async () => {
    const slow = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 30, End: true } } };
    const [good, bad] = [await makeMachine(target, slow), await makeMachine(target, failing, { name: 'bad' })];

    for (const arn of [good, good, bad]) await runOnce(arn);

    const of = (arn: string) => async (name: string) => sumOf(name, 'StateMachineArn', arn);
    const names = ['ExecutionsStarted', 'ExecutionsSucceeded', 'ExecutionsFailed', 'ExecutionTime'];
    expect(await Promise.all(names.map(of(good)))).toEqual([2, 2, undefined, 60_000]);
    expect(await Promise.all(names.map(of(bad)))).toEqual([1, undefined, 1, 0]);
  });

  it('count what executions of express machines are billed', async () => {
    const stateMachineArn = await makeMachine(target, pass, { type: 'EXPRESS' });

    await target.client(SFNClient).send(new StartSyncExecutionCommand({ stateMachineArn }));

    const of = (name: string) => sumOf(name, 'StateMachineArn', stateMachineArn);
    expect(await of('ExecutionsSucceeded')).toBe(1);
    expect(await of('ExpressExecutionBilledDuration')).toBe(100);
    expect(await of('ExpressExecutionBilledMemory')).toBe(64 * 1024 * 1024);
  });

  it('count what tasks call', async () => {
    const { QueueUrl } = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q' }));
    const Resource = 'arn:aws:states:::aws-sdk:sqs:sendMessage';
    const Send = { Type: 'Task', Resource, Parameters: { QueueUrl, MessageBody: 'm' }, End: true };
    await runOnce(await makeMachine(target, { StartAt: 'Send', States: { Send } }));

    const names = ['Scheduled', 'Started', 'Succeeded', 'Failed'].map((name) => `ServiceIntegrations${name}`);
    const sums = names.map((name) => sumOf(name, 'ServiceIntegrationResourceArn', Resource));
    expect(await Promise.all(sums)).toEqual([1, 1, 1, undefined]);
    expect(await sumOf('ServiceIntegrationTime', 'ServiceIntegrationResourceArn', Resource)).toBeGreaterThanOrEqual(0);
  });
});

describe('events on the default bus', () => {
  async function listen() {
    const [sqs, events] = [target.client(SQSClient), target.client(EventBridgeClient)];
    const Attributes = { Policy: openPolicy('events.amazonaws.com') };
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'heard', Attributes }));
    await events.send(new PutRuleCommand({ Name: 'hear', EventPattern: '{"source":["aws.states"]}' }));
    const Targets = [{ Id: 'q', Arn: 'arn:aws:sqs:us-east-1:000000000000:heard' }];
    await events.send(new PutTargetsCommand({ Rule: 'hear', Targets }));
    return async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      return Messages.map(({ Body = '' }) => JSON.parse(Body));
    };
  }

  it('tell each status of executions of standard machines', async () => {
    const heard = await listen();
    const stateMachineArn = await makeMachine(target, failing);
    const executionArn = await runOnce(stateMachineArn, { name: 'n', input: '{"a":1}' });

    const events = await heard();

    const [running] = events.filter(({ detail }) => detail.status === 'RUNNING');
    const [failed] = events.filter(({ detail }) => detail.status === 'FAILED');
    expect(events).toHaveLength(2);
    expect(failed).toMatchObject({
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      resources: [executionArn],
    });
    const both = {
      executionArn,
      stateMachineArn,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      name: 'n',
      startDate: expect.any(Number),
      input: '{"a":1}',
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      redriveCount: 0,
      redriveDate: null,
    };
    expect(running.detail).toEqual({
      ...both,
      status: 'RUNNING',
      stopDate: null,
      error: null,
      cause: null,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect(failed.detail).toEqual({
      ...both,
      status: 'FAILED',
      stopDate: expect.any(Number),
      error: 'E',
      cause: 'c',
      redriveStatus: 'REDRIVABLE',
      redriveStatusReason: null,
    });
  });

  it('leave out what is longer than an event may be', async () => {
    const heard = await listen();
    const echo = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
    await runOnce(await makeMachine(target, echo), { input: JSON.stringify('x'.repeat(200_000)) });

    const [succeeded] = (await heard()).filter(({ detail }) => detail.status === 'SUCCEEDED');

    expect(succeeded.detail).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: true } });
    expect(succeeded.detail.input).toBeNull();
  });

  it('tell nothing of executions of express machines', async () => {
    const heard = await listen();
    await runOnce(await makeMachine(target, pass, { type: 'EXPRESS' }));

    expect(await heard()).toEqual([]);
  });
});
