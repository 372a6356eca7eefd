import * as Ecr from '@aws-sdk/client-ecr';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { lifecyclePolicyText } from './documents.ts';

const target = useCloud();
const client = () => target.client(Ecr.ECRClient);
const repositoryName = 'team/orders';
const create = () => client().send(new Ecr.CreateRepositoryCommand({ repositoryName }));

describe('ListImages', () => {
  test('has none while nothing was pushed', async () => {
    await create();

    const listed = await client().send(new Ecr.ListImagesCommand({ repositoryName, filter: { tagStatus: 'TAGGED' } }));

    expect(listed.imageIds).toEqual([]);
    expect(listed.nextToken).toBeUndefined();
  });

  test('knows no repository that is not there', async () => {
    await expect(client().send(new Ecr.ListImagesCommand({ repositoryName }))).rejects.toMatchObject({
      name: 'RepositoryNotFoundException',
      message: `The repository with name '${repositoryName}' does not exist in the registry with id '000000000000'`,
    });
  });
});

describe('DeleteLifecyclePolicy', () => {
  test('answers the policy that it deletes, once', async () => {
    await create();
    await client().send(new Ecr.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText }));
    const remove = () => client().send(new Ecr.DeleteLifecyclePolicyCommand({ repositoryName }));

    const deleted = await remove();

    expect(deleted).toMatchObject({ registryId: '000000000000', repositoryName, lifecyclePolicyText });
    const missing = { name: 'LifecyclePolicyNotFoundException' };
    await expect(remove()).rejects.toMatchObject(missing);
    await expect(client().send(new Ecr.GetLifecyclePolicyCommand({ repositoryName }))).rejects.toMatchObject(missing);
  });
});
