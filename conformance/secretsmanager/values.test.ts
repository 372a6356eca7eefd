import * as Secrets from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const token = (digit: string) => digit.repeat(32);

describe('secret values', () => {
  const target = useCloud();
  const client = () => target.client(Secrets.SecretsManagerClient);
  const create = (input: Partial<Secrets.CreateSecretCommandInput> = {}) =>
    client().send(
      new Secrets.CreateSecretCommand({
        Name: 'app/key',
        SecretString: 'one',
        ClientRequestToken: token('1'),
        ...input,
      }),
    );
  const get = (input: Partial<Secrets.GetSecretValueCommandInput> = {}) =>
    client().send(new Secrets.GetSecretValueCommand({ SecretId: 'app/key', ...input }));
  const put = (input: Partial<Secrets.PutSecretValueCommandInput>) =>
    client().send(new Secrets.PutSecretValueCommand({ SecretId: 'app/key', SecretString: 'two', ...input }));
  const stages = async () =>
    (await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'app/key' }))).VersionIdsToStages;

  it('CreateSecret › ends the ARN with six random characters and makes AWSCURRENT', async () => {
    const created = await create();
    const got = await get();

    expect(created.ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:app\/key-[A-Za-z0-9]{6}$/);
    expect(got).toMatchObject({
      ARN: created.ARN,
      Name: 'app/key',
      SecretString: 'one',
      VersionId: token('1'),
      VersionStages: ['AWSCURRENT'],
    });
    expect(got.CreatedDate).toBeInstanceOf(Date);
  });

  it('CreateSecret › answers the same request again, and refuses another for the same name', async () => {
    const first = await create();
    const again = await create();

    expect(again).toMatchObject({ ARN: first.ARN, VersionId: token('1') });
    await expect(create({ ClientRequestToken: token('2') })).rejects.toMatchObject({
      name: 'ResourceExistsException',
      message: 'The operation failed because the secret app/key already exists.',
    });
  });

  it('CreateSecret › refuses a name with a space', async () => {
    await expect(create({ Name: 'a b' })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    });
  });

  it('GetSecretValue › finds by ARN and by ARN without its suffix', async () => {
    const { ARN = '' } = await create();

    expect((await get({ SecretId: ARN })).SecretString).toBe('one');
    expect((await get({ SecretId: ARN.slice(0, -7) })).SecretString).toBe('one');
    await expect(get({ SecretId: `${ARN.slice(0, -6)}zzzzzz` })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('GetSecretValue › tells a secret without a value', async () => {
    await client().send(new Secrets.CreateSecretCommand({ Name: 'app/key' }));

    await expect(get()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    });
  });

  it('GetSecretValue › reads by version and by label, and refuses a label of another version', async () => {
    await create();
    await put({ ClientRequestToken: token('2') });

    expect((await get({ VersionId: token('1') })).SecretString).toBe('one');
    expect((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
    await expect(get({ VersionId: token('1'), VersionStage: 'AWSCURRENT' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await expect(get({ VersionId: token('9') })).rejects.toMatchObject({
      message: `Secrets Manager can't find the specified secret value for VersionId: ${token('9')}`,
    });
  });

  it('PutSecretValue › moves AWSCURRENT, and AWSPREVIOUS after it', async () => {
    await create();
    await put({ ClientRequestToken: token('2') });
    await put({ ClientRequestToken: token('3'), SecretString: 'three' });

    expect(await stages()).toEqual({ [token('2')]: ['AWSPREVIOUS'], [token('3')]: ['AWSCURRENT'] });
  });

  it('PutSecretValue › with labels of its own leaves AWSCURRENT where it is', async () => {
    await create();

    const answer = await put({ ClientRequestToken: token('2'), VersionStages: ['AWSPENDING', 'blue'] });

    expect(answer.VersionStages).toEqual(['AWSPENDING', 'blue']);
    expect((await get()).SecretString).toBe('one');
  });

  it('PutSecretValue › ignores the same request again and refuses another value for the token', async () => {
    await create();
    await put({ ClientRequestToken: token('2') });

    expect(await put({ ClientRequestToken: token('2') })).toMatchObject({ VersionId: token('2') });
    await expect(put({ ClientRequestToken: token('2'), SecretString: 'other' })).rejects.toMatchObject({
      name: 'ResourceExistsException',
    });
  });

  it('PutSecretValue › keeps binary values', async () => {
    await create();

    await client().send(
      new Secrets.PutSecretValueCommand({ SecretId: 'app/key', SecretBinary: new Uint8Array([0, 255]) }),
    );
    const got = await get();

    expect([...(got.SecretBinary ?? [])]).toEqual([0, 255]);
    expect(got.SecretString).toBeUndefined();
  });

  it('PutSecretValue › refuses a request without a value', async () => {
    await create();

    const call = client().send(new Secrets.PutSecretValueCommand({ SecretId: 'app/key' }));

    await expect(call).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'You must provide either SecretString or SecretBinary.',
    });
  });

  it('PutSecretValue › forgets the oldest unlabelled versions beyond a hundred', async () => {
    await create();
    for (let count = 0; count < 102; count += 1) await put({ SecretString: `value ${count}` });

    const { Versions } = await client().send(
      new Secrets.ListSecretVersionIdsCommand({ SecretId: 'app/key', IncludeDeprecated: true }),
    );

    expect(Versions).toHaveLength(100);
    expect((await get()).SecretString).toBe('value 101');
  });

  it('UpdateSecret › changes description and value', async () => {
    await create();

    const updated = await client().send(
      new Secrets.UpdateSecretCommand({ SecretId: 'app/key', Description: 'new', SecretString: 'two' }),
    );
    const described = await client().send(new Secrets.DescribeSecretCommand({ SecretId: 'app/key' }));

    expect(described.Description).toBe('new');
    expect(described.VersionIdsToStages?.[updated.VersionId ?? '']).toEqual(['AWSCURRENT']);
    expect((await get()).SecretString).toBe('two');
  });

  it('UpdateSecretVersionStage › moves AWSCURRENT back only when told where from', async () => {
    await create();
    await put({ ClientRequestToken: token('2') });
    const move = (RemoveFromVersionId?: string) =>
      client().send(
        new Secrets.UpdateSecretVersionStageCommand({
          SecretId: 'app/key',
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: token('1'),
          RemoveFromVersionId,
        }),
      );

    await expect(move()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${token('2')}, so you must explicitly reference that version in RemoveFromVersionId.`,
    });
    await move(token('2'));

    expect(await stages()).toEqual({ [token('1')]: ['AWSCURRENT'], [token('2')]: ['AWSPREVIOUS'] });
  });

  it('UpdateSecretVersionStage › takes a label off the version that has it alone', async () => {
    const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
    await client().send(
      new Secrets.CreateSecretCommand({ Name: 'staged', SecretString: 'a', ClientRequestToken: first }),
    );
    await client().send(
      new Secrets.PutSecretValueCommand({ SecretId: 'staged', SecretString: 'b', ClientRequestToken: second }),
    );

    await expect(
      client().send(
        new Secrets.UpdateSecretVersionStageCommand({
          SecretId: 'staged',
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: first,
          RemoveFromVersionId: first,
        }),
      ),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        'When you move staging label AWSCURRENT, if you specify RemoveFromVersionId, it must be set to the version that currently has the staging label AWSCURRENT.',
    });
  });

  it('BatchGetSecretValue › takes MaxResults with filters alone', async () => {
    const batch = (input: Secrets.BatchGetSecretValueCommandInput) =>
      client().send(new Secrets.BatchGetSecretValueCommand(input));

    await expect(batch({ SecretIdList: ['a'], MaxResults: 1 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('BatchGetSecretValue › tells what it found and what it did not', async () => {
    await create();

    const batch = await client().send(new Secrets.BatchGetSecretValueCommand({ SecretIdList: ['app/key', 'none'] }));

    expect(batch.SecretValues?.map(({ SecretString }) => SecretString)).toEqual(['one']);
    expect(batch.Errors).toEqual([
      {
        SecretId: 'none',
        ErrorCode: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      },
    ]);
  });

  it('GetRandomPassword › has a character of each kind and none that is excluded', async () => {
    const { RandomPassword = '' } = await client().send(
      new Secrets.GetRandomPasswordCommand({
        PasswordLength: 8,
        ExcludeCharacters: 'abcdefghijkl',
        IncludeSpace: true,
      }),
    );

    expect(RandomPassword).toHaveLength(8);
    expect(RandomPassword).toMatch(/[m-z]/);
    expect(RandomPassword).toMatch(/[A-Z]/);
    expect(RandomPassword).toMatch(/\d/);
    expect(RandomPassword).toMatch(/ /);
    expect(RandomPassword).toMatch(/[^\w ]|_/);
    expect(RandomPassword).not.toMatch(/[a-l]/);
  });

  it('GetRandomPassword › refuses a length below the required kinds', async () => {
    const call = client().send(new Secrets.GetRandomPasswordCommand({ PasswordLength: 3 }));

    await expect(call).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Password length is too short based on the required types.',
    });
  });
});
