import * as Secrets from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const invalidName = {
  name: 'ValidationException',
  message: 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
};

describe('how secrets are named, found and shared', () => {
  const target = useCloud({ clock: 'virtual' });
  const client = () => target.client(Secrets.SecretsManagerClient);
  const of = (account: string) =>
    new Secrets.SecretsManagerClient({
      ...target.cloud.clientConfig(),
      credentials: { accessKeyId: account, secretAccessKey: 'test' },
    });
  const create = (more: Partial<Secrets.CreateSecretCommandInput> = {}) =>
    client().send(new Secrets.CreateSecretCommand({ Name: 'key', SecretString: 'one', ...more }));
  const names = async (...Filters: Secrets.Filter[]) =>
    (await client().send(new Secrets.ListSecretsCommand({ Filters }))).SecretList?.map(({ Name }) => Name);

  it.each([
    ['GetSecretValue', () => new Secrets.GetSecretValueCommand({ SecretId: 'a b' })],
    ['DescribeSecret', () => new Secrets.DescribeSecretCommand({ SecretId: 'a b' })],
    ['PutSecretValue', () => new Secrets.PutSecretValueCommand({ SecretId: 'a b', SecretString: 'x' })],
    ['UpdateSecret', () => new Secrets.UpdateSecretCommand({ SecretId: 'a b', SecretString: 'x' })],
    ['DeleteSecret', () => new Secrets.DeleteSecretCommand({ SecretId: 'a b' })],
    ['RestoreSecret', () => new Secrets.RestoreSecretCommand({ SecretId: 'a b' })],
    ['TagResource', () => new Secrets.TagResourceCommand({ SecretId: 'a b', Tags: [] })],
    ['GetResourcePolicy', () => new Secrets.GetResourcePolicyCommand({ SecretId: 'a b' })],
  ])('%s › refuses what can be no name', async (_, command) => {
    await expect(client().send(command() as Secrets.GetSecretValueCommand)).rejects.toMatchObject(invalidName);
  });

  it.each(['CreateSecret', 'PutSecretValue'])('%s › refuses a bare request without a token', async (operation) => {
    await create();
    const body = operation === 'CreateSecret' ? { Name: 'bare' } : { SecretId: 'key' };

    const response = await fetch(target.cloud.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': `secretsmanager.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ ...body, SecretString: 'x' }),
    });

    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain(
      'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    );
  });

  it('ListSecrets › finds descriptions by the beginnings of their words, in any case', async () => {
    await create({ Name: 'a', Description: 'Password of the Ledger' });
    await create({ Name: 'b', Description: 'spare' });

    expect(await names({ Key: 'description', Values: ['ledg'] })).toEqual(['a']);
    expect(await names({ Key: 'description', Values: ['edger'] })).toEqual([]);
    expect(await names({ Key: 'description', Values: ['!ledg'] })).toEqual(['b']);
  });

  it('DescribeSecret › leaves an empty description out, and tells no tags but those that were', async () => {
    await create({ Description: '' });
    const fresh = await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }));
    await client().send(new Secrets.TagResourceCommand({ SecretId: 'key', Tags: [{ Key: 'k', Value: 'v' }] }));
    await client().send(new Secrets.UntagResourceCommand({ SecretId: 'key', TagKeys: ['k'] }));

    expect(fresh).not.toHaveProperty('Description');
    expect(fresh.Tags).toBeUndefined();
    expect((await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }))).Tags).toEqual([]);
  });

  it('PutSecretValue › takes AWSPENDING off the version that was current', async () => {
    const { VersionId: first } = await create();
    const put = (VersionStages?: string[]) =>
      client().send(new Secrets.PutSecretValueCommand({ SecretId: 'key', SecretString: 'next', VersionStages }));
    const { VersionId: second = '' } = await put(['AWSPENDING']);
    await client().send(
      new Secrets.UpdateSecretVersionStageCommand({
        SecretId: 'key',
        VersionStage: 'AWSCURRENT',
        RemoveFromVersionId: first,
        MoveToVersionId: second,
      }),
    );
    await put();

    const { VersionIdsToStages } = await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'key' }));
    expect(VersionIdsToStages?.[second]).toEqual(['AWSPREVIOUS']);
  });

  it('GetSecretValue › reads a secret of another account when its policy lets the caller in', async () => {
    const { ARN: SecretId = '' } = await create();
    const read = () => of('111111111111').send(new Secrets.GetSecretValueCommand({ SecretId }));

    await expect(read()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::111111111111:root is not authorized to perform: secretsmanager:GetSecretValue on resource: ${SecretId} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
    });
    const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
    await client().send(
      new Secrets.PutResourcePolicyCommand({
        SecretId,
        ResourcePolicy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ ...statement, Principal: { AWS: '111111111111' } }],
        }),
      }),
    );

    expect((await read()).SecretString).toBe('one');
    await expect(of('111111111111').send(new Secrets.DescribeSecretCommand({ SecretId }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
