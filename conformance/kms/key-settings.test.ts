import * as Kms from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { describeKey, makeKey } from './keys.ts';

const target = useCloud();
let client: Kms.KMSClient;
beforeEach(() => {
  client = target.client(Kms.KMSClient);
});

describe('UpdateKeyDescription', () => {
  test('changes what DescribeKey tells, and nothing else', async () => {
    const key = await makeKey(client, { Description: 'orders' });

    await client.send(new Kms.UpdateKeyDescriptionCommand({ KeyId: key.KeyId, Description: 'all orders' }));

    expect(await describeKey(client, key.KeyId)).toEqual({ ...key, Description: 'all orders' });
  });

  test('is refused for a key that waits for its deletion', async () => {
    const { KeyId, Arn } = await makeKey(client);
    await client.send(new Kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));

    const update = client.send(new Kms.UpdateKeyDescriptionCommand({ KeyId, Description: 'x' }));

    await expect(update).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
      message: `${Arn} is pending deletion.`,
    });
  });
});

describe('DisableKeyRotation', () => {
  test('ends what EnableKeyRotation began, and is no mistake where it is off', async () => {
    const { KeyId } = await makeKey(client);
    await client.send(new Kms.EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));
    const status = () => client.send(new Kms.GetKeyRotationStatusCommand({ KeyId }));
    const before = await status();

    await client.send(new Kms.DisableKeyRotationCommand({ KeyId }));
    await client.send(new Kms.DisableKeyRotationCommand({ KeyId }));

    const after = await status();
    expect(before).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 90 });
    expect(after.KeyRotationEnabled).toBe(false);
    expect(after.NextRotationDate).toBeUndefined();
  });

  test('is not for asymmetric keys', async () => {
    const { KeyId } = await makeKey(client, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });

    await expect(client.send(new Kms.DisableKeyRotationCommand({ KeyId }))).rejects.toMatchObject({
      name: 'UnsupportedOperationException',
    });
  });
});

describe('ListKeyPolicies', () => {
  test('tells the one policy that every key has', async () => {
    const { KeyId } = await makeKey(client);

    expect(await client.send(new Kms.ListKeyPoliciesCommand({ KeyId }))).toMatchObject({
      PolicyNames: ['default'],
      Truncated: false,
    });
  });

  test('knows no key that is not there', async () => {
    const KeyId = '00000000-0000-4000-8000-000000000000';

    await expect(client.send(new Kms.ListKeyPoliciesCommand({ KeyId }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});

describe('names of aliases', () => {
  const create = async (AliasName: string, TargetKeyId?: string) =>
    client.send(new Kms.CreateAliasCommand({ AliasName, TargetKeyId: TargetKeyId ?? (await makeKey(client)).KeyId }));

  test.each([
    [
      'orders',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    ],
    ['alias/a:b', 'alias/a:b contains invalid characters for an alias'],
    [
      'alias/a.b',
      "1 validation error detected: Value 'alias/a.b' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$",
    ],
  ])("%s › is refused in AWS's words", async (name, message) => {
    await expect(create(name)).rejects.toMatchObject({ name: 'ValidationException', message });
  });

  test('stand for keys, not for other aliases', async () => {
    await create('alias/first');

    await expect(create('alias/second', 'alias/first')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Aliases must refer to keys. Not aliases',
    });
  });
});

test('Encrypt › tells the limit, and nothing of a plaintext that is too large', async () => {
  const { KeyId } = await makeKey(client);

  await expect(client.send(new Kms.EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4097) }))).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096",
  });
});
