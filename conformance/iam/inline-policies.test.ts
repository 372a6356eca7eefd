import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { encoded, readTable } from './documents.ts';

const target = useCloud();
const client = () => target.client(Iam.IAMClient);
const named = { PolicyName: 'read' };
const policy = { ...named, PolicyDocument: readTable };

describe('inline policies of a user', () => {
  const UserName = 'ada';
  const makeUser = () => client().send(new Iam.CreateUserCommand({ UserName }));

  it('PutUserPolicy › is listed, got percent-encoded, and replaced by the next of its name', async () => {
    await makeUser();
    await client().send(new Iam.PutUserPolicyCommand({ UserName, ...policy, PolicyName: 'write' }));
    await client().send(new Iam.PutUserPolicyCommand({ UserName, ...policy }));
    const denied = readTable.replace('Allow', 'Deny');
    await client().send(new Iam.PutUserPolicyCommand({ UserName, ...named, PolicyDocument: denied }));

    const listed = await client().send(new Iam.ListUserPoliciesCommand({ UserName }));
    const got = await client().send(new Iam.GetUserPolicyCommand({ UserName, ...named }));

    expect(listed).toMatchObject({ PolicyNames: ['read', 'write'], IsTruncated: false });
    expect(got).toMatchObject({ UserName, ...named, PolicyDocument: encoded(denied) });
  });

  it('DeleteUserPolicy › takes it away once, and the user can be deleted only then', async () => {
    await makeUser();
    await client().send(new Iam.PutUserPolicyCommand({ UserName, ...policy }));
    const remove = () => client().send(new Iam.DeleteUserPolicyCommand({ UserName, ...named }));

    await expect(client().send(new Iam.DeleteUserCommand({ UserName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
      $metadata: { httpStatusCode: 409 },
    });
    await remove();
    await expect(remove()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The user policy with name read cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
    await client().send(new Iam.DeleteUserCommand({ UserName }));
  });

  it('PutUserPolicy › refuses more than 2048 characters in all, white space not counted', async () => {
    await makeUser();
    const PolicyDocument = readTable.replace('"dynamodb:GetItem"', JSON.stringify(`s3:${'a'.repeat(1200)}`));
    await client().send(new Iam.PutUserPolicyCommand({ UserName, ...named, PolicyDocument }));
    const spaced = PolicyDocument.replaceAll(',', `,${' '.repeat(1000)}`);
    await client().send(new Iam.PutUserPolicyCommand({ UserName, ...named, PolicyDocument: spaced }));

    const second = client().send(new Iam.PutUserPolicyCommand({ UserName, PolicyName: 'two', PolicyDocument }));

    await expect(second).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Maximum policy size of 2048 bytes exceeded for user ada',
    });
  });
});

describe('inline policies of a group', () => {
  const GroupName = 'team';
  const makeGroup = () => client().send(new Iam.CreateGroupCommand({ GroupName }));

  it('PutGroupPolicy › is listed and got percent-encoded', async () => {
    await makeGroup();
    await client().send(new Iam.PutGroupPolicyCommand({ GroupName, ...policy }));

    const listed = await client().send(new Iam.ListGroupPoliciesCommand({ GroupName }));
    const got = await client().send(new Iam.GetGroupPolicyCommand({ GroupName, ...named }));

    expect(listed).toMatchObject({ PolicyNames: ['read'], IsTruncated: false });
    expect(got).toMatchObject({ GroupName, ...named, PolicyDocument: encoded(readTable) });
  });

  it('DeleteGroup › waits until inline policies are deleted', async () => {
    await makeGroup();
    await client().send(new Iam.PutGroupPolicyCommand({ GroupName, ...policy }));
    const remove = () => client().send(new Iam.DeleteGroupCommand({ GroupName }));

    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete policies first.',
    });
    await client().send(new Iam.DeleteGroupPolicyCommand({ GroupName, ...named }));
    await remove();

    await expect(client().send(new Iam.GetGroupCommand({ GroupName }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The group with name team cannot be found.',
    });
    await expect(client().send(new Iam.GetGroupPolicyCommand({ GroupName, ...named }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });
});
