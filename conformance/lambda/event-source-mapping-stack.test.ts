import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { role } from './make-function.ts';

const target = useCloud();
const stacks = () => target.client(CloudFormationClient);
const lambda = () => target.client(LambdaClient);
const StackName = 'shop';
const waiting = () => ({ client: stacks(), maxWaitTime: 10, minDelay: 1, maxDelay: 1 });

const template = (mapping: Record<string, unknown>) =>
  JSON.stringify({
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Consumer: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Role: role,
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { ZipFile: 'exports.handler = async () => {};' },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Consumer' },
          ...mapping,
        },
      },
    },
    Outputs: {
      Uuid: { Value: { Ref: 'Mapping' } },
      Id: { Value: { 'Fn::GetAtt': ['Mapping', 'Id'] } },
      Arn: { Value: { 'Fn::GetAtt': ['Mapping', 'EventSourceMappingArn'] } },
    },
  });

const outputs = async (): Promise<Record<string, string>> => {
  const { Stacks } = await stacks().send(new DescribeStacksCommand({ StackName }));
  return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map((each) => [each.OutputKey, each.OutputValue]));
};
const mappings = async () => (await lambda().send(new ListEventSourceMappingsCommand({}))).EventSourceMappings;

it('makes, changes in place and deletes mappings, with tags', async () => {
  const Tags = [{ Key: 'team', Value: 'blue' }];
  const first = {
    BatchSize: '5',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: '3' },
    FilterCriteria: { Filters: [{ Pattern: '{"body":["x"]}' }] },
    Tags: [{ Key: 'own', Value: '1' }],
  };
  await stacks().send(new CreateStackCommand({ StackName, TemplateBody: template(first), Tags }));
  await waitUntilStackCreateComplete(waiting(), { StackName });
  const { Uuid, Id, Arn } = await outputs();
  const created = await lambda().send(new GetEventSourceMappingCommand({ UUID: Uuid }));
  const tags = await lambda().send(new ListTagsCommand({ Resource: Arn }));
  await stacks().send(new UpdateStackCommand({ StackName, TemplateBody: template({ Enabled: false }), Tags }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  const updated = await lambda().send(new GetEventSourceMappingCommand({ UUID: Uuid }));
  const tagsAfter = await lambda().send(new ListTagsCommand({ Resource: Arn }));

  expect([Id, Arn]).toEqual([Uuid, `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${Uuid}`]);
  expect(created).toMatchObject({
    State: 'Enabled',
    BatchSize: 5,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 3 },
    FilterCriteria: { Filters: [{ Pattern: '{"body":["x"]}' }] },
  });
  expect(tags.Tags).toMatchObject({ team: 'blue', own: '1', 'aws:cloudformation:logical-id': 'Mapping' });
  expect(updated).toMatchObject({ State: 'Disabled', BatchSize: 10, FunctionResponseTypes: [] });
  expect([updated.ScalingConfig, updated.FilterCriteria]).toEqual([undefined, undefined]);
  expect(tagsAfter.Tags).not.toHaveProperty('own');
  await stacks().send(new DeleteStackCommand({ StackName }));
  await expect.poll(mappings).toEqual([]);
});

it('fails by name for event sources that are not emulated', async () => {
  const EventSourceArn = 'arn:aws:kafka:us-east-1:000000000000:cluster/c/1';
  const TemplateBody = template({ EventSourceArn, StartingPosition: 'LATEST' });

  await stacks().send(new CreateStackCommand({ StackName, TemplateBody, OnFailure: 'DO_NOTHING' }));

  const reason = async () => {
    const { Stacks } = await stacks().send(new DescribeStacksCommand({ StackName }));
    return Stacks?.[0]?.StackStatus;
  };
  await expect.poll(reason).toBe('CREATE_FAILED');
  expect(await mappings()).toEqual([]);
});
