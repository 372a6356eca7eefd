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
