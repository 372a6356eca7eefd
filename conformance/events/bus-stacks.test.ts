import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const stacks = () => target.client(CloudFormationClient);
const events = () => target.client(EventBridgeClient);

const StackName = 's';
const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const busArn = 'arn:aws:events:us-east-1:000000000000:event-bus/bus';

/** A bus, its policy and its rules; what version 2 leaves out is to be taken away. */
function templateOf(version: 1 | 2): string {
  const isFirst = version === 1;
  const DeadLetterConfig = { Arn: arnOf('Dead') };
  const RetryPolicy = { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 };
  const InputTransformer = { InputPathsMap: { x: '$.source' }, InputTemplate: '{"x": <x>}' };
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue' },
    Dead: { Type: 'AWS::SQS::Queue' },
    Bus: {
      Type: 'AWS::Events::EventBus',
      Properties: {
        Name: 'bus',
        ...(isFirst && { Description: 'first', DeadLetterConfig, LogConfig: { Level: 'INFO', IncludeDetail: 'FULL' } }),
      },
    },
    Whole: {
      Type: 'AWS::Events::EventBusPolicy',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        StatementId: 'whole',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'events:PutEvents',
          Resource: arnOf('Bus'),
        },
      },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['shop'] },
        State: isFirst ? 'ENABLED' : 'DISABLED',
        Tags: [{ Key: 'version', Value: String(version) }],
        Targets: [
          { Id: 'a', Arn: arnOf('Queue'), InputTransformer, DeadLetterConfig, RetryPolicy },
          isFirst
            ? { Id: 'b', Arn: arnOf('Queue'), Input: '{"a":1}' }
            : { Id: 'c', Arn: arnOf('Queue'), InputPath: '$.detail' },
        ],
      },
    },
    Hourly: {
      Type: 'AWS::Events::Rule',
      Properties: { Name: `hourly-${version}`, ScheduleExpression: 'rate(1 hour)' },
    },
  };
  const Outputs = {
    Whole: { Value: { Ref: 'Whole' } },
    Rule: { Value: { Ref: 'Rule' } },
    Hourly: { Value: { Ref: 'Hourly' } },
    BusName: { Value: { 'Fn::GetAtt': ['Bus', 'Name'] } },
    BusArn: { Value: arnOf('Bus') },
    RuleArn: { Value: arnOf('Rule') },
    QueueArn: { Value: arnOf('Queue') },
    DeadArn: { Value: arnOf('Dead') },
  };
  return JSON.stringify({ Resources, Outputs });
}

test('buses, policies and rules are made, changed in place, replaced and deleted', { timeout: 60_000 }, async () => {
  const waiter = { client: stacks(), maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await stacks().send(new CreateStackCommand({ StackName, TemplateBody: templateOf(1) }));
  await waitUntilStackCreateComplete(waiter, { StackName });

  const outputs = await stackOutputs(stacks(), StackName);
  const rule = (outputs.Rule ?? '').split('|')[1];
  expect(outputs).toMatchObject({
    Whole: 'bus|whole',
    Hourly: 'hourly-1',
    BusName: 'bus',
    BusArn: busArn,
    RuleArn: `arn:aws:events:us-east-1:000000000000:rule/bus/${rule}`,
  });
  const describeBus = () => events().send(new DescribeEventBusCommand({ Name: 'bus' }));
  expect(await describeBus()).toMatchObject({
    Description: 'first',
    DeadLetterConfig: { Arn: outputs.DeadArn },
    LogConfig: { Level: 'INFO', IncludeDetail: 'FULL' },
    Policy: `{"Version":"2012-10-17","Statement":[{"Sid":"whole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"events:PutEvents","Resource":"${busArn}"}]}`,
  });
  const targets = async () =>
    (await events().send(new ListTargetsByRuleCommand({ EventBusName: 'bus', Rule: rule }))).Targets;
  const a = {
    Id: 'a',
    Arn: outputs.QueueArn,
    InputTransformer: { InputPathsMap: { x: '$.source' }, InputTemplate: '{"x": <x>}' },
    DeadLetterConfig: { Arn: outputs.DeadArn },
    RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 },
  };
  expect(await targets()).toEqual([a, { Id: 'b', Arn: outputs.QueueArn, Input: '{"a":1}' }]);

  await stacks().send(new UpdateStackCommand({ StackName, TemplateBody: templateOf(2) }));
  await waitUntilStackUpdateComplete(waiter, { StackName });
  expect(await stackOutputs(stacks(), StackName)).toEqual({ ...outputs, Hourly: 'hourly-2' });
  const bus = await describeBus();
  for (const member of ['Description', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig']) {
    expect(bus).not.toHaveProperty(member);
  }
  expect(await targets()).toEqual([a, { Id: 'c', Arn: outputs.QueueArn, InputPath: '$.detail' }]);
  const rules = async (EventBusName?: string) =>
    (await events().send(new ListRulesCommand({ EventBusName }))).Rules?.map(({ Name, State }) => [Name, State]);
  expect(await rules('bus')).toEqual([[rule, 'DISABLED']]);
  expect(await rules()).toEqual([['hourly-2', 'ENABLED']]);
  const { Tags } = await events().send(new ListTagsForResourceCommand({ ResourceARN: outputs.RuleArn }));
  expect(Tags).toContainEqual({ Key: 'version', Value: '2' });

  await stacks().send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter, { StackName });
  await expect(describeBus()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await rules()).toEqual([]);
});

test('global endpoints are refused by name', async () => {
  const Endpoint = {
    Type: 'AWS::Events::Endpoint',
    Properties: { EventBuses: [{ EventBusArn: busArn }], RoutingConfig: {} },
  };
  const TemplateBody = JSON.stringify({ Resources: { Endpoint } });

  await expect(stacks().send(new CreateStackCommand({ StackName, TemplateBody }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'Squall does not emulate AWS::Events::Endpoint.',
  });
});
