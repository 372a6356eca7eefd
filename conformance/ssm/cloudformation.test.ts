import * as Cf from '@aws-sdk/client-cloudformation';
import * as Ssm from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const client = () => target.client(Ssm.SSMClient);
const formation = () => target.client(Cf.CloudFormationClient);
const StackName = 'settings';
const Name = '/orders/limit';

const template = (parameter: object) =>
  JSON.stringify({
    Resources: { Limit: { Type: 'AWS::SSM::Parameter', Properties: { Name, Type: 'String', ...parameter } } },
    Outputs: {
      Name: { Value: { Ref: 'Limit' } },
      Value: { Value: { 'Fn::GetAtt': ['Limit', 'Value'] } },
      Type: { Value: { 'Fn::GetAtt': ['Limit', 'Type'] } },
    },
  });

const create = (TemplateBody: string) => formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody }));
const get = async () => (await client().send(new Ssm.GetParameterCommand({ Name }))).Parameter;

const outputs = () => stackOutputs(formation(), StackName);

const tags = async () =>
  (await client().send(new Ssm.ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: Name }))).TagList;

test('AWS::SSM::Parameter makes a parameter', async () => {
  await create(template({ Value: '12', Tags: { team: 'blue' } }));

  expect(await outputs()).toEqual({ Name, Value: '12', Type: 'String' });
  expect(await get()).toMatchObject({ Value: '12', Version: 1 });
  expect(await tags()).toContainEqual({ Key: 'team', Value: 'blue' });
});

test('AWS::SSM::Parameter changes by new versions', async () => {
  await create(template({ Value: '12', Tags: { team: 'blue' } }));

  const TemplateBody = template({ Value: '13' });
  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody }));

  expect(await get()).toMatchObject({ Value: '13', Version: 2 });
  expect(await tags()).not.toContainEqual({ Key: 'team', Value: 'blue' });
  expect((await outputs()).Value).toBe('13');
});

test('AWS::SSM::Parameter is deleted with its stack, also when it is gone already', async () => {
  await create(template({ Value: '12' }));
  await client().send(new Ssm.DeleteParameterCommand({ Name }));

  await formation().send(new Cf.DeleteStackCommand({ StackName }));

  await expect(formation().send(new Cf.DescribeStacksCommand({ StackName }))).rejects.toMatchObject({
    name: 'ValidationError',
  });
});

test('AWS::SSM::Parameter makes no secure strings', async () => {
  await create(template({ Type: 'SecureString', Value: 'hunter2' }));

  await expect(get()).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

test('AWS::SSM::Parameter takes policies, a pattern and a tier', async () => {
  const policy = { Type: 'NoChangeNotification', Version: '1.0', Attributes: { After: '20', Unit: 'Days' } };
  const Policies = JSON.stringify([policy]);
  await create(template({ Value: '12', Tier: 'Advanced', AllowedPattern: '^[0-9]+$', DataType: 'text', Policies }));

  const { Parameters } = await client().send(new Ssm.DescribeParametersCommand({}));

  expect(Parameters).toMatchObject([
    {
      Name,
      Tier: 'Advanced',
      AllowedPattern: '^[0-9]+$',
      Policies: [{ PolicyText: JSON.stringify(policy), PolicyType: 'NoChangeNotification', PolicyStatus: 'Pending' }],
    },
  ]);
});
