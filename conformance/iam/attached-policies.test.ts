import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { encoded, readTable } from './documents.ts';

const target = useCloud();
const client = () => target.client(Iam.IAMClient);

async function makePolicy(PolicyName = 'read', Path = '/'): Promise<string> {
  const input = { PolicyName, Path, PolicyDocument: readTable };
  const { Policy } = await client().send(new Iam.CreatePolicyCommand(input));
  return Policy?.Arn ?? '';
}
const attachments = async (PolicyArn: string) =>
  (await client().send(new Iam.GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount;

describe('managed policies of a user', () => {
  const UserName = 'ada';
  const makeUser = () => client().send(new Iam.CreateUserCommand({ UserName }));

  it('AttachUserPolicy › is listed by path, and counted once however often it is attached', async () => {
    await makeUser();
    const [PolicyArn, other] = [await makePolicy(), await makePolicy('deep', '/team/')];
    for (const arn of [PolicyArn, PolicyArn, other]) {
      await client().send(new Iam.AttachUserPolicyCommand({ UserName, PolicyArn: arn }));
    }

    const all = await client().send(new Iam.ListAttachedUserPoliciesCommand({ UserName }));
    const some = await client().send(new Iam.ListAttachedUserPoliciesCommand({ UserName, PathPrefix: '/team/' }));

    expect(all.AttachedPolicies).toEqual([
      { PolicyName: 'read', PolicyArn },
      { PolicyName: 'deep', PolicyArn: other },
    ]);
    expect(some.AttachedPolicies).toEqual([{ PolicyName: 'deep', PolicyArn: other }]);
    expect(await attachments(PolicyArn)).toBe(1);
  });

  it('DetachUserPolicy › works once, and the user can be deleted only then', async () => {
    await makeUser();
    const PolicyArn = await makePolicy();
    await client().send(new Iam.AttachUserPolicyCommand({ UserName, PolicyArn }));
    const detach = () => client().send(new Iam.DetachUserPolicyCommand({ UserName, PolicyArn }));

    await expect(client().send(new Iam.DeleteUserCommand({ UserName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await detach();

    await expect(detach()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} was not found.`,
    });
    expect(await attachments(PolicyArn)).toBe(0);
    await client().send(new Iam.DeleteUserCommand({ UserName }));
  });
});

describe('managed policies of a group', () => {
  const GroupName = 'team';

  it('AttachGroupPolicy › is listed page by page, and detached by DetachGroupPolicy', async () => {
    await client().send(new Iam.CreateGroupCommand({ GroupName }));
    const arns = [await makePolicy('a'), await makePolicy('b')];
    for (const PolicyArn of arns) await client().send(new Iam.AttachGroupPolicyCommand({ GroupName, PolicyArn }));
    const list = (Marker?: string) =>
      client().send(new Iam.ListAttachedGroupPoliciesCommand({ GroupName, MaxItems: 1, Marker }));

    const first = await list();
    const second = await list(first.Marker);
    await client().send(new Iam.DetachGroupPolicyCommand({ GroupName, PolicyArn: arns[0] }));
    const left = await list();

    expect(first).toMatchObject({ AttachedPolicies: [{ PolicyArn: arns[0] }], IsTruncated: true });
    expect(second).toMatchObject({ AttachedPolicies: [{ PolicyArn: arns[1] }], IsTruncated: false });
    expect(left.AttachedPolicies).toEqual([{ PolicyName: 'b', PolicyArn: arns[1] }]);
  });

  it('AttachGroupPolicy › refuses a group or a policy that does not exist', async () => {
    const PolicyArn = 'arn:aws:iam::000000000000:policy/none';
    const attach = () => client().send(new Iam.AttachGroupPolicyCommand({ GroupName, PolicyArn }));

    await expect(attach()).rejects.toMatchObject({ message: 'The group with name team cannot be found.' });
    await client().send(new Iam.CreateGroupCommand({ GroupName }));
    await expect(attach()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
  });
});

describe('ARNs that no policy can have', () => {
  const twice = 'arn:aws:iam::aws:policy/arn:aws:iam::aws:policy/ReadOnlyAccess';

  it.each([
    twice,
    'arn:aws:iam::000000000000:role/none',
    'arn:aws:s3:::policy/none-at-all',
    'ReadOnlyAccess of nobody',
  ])('%s is invalid input', async (PolicyArn) => {
    const refusal = { name: 'InvalidInputException', message: `ARN ${PolicyArn} is not valid.` };
    await client().send(new Iam.CreateUserCommand({ UserName: 'ada' }));

    const attached = client().send(new Iam.AttachUserPolicyCommand({ UserName: 'ada', PolicyArn }));
    await expect(attached).rejects.toMatchObject(refusal);
    await expect(client().send(new Iam.GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject(refusal);
  });
});

describe('the permissions boundary of a user', () => {
  const UserName = 'ada';

  it('PutUserPermissionsBoundary › is told by GetUser until it is deleted', async () => {
    await client().send(new Iam.CreateUserCommand({ UserName }));
    const PermissionsBoundary = await makePolicy();
    const boundary = async () => (await client().send(new Iam.GetUserCommand({ UserName }))).User?.PermissionsBoundary;
    const remove = () => client().send(new Iam.DeleteUserPermissionsBoundaryCommand({ UserName }));

    await client().send(new Iam.PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    const set = await boundary();
    await remove();

    expect(set).toEqual({
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: PermissionsBoundary,
    });
    expect(await boundary()).toBeUndefined();
    await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('versions of a policy', () => {
  it('SetDefaultPolicyVersion › chooses the version that counts, and GetPolicyVersion tells each', async () => {
    const PolicyArn = await makePolicy();
    const denied = readTable.replace('Allow', 'Deny');
    await client().send(new Iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: denied }));
    const version = async (VersionId: string) =>
      (await client().send(new Iam.GetPolicyVersionCommand({ PolicyArn, VersionId }))).PolicyVersion;
    const before = await version('v2');

    await client().send(new Iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));

    expect(before).toMatchObject({
      VersionId: 'v2',
      IsDefaultVersion: false,
      CreateDate: expect.any(Date),
      Document: encoded(denied),
    });
    expect(await version('v2')).toMatchObject({ IsDefaultVersion: true });
    expect(await version('v1')).toMatchObject({ IsDefaultVersion: false, Document: encoded(readTable) });
    expect((await client().send(new Iam.GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe('v2');
  });

  it('SetDefaultPolicyVersion › refuses a version that does not exist', async () => {
    const PolicyArn = await makePolicy();

    const call = client().send(new Iam.SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v9' }));

    await expect(call).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} version v9 does not exist or is not attachable.`,
    });
  });
});
