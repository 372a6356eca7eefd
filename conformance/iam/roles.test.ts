import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { readTable, trust } from './documents.ts';

describe('roles', () => {
  const target = useCloud();
  const client = () => target.client(Iam.IAMClient);
  const create = (RoleName: string, more: Partial<Iam.CreateRoleCommandInput> = {}) =>
    client().send(new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, ...more }));

  it('CreateRole › answers what GetRole answers, the trust policy percent-encoded', async () => {
    const created = await create('worker', {
      Path: '/team/',
      Description: 'works',
      Tags: [{ Key: 'stage', Value: 'test' }],
    });
    const got = await client().send(new Iam.GetRoleCommand({ RoleName: 'worker' }));

    expect(created.Role).toMatchObject({
      RoleName: 'worker',
      Path: '/team/',
      Arn: 'arn:aws:iam::000000000000:role/team/worker',
      Description: 'works',
      Tags: [{ Key: 'stage', Value: 'test' }],
    });
    expect(got.Role?.MaxSessionDuration).toBe(3600);
    expect(created.Role?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/);
    expect(got.Role).toMatchObject(created.Role ?? {});
    expect(got.Role?.AssumeRolePolicyDocument).toMatch(/^%7B%22Version%22/);
    expect(decodeURIComponent(got.Role?.AssumeRolePolicyDocument ?? '')).toBe(trust);
  });

  it('CreateRole › refuses a name that is taken, whatever its case', async () => {
    await create('worker');

    await expect(create('Worker')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Role with name Worker already exists.',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['no principal', trust.replace('"Principal"', '"principal"'), 'Missing required field Principal'],
    ['a resource', trust.replace('"Effect"', '"Resource":"*","Effect"'), 'Has prohibited field Resource'],
    ['no action', trust.replace(',"Action":"sts:AssumeRole"', ''), 'Policy statement must contain actions.'],
    ['an unknown effect', trust.replace('Allow', 'Maybe'), 'Syntax errors in policy.'],
  ])('CreateRole › refuses a trust policy with %s', async (_what, AssumeRolePolicyDocument, message) => {
    await expect(create('worker', { AssumeRolePolicyDocument })).rejects.toMatchObject({
      name: 'MalformedPolicyDocumentException',
      message,
    });
  });

  it('CreateRole › validation › rejects a name of 65 characters', async () => {
    const name = 'r'.repeat(65);

    await expect(create(name)).rejects.toMatchObject({
      name: 'ValidationError',
      message: `1 validation error detected: Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    });
  });

  it('GetRole › refuses a role that does not exist', async () => {
    const call = client().send(new Iam.GetRoleCommand({ RoleName: 'nobody' }));

    await expect(call).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name nobody cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('ListRoles › pages and filters by path', async () => {
    for (const name of ['a', 'b', 'c']) await create(name, { Path: '/x/' });
    await create('d');

    const first = await client().send(new Iam.ListRolesCommand({ PathPrefix: '/x/', MaxItems: 2 }));
    const second = await client().send(
      new Iam.ListRolesCommand({ PathPrefix: '/x/', MaxItems: 2, Marker: first.Marker }),
    );

    expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(['a', 'b']);
    expect(first.IsTruncated).toBe(true);
    expect(second.Roles?.map(({ RoleName }) => RoleName)).toEqual(['c']);
    expect(second.IsTruncated).toBe(false);
  });

  it('UpdateRole › changes description and session, UpdateAssumeRolePolicy the trust', async () => {
    await create('worker');
    const other = trust.replace('lambda', 'states');

    await client().send(
      new Iam.UpdateRoleCommand({ RoleName: 'worker', Description: 'new', MaxSessionDuration: 7200 }),
    );
    await client().send(new Iam.UpdateAssumeRolePolicyCommand({ RoleName: 'worker', PolicyDocument: other }));
    const { Role } = await client().send(new Iam.GetRoleCommand({ RoleName: 'worker' }));

    expect(Role).toMatchObject({ Description: 'new', MaxSessionDuration: 7200 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(other);
  });

  it('DeleteRole › waits until policies are gone and the role is in no instance profile', async () => {
    const RoleName = 'worker';
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    const InstanceProfileName = 'profile';
    await create(RoleName);
    await client().send(new Iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: readTable }));
    await client().send(new Iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await client().send(new Iam.CreateInstanceProfileCommand({ InstanceProfileName }));
    await client().send(new Iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }));
    const remove = () => client().send(new Iam.DeleteRoleCommand({ RoleName }));

    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must remove roles from instance profile first.',
    });
    await client().send(new Iam.RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }));
    await expect(remove()).rejects.toMatchObject({
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await client().send(new Iam.DetachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(remove()).rejects.toMatchObject({ message: 'Cannot delete entity, must delete policies first.' });
    await client().send(new Iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }));
    await remove();

    await expect(client().send(new Iam.GetRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
  });

  it('TagRole › adds and overwrites; UntagRole takes away', async () => {
    const RoleName = 'worker';
    await create(RoleName, {
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });

    await client().send(new Iam.TagRoleCommand({ RoleName, Tags: [{ Key: 'a', Value: '3' }] }));
    await client().send(new Iam.UntagRoleCommand({ RoleName, TagKeys: ['b'] }));
    const { Tags } = await client().send(new Iam.ListRoleTagsCommand({ RoleName }));

    expect(Tags).toEqual([{ Key: 'a', Value: '3' }]);
  });

  it('CreateRole › refuses a boundary that does not exist', async () => {
    const PermissionsBoundary = 'arn:aws:iam::000000000000:policy/none';

    await expect(
      client().send(
        new Iam.CreateRoleCommand({ RoleName: 'bounded', AssumeRolePolicyDocument: trust, PermissionsBoundary }),
      ),
    ).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`,
    });
  });

  it('PutRolePermissionsBoundary › is told by GetRole until it is deleted', async () => {
    const RoleName = 'worker';
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
    await create(RoleName);

    await client().send(new Iam.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }));
    const bounded = await client().send(new Iam.GetRoleCommand({ RoleName }));
    await client().send(new Iam.DeleteRolePermissionsBoundaryCommand({ RoleName }));
    const free = await client().send(new Iam.GetRoleCommand({ RoleName }));

    expect(bounded.Role?.PermissionsBoundary?.PermissionsBoundaryArn).toBe(PermissionsBoundary);
    expect(free.Role?.PermissionsBoundary).toBeUndefined();
  });

  it('CreateServiceLinkedRole › makes a role that only its own operation deletes', async () => {
    const { Role } = await client().send(
      new Iam.CreateServiceLinkedRoleCommand({ AWSServiceName: 'ops.apigateway.amazonaws.com' }),
    );
    const RoleName = Role?.RoleName ?? '';

    await expect(client().send(new Iam.DeleteRoleCommand({ RoleName }))).rejects.toMatchObject({
      name: 'UnmodifiableEntityException',
    });
    const { DeletionTaskId } = await client().send(new Iam.DeleteServiceLinkedRoleCommand({ RoleName }));
    const status = await client().send(new Iam.GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId }));

    expect(Role?.Arn).toBe(
      'arn:aws:iam::000000000000:role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway',
    );
    expect(status.Status).toBe('SUCCEEDED');
  });
});
