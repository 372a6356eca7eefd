import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteParameterCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  SSMClient,
  UnlabelParameterVersionCommand,
} from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { openPolicy } from '../sqs/open-policy.ts';

const target = useCloud({ clock: 'virtual' });

interface HeardEvent {
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A queue that gets the events of a service; answers what has come since it was last asked. */
async function listen(source: string): Promise<() => Promise<HeardEvent[]>> {
  const [sqs, events] = [target.client(SQSClient), target.client(EventBridgeClient)];
  const Attributes = { Policy: openPolicy('events.amazonaws.com') };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'heard', Attributes }));
  await events.send(new PutRuleCommand({ Name: 'hear', EventPattern: JSON.stringify({ source: [source] }) }));
  const Targets = [{ Id: 'q', Arn: 'arn:aws:sqs:us-east-1:000000000000:heard' }];
  await events.send(new PutTargetsCommand({ Rule: 'hear', Targets }));
  return async () => {
    await target.cloud.clock.advance('1s');
    const heard: HeardEvent[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return heard;
      for (const { Body = '', ReceiptHandle } of Messages) {
        heard.push(JSON.parse(Body));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };
}

describe('CloudFormation', () => {
  it('tells of each status of stacks and of their resources', async () => {
    const heard = await listen('aws.cloudformation');
    const cloudFormation = target.client(CloudFormationClient);
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
    const { StackId = '' } = await cloudFormation.send(
      new CreateStackCommand({ StackName: 's', TemplateBody, ClientRequestToken: 'token-1' }),
    );
    await expect.poll(async () => (await heard()).map(statusOf)).toContain('s CREATE_COMPLETE');

    await cloudFormation.send(new DeleteStackCommand({ StackName: StackId }));
    const events: HeardEvent[] = [];
    const untilDeleted = async () => {
      events.push(...(await heard()));
      return events.map(statusOf);
    };
    await expect.poll(untilDeleted).toContain('s DELETE_COMPLETE');

    const [stack] = events.filter((event) => statusOf(event) === 's DELETE_COMPLETE');
    const [topic] = events.filter((event) => statusOf(event) === 'Topic DELETE_COMPLETE');
    expect(stack).toMatchObject({ source: 'aws.cloudformation', account: '000000000000', region: 'us-east-1' });
    expect(stack?.resources).toEqual([StackId]);
    expect(stack?.detail).toEqual({
      'stack-id': StackId,
      'status-details': { status: 'DELETE_COMPLETE', 'status-reason': '' },
      'client-request-token': '',
    });
    expect(topic?.['detail-type']).toBe('CloudFormation Resource Status Change');
    expect(topic?.detail).toEqual({
      'stack-id': StackId,
      'logical-resource-id': 'Topic',
      'physical-resource-id': expect.stringMatching(/^arn:aws:sns:us-east-1:000000000000:s-Topic-/),
      'status-details': { status: 'DELETE_COMPLETE', 'status-reason': '' },
      'resource-type': 'AWS::SNS::Topic',
      'client-request-token': '',
    });
  });

  it('tells the token and the reason where there are some', async () => {
    const heard = await listen('aws.cloudformation');
    const TemplateBody = JSON.stringify({
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'not.allowed' } } },
    });
    const command = { StackName: 's', TemplateBody, ClientRequestToken: 'token-1' };
    await target.client(CloudFormationClient).send(new CreateStackCommand(command));
    const events: HeardEvent[] = [];
    const untilFailed = async () => {
      events.push(...(await heard()));
      return events.map(statusOf);
    };
    await expect.poll(untilFailed).toContain('Topic CREATE_FAILED');

    const failed = events.find((event) => statusOf(event) === 'Topic CREATE_FAILED');
    expect(failed?.detail).toMatchObject({
      'client-request-token': 'token-1',
      'status-details': { 'status-reason': expect.stringContaining('Invalid parameter') },
    });
  });
});

/** `Topic CREATE_COMPLETE` */
function statusOf({ detail }: HeardEvent): string {
  const { 'status-details': details, 'logical-resource-id': logicalId, 'stack-id': stackId } = detail;
  const name = logicalId ?? String(stackId).split('/')[1];
  return `${name} ${(details as { readonly status: string }).status}`;
}

