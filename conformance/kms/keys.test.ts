import * as Kms from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import * as keys from './keys.ts';

const target = useCloud();
const client = () => target.client(Kms.KMSClient);

const makeKey = (more?: Kms.CreateKeyCommandInput) => keys.makeKey(client(), more);

const describeKey = (KeyId: string) => keys.describeKey(client(), KeyId);

describe('CreateKey', () => {
  test('makes an enabled symmetric key', async () => {
    const key = await makeKey({ Description: 'orders' });

    expect(key).toMatchObject({
      Arn: `arn:aws:kms:us-east-1:000000000000:key/${key.KeyId}`,
      AWSAccountId: '000000000000',
      Description: 'orders',
      Enabled: true,
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      MultiRegion: false,
    });
    expect(await describeKey(key.Arn ?? '')).toEqual(key);
  });

  test('names multi-Region keys as such', async () => {
    const key = await makeKey({ MultiRegion: true });

    expect(key.KeyId).toMatch(/^mrk-[0-9a-f]{32}$/);
    expect(key.MultiRegionConfiguration?.MultiRegionKeyType).toBe('PRIMARY');
  });

  test('refuses a usage that does not go with the spec', async () => {
    const command = new Kms.CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'ENCRYPT_DECRYPT' });

    await expect(client().send(command)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'KeyUsage ENCRYPT_DECRYPT is not compatible with KeySpec HMAC_256',
    });
  });

  test('refuses specs and usages that are none', async () => {
    const make = (input: Record<string, string>) => client().send(new Kms.CreateKeyCommand(input as object));

    await expect(make({ KeySpec: 'RSA_20' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^1 validation error detected: Value 'RSA_20' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[.*RSA_2048.*\]$/,
      ),
    });
    await expect(make({ KeyUsage: 'SIGN' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value 'SIGN' at 'keyUsage' failed to satisfy constraint"),
    });
  });

  test('refuses SM2 by name', async () => {
    const command = new Kms.CreateKeyCommand({ KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' });

    await expect(client().send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  });
});

describe('DescribeKey', () => {
  test('looks for no alias of another region', async () => {
    const { KeyMetadata } = await client().send(new Kms.CreateKeyCommand({}));
    await client().send(new Kms.CreateAliasCommand({ AliasName: 'alias/here', TargetKeyId: KeyMetadata?.KeyId }));

    await expect(describeKey('arn:aws:kms:eu-west-1:000000000000:alias/here')).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid arn eu-west-1',
    });
  });

  test('answers NotFoundException for keys that are not there', async () => {
    const id = '11111111-2222-3333-4444-555555555555';

    await expect(describeKey(id)).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Key 'arn:aws:kms:us-east-1:000000000000:key/${id}' does not exist`,
    });
    const foreign = 'arn:aws:s3:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555';
    await expect(describeKey(foreign)).rejects.toMatchObject({ message: `Invalid keyId '${foreign}'` });
    await expect(describeKey('nonsense')).rejects.toMatchObject({
      name: 'NotFoundException',
      message: "Invalid keyId 'nonsense'",
    });
    await expect(describeKey('alias/none')).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found.',
    });
  });

  test("makes AWS's key for a service when it is named for the first time", async () => {
    const first = await describeKey('alias/aws/s3');
    const second = await describeKey('alias/aws/s3');

    expect(first).toMatchObject({ KeyManager: 'AWS' });
    expect(second).toEqual(first);
  });
});

test('ListKeys answers page by page', async () => {
  const made = [await makeKey(), await makeKey(), await makeKey()].map((key) => key.KeyId).sort();

  const first = await client().send(new Kms.ListKeysCommand({ Limit: 2 }));
  const second = await client().send(new Kms.ListKeysCommand({ Marker: first.NextMarker }));

  expect(first.Truncated).toBe(true);
  expect(second.Truncated).toBe(false);
  expect([...(first.Keys ?? []), ...(second.Keys ?? [])].map((key) => key.KeyId)).toEqual(made);
});

describe('aliases', () => {
  const create = (AliasName: string, TargetKeyId: string) =>
    client().send(new Kms.CreateAliasCommand({ AliasName, TargetKeyId }));

  test('lead to their key, move, and end', async () => {
    const [one, two] = [await makeKey(), await makeKey()];
    await create('alias/orders', one.KeyId);
    const before = await describeKey('alias/orders');
    await client().send(new Kms.UpdateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: two.KeyId }));
    const after = await describeKey('arn:aws:kms:us-east-1:000000000000:alias/orders');
    await client().send(new Kms.DeleteAliasCommand({ AliasName: 'alias/orders' }));

    expect([before?.KeyId, after?.KeyId]).toEqual([one.KeyId, two.KeyId]);
    await expect(describeKey('alias/orders')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('are listed for one key', async () => {
    const [one, two] = [await makeKey(), await makeKey()];
    await create('alias/one', one.KeyId);
    await create('alias/two', two.KeyId);

    const { Aliases } = await client().send(new Kms.ListAliasesCommand({ KeyId: two.KeyId }));

    expect(Aliases).toMatchObject([{ AliasName: 'alias/two', TargetKeyId: two.KeyId }]);
  });

  test("of AWS's own keys are listed from the beginning, and have a target once somebody asks for it", async () => {
    const AliasName = 'alias/aws/s3';
    const found = async () => {
      const { Aliases } = await client().send(new Kms.ListAliasesCommand({}));
      return Aliases?.filter((alias) => alias.AliasName === AliasName);
    };
    const AliasArn = `arn:aws:kms:us-east-1:000000000000:${AliasName}`;
    expect(await found()).toEqual([{ AliasName, AliasArn }]);

    const key = await describeKey(AliasArn);

    expect(await found()).toMatchObject([{ AliasName, AliasArn, TargetKeyId: key?.KeyId }]);
  });

  test('are taken once', async () => {
    const { KeyId } = await makeKey();
    await create('alias/orders', KeyId);

    await expect(create('alias/orders', KeyId)).rejects.toMatchObject({
      name: 'AlreadyExistsException',
      message: 'An alias with the name arn:aws:kms:us-east-1:000000000000:alias/orders already exists',
    });
  });

  test('need their prefix', async () => {
    const { KeyId } = await makeKey();

    await expect(create('orders', KeyId)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('the life of a key', () => {
  const encrypt = (KeyId: string) => client().send(new Kms.EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));

  test('disabled, it encrypts nothing until it is enabled', async () => {
    const { KeyId, Arn } = await makeKey();
    await client().send(new Kms.DisableKeyCommand({ KeyId }));

    await expect(encrypt(KeyId)).rejects.toMatchObject({ name: 'DisabledException', message: `${Arn} is disabled.` });
    await client().send(new Kms.EnableKeyCommand({ KeyId }));
    await encrypt(KeyId);
  });

  test('scheduled for deletion, it is unusable, and comes back disabled', async () => {
    const { KeyId, Arn } = await makeKey();
    const scheduled = await client().send(new Kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));

    expect(scheduled).toMatchObject({ KeyId: Arn, KeyState: 'PendingDeletion', PendingWindowInDays: 7 });
    await expect(encrypt(KeyId)).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
    await client().send(new Kms.CancelKeyDeletionCommand({ KeyId }));
    expect((await describeKey(KeyId))?.KeyState).toBe('Disabled');
  });

  test('waits seven days at least', async () => {
    const { KeyId } = await makeKey();
    const command = new Kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 6 });

    await expect(client().send(command)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('ends when its waiting period is over', async () => {
    const { KeyId } = await makeKey();
    await client().send(new Kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));

    await target.cloud.clock.advance('7d');

    await expect(describeKey(KeyId)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('settings of a key', () => {
  test('rotation', async () => {
    const { KeyId, Arn } = await makeKey();
    const status = () => client().send(new Kms.GetKeyRotationStatusCommand({ KeyId }));
    const before = await status();
    await client().send(new Kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));

    expect(before).toMatchObject({ KeyRotationEnabled: false });
    expect(await status()).toMatchObject({ KeyId: Arn, KeyRotationEnabled: true, RotationPeriodInDays: 90 });
  });

  test('policy', async () => {
    const { KeyId } = await makeKey();
    const get = async () => (await client().send(new Kms.GetKeyPolicyCommand({ KeyId }))).Policy ?? '';
    const before = JSON.parse(await get());
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await client().send(new Kms.PutKeyPolicyCommand({ KeyId, Policy }));

    expect(before.Statement[0].Principal.AWS).toBe('arn:aws:iam::000000000000:root');
    expect(await get()).toBe(Policy);
    await expect(client().send(new Kms.PutKeyPolicyCommand({ KeyId, Policy: '{' }))).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
    });
  });

  test('tags', async () => {
    const { KeyId } = await makeKey({ Tags: [{ TagKey: 'team', TagValue: 'blue' }] });
    await client().send(new Kms.TagResourceCommand({ KeyId, Tags: [{ TagKey: 'stage', TagValue: 'test' }] }));
    await client().send(new Kms.UntagResourceCommand({ KeyId, TagKeys: ['team'] }));

    const { Tags } = await client().send(new Kms.ListResourceTagsCommand({ KeyId }));
    expect(Tags).toEqual([{ TagKey: 'stage', TagValue: 'test' }]);
  });
});
