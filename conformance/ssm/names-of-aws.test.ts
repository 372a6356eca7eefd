import * as Secrets from '@aws-sdk/client-secrets-manager';
import * as Ssm from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(Ssm.SSMClient);
const get = async (Name: string, WithDecryption?: boolean) =>
  (await client().send(new Ssm.GetParameterCommand({ Name, WithDecryption }))).Parameter;

describe('/aws/reference/secretsmanager', () => {
  const reference = '/aws/reference/secretsmanager/app/key';
  const create = () =>
    target
      .client(Secrets.SecretsManagerClient)
      .send(new Secrets.CreateSecretCommand({ Name: 'app/key', SecretString: 'hush' }));

  test('reads the secret', async () => {
    const { ARN, VersionId } = await create();

    const parameter = await get(reference, true);

    expect(parameter).toMatchObject({ Name: reference, Type: 'SecureString', Value: 'hush', Version: 0, ARN });
    expect(JSON.parse(parameter?.SourceResult ?? '')).toMatchObject({
      ARN,
      name: 'app/key',
      versionId: VersionId,
      secretString: 'hush',
      versionStages: ['AWSCURRENT'],
    });
    expect((await get(`${reference}:AWSCURRENT`, true))?.Value).toBe('hush');
  });

  test('wants decryption, and tells a secret that is not there', async () => {
    await expect(get(reference)).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'WithDecryption flag must be True for retrieving a Secret Manager secret.',
    });
    await expect(get(reference, true)).rejects.toMatchObject({
      name: 'ParameterNotFound',
      message: `An error occurred (ParameterNotFound) when referencing Secrets Manager: Secret ${reference} not found.`,
    });
  });

  test('GetParameters › reads secrets beside parameters', async () => {
    await create();
    await client().send(new Ssm.PutParameterCommand({ Name: 'plain', Value: '1', Type: 'String' }));

    const Names = [reference, 'plain', '/aws/reference/secretsmanager/none'];
    const answer = await client().send(new Ssm.GetParametersCommand({ Names, WithDecryption: true }));

    expect(answer.Parameters?.map(({ Value }) => Value)).toEqual(['hush', '1']);
    expect(answer.InvalidParameters).toEqual(['/aws/reference/secretsmanager/none']);
  });
});

describe('/aws/service', () => {
  const amazonLinux = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

  test.each([
    amazonLinux,
    '/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id',
    '/aws/service/eks/optimized-ami/1.31/amazon-linux-2023/x86_64/standard/recommended/image_id',
  ])('%s › is an image, always the same', async (name) => {
    const image = await get(name);

    expect(image).toMatchObject({ Type: 'String', ARN: `arn:aws:ssm:us-east-1::parameter${name}` });
    expect(image?.Value).toMatch(/^ami-[0-9a-f]{17}$/);
    expect(await get(name)).toEqual(image);
  });

  test('GetParametersByPath › lists the Regions, page by page', async () => {
    const Path = '/aws/service/global-infrastructure/regions';
    const first = await client().send(new Ssm.GetParametersByPathCommand({ Path }));
    const second = await client().send(new Ssm.GetParametersByPathCommand({ Path, NextToken: first.NextToken }));

    expect(first.Parameters).toHaveLength(10);
    expect(first.Parameters?.[0]).toMatchObject({ Name: `${Path}/af-south-1`, Value: 'af-south-1' });
    expect(second.Parameters?.[0]?.Value).not.toBe(first.Parameters?.[9]?.Value);
  });

  test('knows no others', async () => {
    await expect(get('/aws/service/nothing')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });
});

describe('paths', () => {
  test.each(['no-slash', '/double//slash', '/ssm/any', '/a b'])(
    '%s › is refused wherever one is wanted',
    async (path) => {
      const ParameterFilters = [{ Key: 'Path', Option: 'Recursive', Values: [path] }];

      for (const command of [
        new Ssm.GetParametersByPathCommand({ Path: path }),
        new Ssm.DescribeParametersCommand({ ParameterFilters }),
      ]) {
        await expect(client().send(command as Ssm.DescribeParametersCommand)).rejects.toMatchObject({
          name: 'ValidationException',
          message: expect.stringContaining("The parameter doesn't meet the parameter name requirements."),
        });
      }
    },
  );
});