describe('CloudWatch', () => {
  const alarm = {
    AlarmName: 'errors',
    AlarmDescription: 'too many',
    Namespace: 'App',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'Stage', Value: 'prod' }],
    Statistic: 'Sum' as const,
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold' as const,
  };
  const alarmArn = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`;
  const set = (StateValue: 'ALARM' | 'OK', StateReasonData?: string) =>
    target
      .client(CloudWatchClient)
      .send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue, StateReason: 'a drill', StateReasonData }));

  it('tells of an alarm that changes its state, with what it is set to', async () => {
    const heard = await listen('aws.cloudwatch');
    await target.client(CloudWatchClient).send(new PutMetricAlarmCommand(alarm));
    await set('ALARM', '{"drill":true}');
    await set('ALARM');
    const events = await heard();

    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      resources: [alarmArn('errors')],
    });
    const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
    expect(events[0]?.detail).toEqual({
      alarmName: 'errors',
      configuration: {
        description: 'too many',
        metrics: [
          {
            id: expect.stringMatching(/^[0-9a-f-]{36}$/),
            metricStat: {
              metric: { namespace: 'App', name: 'Errors', dimensions: { Stage: 'prod' } },
              period: 60,
              stat: 'Sum',
            },
            returnData: true,
          },
        ],
      },
      previousState: { value: 'INSUFFICIENT_DATA', reason: expect.any(String), timestamp },
      state: { value: 'ALARM', reason: 'a drill', reasonData: '{"drill":true}', timestamp },
    });
  });

  it('tells of composite alarms, also of those whose actions are suppressed', async () => {
    const heard = await listen('aws.cloudwatch');
    const client = target.client(CloudWatchClient);
    await client.send(new PutMetricAlarmCommand(alarm));
    await client.send(
      new PutCompositeAlarmCommand({
        AlarmName: 'all',
        AlarmRule: 'ALARM(errors)',
        ActionsSuppressor: 'errors',
        ActionsSuppressorWaitPeriod: 60,
        ActionsSuppressorExtensionPeriod: 60,
      }),
    );
    await heard();
    await set('ALARM');
    const composite = (await heard()).find(({ detail }) => detail.alarmName === 'all');

    expect(composite?.resources).toEqual([alarmArn('all')]);
    expect(composite?.detail).toMatchObject({
      configuration: {
        alarmRule: 'ALARM(errors)',
        actionsSuppressor: 'errors',
        actionsSuppressorWaitPeriod: 60,
        actionsSuppressorExtensionPeriod: 60,
      },
      previousState: { value: 'OK' },
      state: { value: 'ALARM', actionsSuppressedBy: expect.any(String) },
    });
  });
});

describe('Parameter Store', () => {
  it('tells of parameters that are made, updated, labelled and deleted', async () => {
    const heard = await listen('aws.ssm');
    const ssm = target.client(SSMClient);
    const Name = '/app/stage';
    await ssm.send(new PutParameterCommand({ Name, Value: 'a', Type: 'String', Description: 'which' }));
    await ssm.send(new PutParameterCommand({ Name, Value: 'b', Type: 'String', Overwrite: true }));
    await ssm.send(new LabelParameterVersionCommand({ Name, Labels: ['stable'] }));
    await ssm.send(new LabelParameterVersionCommand({ Name, Labels: ['aws-no-label'] }));
    await ssm.send(new UnlabelParameterVersionCommand({ Name, ParameterVersion: 2, Labels: ['stable'] }));
    await ssm.send(new DeleteParameterCommand({ Name }));
    const events = await heard();

    expect(events.map(({ detail }) => detail.operation).sort()).toEqual([
      'Create',
      'Delete',
      'LabelParameterVersion',
      'Update',
    ]);
    expect(events.find(({ detail }) => detail.operation === 'Create')).toMatchObject({
      'detail-type': 'Parameter Store Change',
      source: 'aws.ssm',
      resources: ['arn:aws:ssm:us-east-1:000000000000:parameter/app/stage'],
      detail: { name: Name, type: 'String', description: 'which', operation: 'Create' },
    });
  });
});

it('makes nothing of events that no rule of the default bus may take', async () => {
  const heard = await listen('aws.s3');
  await target.client(SSMClient).send(new PutParameterCommand({ Name: 'p', Value: 'a', Type: 'String' }));

  expect(target.cloud.kernel.scheduler.pending()).toEqual([]);
  expect(await heard()).toEqual([]);
});
