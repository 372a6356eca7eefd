import * as Cf from '@aws-sdk/client-cloudformation';
import * as Ecr from '@aws-sdk/client-ecr';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { lifecyclePolicyText } from './documents.ts';

const target = useCloud();
const client = () => target.client(Ecr.ECRClient);
const formation = () => target.client(Cf.CloudFormationClient);
const StackName = 'images';
const repositoryName = 'orders';

const policy = { Version: '2012-10-17', Statement: [] };

const template = (repository: object) =>
  JSON.stringify({
    Resources: {
      Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: repositoryName, ...repository } },
    },
    Outputs: {
      Arn: { Value: { 'Fn::GetAtt': ['Images', 'Arn'] } },
      Uri: { Value: { 'Fn::GetAtt': ['Images', 'RepositoryUri'] } },
    },
  });

const describeOne = async () =>
  (await client().send(new Ecr.DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }))).repositories?.[0];
const getPolicy = () => client().send(new Ecr.GetRepositoryPolicyCommand({ repositoryName }));
const getLifecycle = () => client().send(new Ecr.GetLifecyclePolicyCommand({ repositoryName }));

test('AWS::ECR::Repository is made, changed and deleted', async () => {
  const full = template({
    ImageTagMutability: 'IMMUTABLE',
    ImageScanningConfiguration: { ScanOnPush: 'true' },
    LifecyclePolicy: { LifecyclePolicyText: lifecyclePolicyText },
    RepositoryPolicyText: policy,
    Tags: [{ Key: 'team', Value: 'blue' }],
  });

  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: full }));
  const made = await describeOne();
  const { Stacks } = await formation().send(new Cf.DescribeStacksCommand({ StackName }));

  expect(Stacks?.[0]?.Outputs?.map((one) => one.OutputValue)).toEqual([made?.repositoryArn, made?.repositoryUri]);
  expect(made).toMatchObject({
    imageTagMutability: 'IMMUTABLE',
    imageScanningConfiguration: { scanOnPush: true },
  });
  expect(JSON.parse((await getPolicy()).policyText ?? '')).toEqual(policy);
  expect((await getLifecycle()).lifecyclePolicyText).toBe(lifecyclePolicyText);

  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody: template({}) }));

  expect(await describeOne()).toMatchObject({
    imageTagMutability: 'MUTABLE',
    imageScanningConfiguration: { scanOnPush: false },
  });
  await expect(getPolicy()).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
  await expect(getLifecycle()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' });

  await formation().send(new Cf.DeleteStackCommand({ StackName }));

  await expect(describeOne()).rejects.toMatchObject({ name: 'RepositoryNotFoundException' });
});
