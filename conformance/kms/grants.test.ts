import * as Kms from '@aws-sdk/client-kms';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import * as keys from './keys.ts';

const target = useCloud();
const client = () => target.client(Kms.KMSClient);
const GranteePrincipal = 'arn:aws:iam::000000000000:role/reader';
const RetiringPrincipal = 'arn:aws:iam::000000000000:role/owner';

const grant = (KeyId: string, more: Partial<Kms.CreateGrantCommandInput> = {}) =>
  client().send(new Kms.CreateGrantCommand({ KeyId, GranteePrincipal, Operations: ['Decrypt'], ...more }));
const list = async (KeyId: string, more: Partial<Kms.ListGrantsCommandInput> = {}) =>
  (await client().send(new Kms.ListGrantsCommand({ KeyId, ...more }))).Grants;

describe('grants', () => {
  test('CreateGrant › is listed at its key, and at whoever may retire it', async () => {
    const { KeyId, Arn } = await keys.makeKey(client());

    const { GrantId, GrantToken } = await grant(KeyId, { RetiringPrincipal, Name: 'reading' });

    const expected = {
      KeyId: Arn,
      GrantId,
      Name: 'reading',
      GranteePrincipal,
      RetiringPrincipal,
      IssuingAccount: 'arn:aws:iam::000000000000:root',
      Operations: ['Decrypt'],
    };
    expect(GrantId).toMatch(/^[0-9a-f]{64}$/);
    expect(GrantToken).toBeDefined();
    expect(await list(KeyId)).toMatchObject([expected]);
    expect(await list(KeyId, { GranteePrincipal: 'arn:aws:iam::000000000000:role/other' })).toEqual([]);
    const retirable = await client().send(new Kms.ListRetirableGrantsCommand({ RetiringPrincipal }));
    expect(retirable.Grants).toMatchObject([expected]);
    expect(retirable.Truncated).toBe(false);
  });

  test('CreateGrant › is the same grant under the same name, with another token', async () => {
    const { KeyId } = await keys.makeKey(client());

    const first = await grant(KeyId, { Name: 'reading' });
    const again = await grant(KeyId, { Name: 'reading' });

    expect(again.GrantId).toBe(first.GrantId);
    expect(again.GrantToken).not.toBe(first.GrantToken);
    expect(await list(KeyId)).toHaveLength(1);
  });

  test('RevokeGrant, RetireGrant › end it, by id or by token', async () => {
    const { KeyId } = await keys.makeKey(client());
    const [first, second, third] = [await grant(KeyId), await grant(KeyId), await grant(KeyId)];

    await client().send(new Kms.RevokeGrantCommand({ KeyId, GrantId: first.GrantId }));
    await client().send(new Kms.RetireGrantCommand({ GrantToken: second.GrantToken }));
    await client().send(new Kms.RetireGrantCommand({ KeyId, GrantId: third.GrantId }));

    expect(await list(KeyId)).toEqual([]);
    await expect(client().send(new Kms.RevokeGrantCommand({ KeyId, GrantId: first.GrantId }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Grant ID ${first.GrantId} not found`,
    });
  });

  test('tags that begin with aws: are refused', async () => {
    await expect(keys.makeKey(client(), { Tags: [{ TagKey: 'aws:x', TagValue: '' }] })).rejects.toMatchObject({
      name: 'TagException',
      message: 'Tags beginning with aws: are reserved',
    });
  });

  test('Encrypt, Decrypt › use a key of another account that its policy shares', async () => {
    const other = new Kms.KMSClient({
      ...target.cloud.clientConfig(),
      credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' },
    });
    const { KeyId, Arn } = await keys.makeKey(client());
    const encrypt = () => other.send(new Kms.EncryptCommand({ KeyId: Arn, Plaintext: Buffer.from('x') }));
    await expect(encrypt()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const statement = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
    const Principal = { AWS: ['000000000000', '111111111111'] };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, Principal }] });
    await client().send(new Kms.PutKeyPolicyCommand({ KeyId, Policy }));

    const { CiphertextBlob } = await encrypt();
    const opened = await other.send(new Kms.DecryptCommand({ CiphertextBlob }));

    expect(opened.KeyId).toBe(Arn);
    expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('x');
  });
});
