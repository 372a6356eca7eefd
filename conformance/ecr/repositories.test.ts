import * as Ecr from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { lifecyclePolicyText, policyText } from './documents.ts';

const target = useCloud();
const client = () => target.client(Ecr.ECRClient);
const repositoryName = 'team/orders';
const create = (more: Partial<Ecr.CreateRepositoryCommandInput> = {}) =>
  client().send(new Ecr.CreateRepositoryCommand({ repositoryName, ...more }));

describe('repositories', () => {
  test('are made and described', async () => {
    const made = await create({ imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } });

    const found = await client().send(new Ecr.DescribeRepositoriesCommand({ repositoryNames: [repositoryName] }));

    expect(made.repository).toEqual({
      repositoryArn: 'arn:aws:ecr:us-east-1:000000000000:repository/team/orders',
      registryId: '000000000000',
      repositoryName,
      repositoryUri: '000000000000.dkr.ecr.us-east-1.amazonaws.com/team/orders',
      createdAt: expect.any(Date),
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(found.repositories).toEqual([made.repository]);
  });

  test('are made once', async () => {
    await create();

    await expect(create()).rejects.toMatchObject({
      name: 'RepositoryAlreadyExistsException',
      message: `The repository with name '${repositoryName}' already exists in the registry with id '000000000000'`,
    });
  });

  test('that are not there are RepositoryNotFoundException', async () => {
    await expect(
      client().send(new Ecr.DescribeRepositoriesCommand({ repositoryNames: ['none'] })),
    ).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message: "The repository with name 'none' does not exist in the registry with id '000000000000'",
    });
  });

  test('have lower-case names', async () => {
    await expect(create({ repositoryName: 'Bad_Name!' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*''",
    });
    const dashes = await create({ repositoryName: 'a--b/c__d' });
    expect(dashes.repository?.repositoryName).toBe('a--b/c__d');
  });

  test('are listed page by page', async () => {
    for (const name of ['aa', 'bb', 'cc']) await create({ repositoryName: name });

    const first = await client().send(new Ecr.DescribeRepositoriesCommand({ maxResults: 2 }));
    const second = await client().send(new Ecr.DescribeRepositoriesCommand({ nextToken: first.nextToken }));

    expect(first.repositories?.map((one) => one.repositoryName)).toEqual(['aa', 'bb']);
    expect(second.repositories?.map((one) => one.repositoryName)).toEqual(['cc']);
  });

  test('are deleted', async () => {
    await create();

    await client().send(new Ecr.DeleteRepositoryCommand({ repositoryName }));

    expect((await client().send(new Ecr.DescribeRepositoriesCommand({}))).repositories).toEqual([]);
  });
});

describe('settings', () => {
  test('policies are set, got and deleted', async () => {
    await create();
    const get = () => client().send(new Ecr.GetRepositoryPolicyCommand({ repositoryName }));

    await expect(get()).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
    await client().send(new Ecr.SetRepositoryPolicyCommand({ repositoryName, policyText }));
    expect(await get()).toMatchObject({ policyText, repositoryName });
    await client().send(new Ecr.DeleteRepositoryPolicyCommand({ repositoryName }));
    await expect(get()).rejects.toMatchObject({ name: 'RepositoryPolicyNotFoundException' });
  });

  test('lifecycle policies are put and got', async () => {
    await create();
    const get = () => client().send(new Ecr.GetLifecyclePolicyCommand({ repositoryName }));

    await expect(get()).rejects.toMatchObject({ name: 'LifecyclePolicyNotFoundException' });
    await client().send(new Ecr.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    expect(await get()).toMatchObject({ lifecyclePolicyText });
  });

  test('of tags and scans are changed', async () => {
    await create();
    await client().send(new Ecr.PutImageTagMutabilityCommand({ repositoryName, imageTagMutability: 'IMMUTABLE' }));
    await client().send(
      new Ecr.PutImageScanningConfigurationCommand({
        repositoryName,
        imageScanningConfiguration: { scanOnPush: true },
      }),
    );

    const { repositories } = await client().send(new Ecr.DescribeRepositoriesCommand({}));
    expect(repositories).toMatchObject([
      { imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } },
    ]);
  });

  test('tags are put on and taken off', async () => {
    const { repository } = await create({ tags: [{ Key: 'team', Value: 'blue' }] });
    const resourceArn = repository?.repositoryArn;
    await client().send(new Ecr.TagResourceCommand({ resourceArn, tags: [{ Key: 'stage', Value: 'test' }] }));
    await client().send(new Ecr.UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));

    const { tags } = await client().send(new Ecr.ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ Key: 'stage', Value: 'test' }]);
  });
});

describe('images', () => {
  test('are none', async () => {
    await create();

    expect((await client().send(new Ecr.DescribeImagesCommand({ repositoryName }))).imageDetails).toEqual([]);
    await expect(
      client().send(new Ecr.DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'latest' }] })),
    ).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message: `The image with imageId {imageDigest:'null', imageTag:'latest'} does not exist within the repository with name '${repositoryName}' in the registry with id '000000000000'`,
    });
  });

  test('cannot be pushed', async () => {
    await create();

    await expect(client().send(new Ecr.InitiateLayerUploadCommand({ repositoryName }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    });
  });

  test('GetAuthorizationToken answers a login for twelve hours', async () => {
    const { authorizationData } = await client().send(new Ecr.GetAuthorizationTokenCommand({}));

    const [token] = authorizationData ?? [];
    expect(Buffer.from(token?.authorizationToken ?? '', 'base64').toString()).toMatch(/^AWS:.+/);
    expect(token?.proxyEndpoint).toBe('https://000000000000.dkr.ecr.us-east-1.amazonaws.com');
  });
});
