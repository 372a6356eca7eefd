import * as Secrets from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

describe('the life of a secret', () => {
  const target = useCloud({ clock: 'virtual' });
  const client = () => target.client(Secrets.SecretsManagerClient);
  const create = (Name: string, more: Partial<Secrets.CreateSecretCommandInput> = {}) =>
    client().send(new Secrets.CreateSecretCommand({ Name, SecretString: 'value', ...more }));
  const read = (SecretId: string) => client().send(new Secrets.GetSecretValueCommand({ SecretId }));
  const remove = (input: Partial<Secrets.DeleteSecretCommandInput> = {}) =>
    client().send(new Secrets.DeleteSecretCommand({ SecretId: 'key', ...input }));

  it('DeleteSecret › refuses reads at once and deletes when the recovery window has passed', async () => {
    await create('key');

    const { DeletionDate } = await remove({ RecoveryWindowInDays: 7 });
    await expect(read('key')).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    });
    await expect(create('key')).rejects.toMatchObject({
      message: "You can't create this secret because a secret with this name is already scheduled for deletion.",
    });
    const marked = await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }));
    await target.cloud.clock.advance('7d');

    expect(DeletionDate?.getTime()).toBe((marked.DeletedDate?.getTime() ?? 0) + 7 * 86_400_000);
    await expect(read('key')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(create('key')).resolves.toMatchObject({ Name: 'key' });
  });

  it('RestoreSecret › takes the deletion back for good', async () => {
    await create('key');
    await remove();

    await client().send(new Secrets.RestoreSecretCommand({ SecretId: 'key' }));
    await target.cloud.clock.advance('31d');

    expect((await read('key')).SecretString).toBe('value');
  });

  it('DeleteSecret › by force is immediate, and succeeds for what is not there', async () => {
    await create('key');

    await remove({ ForceDeleteWithoutRecovery: true });
    await remove({ ForceDeleteWithoutRecovery: true });

    await expect(read('key')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    [{ RecoveryWindowInDays: 6 }, 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'],
    [
      { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    ],
  ])('DeleteSecret › refuses %j', async (input, message) => {
    await create('key');

    await expect(remove(input)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });

  it('ListSecrets › filters by prefix, negation and tag, and pages', async () => {
    await create('app/one', { Tags: [{ Key: 'stage', Value: 'test' }] });
    await create('app/two', { Description: 'Payment key' });
    await create('other');
    const list = async (input: Partial<Secrets.ListSecretsCommandInput>) => {
      const { SecretList } = await client().send(
        new Secrets.ListSecretsCommand({ SortBy: 'name', SortOrder: 'asc', ...input }),
      );
      return SecretList?.map(({ Name }) => Name);
    };

    expect(await list({ Filters: [{ Key: 'name', Values: ['app/'] }] })).toEqual(['app/one', 'app/two']);
    expect(await list({ Filters: [{ Key: 'name', Values: ['!app/'] }] })).toEqual(['other']);
    expect(await list({ Filters: [{ Key: 'tag-key', Values: ['stage'] }] })).toEqual(['app/one']);
    expect(await list({ Filters: [{ Key: 'description', Values: ['payment'] }] })).toEqual(['app/two']);
    expect(await list({ Filters: [{ Key: 'all', Values: ['key'] }] })).toEqual(['app/two']);
    const first = await client().send(
      new Secrets.ListSecretsCommand({ SortBy: 'name', SortOrder: 'asc', MaxResults: 2 }),
    );
    expect(await list({ MaxResults: 2, NextToken: first.NextToken })).toEqual(['other']);
  });

  it('TagResource › adds and overwrites; UntagResource takes away', async () => {
    await create('key', { Tags: [{ Key: 'a', Value: '1' }] });

    await client().send(new Secrets.TagResourceCommand({ SecretId: 'key', Tags: [{ Key: 'b', Value: '2' }] }));
    await client().send(new Secrets.UntagResourceCommand({ SecretId: 'key', TagKeys: ['a'] }));
    const { Tags } = await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }));

    expect(Tags).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('PutResourcePolicy › is kept until deleted, and may not be public where that is blocked', async () => {
    await create('key');
    const policyFor = (Principal: string | object) =>
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: '*', Resource: '*' }] });
    const put = (ResourcePolicy: string) =>
      client().send(new Secrets.PutResourcePolicyCommand({ SecretId: 'key', ResourcePolicy, BlockPublicPolicy: true }));
    const got = () => client().send(new Secrets.GetResourcePolicyCommand({ SecretId: 'key' }));

    await put(policyFor({ AWS: '111122223333' }));
    await expect(put(policyFor('*'))).rejects.toMatchObject({ name: 'PublicPolicyException' });
    await expect(put('{')).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });

    expect((await got()).ResourcePolicy).toBe(policyFor({ AWS: '111122223333' }));
    await client().send(new Secrets.DeleteResourcePolicyCommand({ SecretId: 'key' }));
    expect((await got()).ResourcePolicy).toBeUndefined();
  });

  it.each([
    ['sound', '{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}', true],
    ['public', '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}]}', false],
    ['without a principal', '{"Statement":{"Effect":"Allow","Principal":null}}', false],
    ['without statements', '{"Statement":[null]}', false],
    ['with a key twice', '{"Statement":{"Effect":"Deny","Effect":"Deny","Principal":"*","Action":"*"}}', false],
    ['with an unknown operator', '{"Statement":{"Effect":"Deny","Principal":"*","Condition":{"Is":{}}}}', false],
  ])('ValidateResourcePolicy › judges a policy that is %s', async (_what, ResourcePolicy, expected) => {
    const judged = await client().send(new Secrets.ValidateResourcePolicyCommand({ ResourcePolicy }));

    expect(judged.PolicyValidationPassed).toBe(expected);
    expect(judged.ValidationErrors).toHaveLength(expected ? 0 : 1);
  });

  it('RotateSecret › refuses a secret without a rotation function', async () => {
    await create('key');

    await expect(client().send(new Secrets.RotateSecretCommand({ SecretId: 'key' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'No Lambda rotation function ARN is associated with this secret.',
    });
  });
});
