import * as Cf from '@aws-sdk/client-cloudformation';
import * as Kms from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import * as keys from './keys.ts';

const target = useCloud();
const client = () => target.client(Kms.KMSClient);
const formation = () => target.client(Cf.CloudFormationClient);
const StackName = 'keys';

const policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
};
const template = (key: object) =>
  JSON.stringify({
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: policy, ...key } },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/orders', TargetKeyId: { Ref: 'Key' } } },
    },
    Outputs: { Id: { Value: { Ref: 'Key' } }, Arn: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] } } },
  });

const outputs = () => stackOutputs(formation(), StackName);

const describeKey = (KeyId: string) => keys.describeKey(client(), KeyId);

test('AWS::KMS::Key and AWS::KMS::Alias make a key that is found by its alias', async () => {
  const body = template({ Description: 'orders', EnableKeyRotation: 'true', Tags: [{ Key: 'team', Value: 'blue' }] });

  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: body }));

  const { Id: KeyId = '', Arn } = await outputs();
  expect(await describeKey('alias/orders')).toMatchObject({ KeyId, Arn, Description: 'orders', Enabled: true });
  expect(await client().send(new Kms.GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: true,
  });
  expect(JSON.parse((await client().send(new Kms.GetKeyPolicyCommand({ KeyId }))).Policy ?? '')).toEqual(policy);
  expect((await client().send(new Kms.ListResourceTagsCommand({ KeyId }))).Tags).toContainEqual({
    TagKey: 'team',
    TagValue: 'blue',
  });
});

test('AWS::KMS::Key changes in place', async () => {
  const before = template({ EnableKeyRotation: true, Tags: [{ Key: 'team', Value: 'blue' }] });
  const after = template({ Description: 'newer', Enabled: false, Tags: [{ Key: 'stage', Value: 'test' }] });
  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: before }));
  const { Id: KeyId = '' } = await outputs();

  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody: after }));

  expect((await outputs()).Id).toBe(KeyId);
  expect(await describeKey(KeyId)).toMatchObject({ Description: 'newer', KeyState: 'Disabled' });
  expect(await client().send(new Kms.GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: false,
  });
  const { Tags } = await client().send(new Kms.ListResourceTagsCommand({ KeyId }));
  expect(Tags).toContainEqual({ TagKey: 'stage', TagValue: 'test' });
  expect(Tags).not.toContainEqual({ TagKey: 'team', TagValue: 'blue' });
});

test('AWS::KMS::Key is scheduled for deletion with its stack', async () => {
  const body = template({ PendingWindowInDays: 7 });
  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: body }));
  const { Id: KeyId = '' } = await outputs();

  await formation().send(new Cf.DeleteStackCommand({ StackName }));

  expect(await describeKey(KeyId)).toMatchObject({ KeyState: 'PendingDeletion' });
  await expect(describeKey('alias/orders')).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('AWS::KMS::ReplicaKey copies a multi-Region key of another region, and goes alone', async () => {
  const primaries = new Kms.KMSClient({ ...target.cloud.clientConfig(), region: 'eu-west-1' });
  const primary = await keys.makeKey(primaries, { MultiRegion: true });
  const replica = (properties: object) =>
    JSON.stringify({
      Resources: {
        Replica: {
          Type: 'AWS::KMS::ReplicaKey',
          Properties: { PrimaryKeyArn: primary.Arn, KeyPolicy: policy, ...properties },
        },
      },
      Outputs: { Id: { Value: { Ref: 'Replica' } }, Arn: { Value: { 'Fn::GetAtt': ['Replica', 'Arn'] } } },
    });
  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: replica({ Description: 'copy' }) }));
  expect(await outputs()).toEqual({ Id: primary.KeyId, Arn: primary.Arn?.replace('eu-west-1', 'us-east-1') });
  expect(await describeKey(primary.KeyId)).toMatchObject({
    Description: 'copy',
    MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', PrimaryKey: { Region: 'eu-west-1' } },
  });

  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody: replica({ Enabled: false }) }));
  expect(await describeKey(primary.KeyId)).toMatchObject({ Description: '', KeyState: 'Disabled' });

  await formation().send(new Cf.DeleteStackCommand({ StackName }));
  expect(await describeKey(primary.KeyId)).toMatchObject({ KeyState: 'PendingDeletion' });
  expect((await keys.describeKey(primaries, primary.KeyId))?.KeyState).toBe('Enabled');
});
