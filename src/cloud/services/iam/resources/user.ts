import type { CreateUserResponse, ListGroupsForUserResponse } from '@aws-sdk/client-iam';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { applyPolicies, orUndo, policyKinds, removeAllPolicies } from './entity-policies.ts';
import { userReading } from './readings.ts';
import { applyBoundary, applyTags } from './role.ts';

const nameMax = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const user = codedResourceType({
  type: 'AWS::IAM::User',
  reading: userReading,
  properties: {
    ...policyKinds,
    Groups: { list: 'text' },
    LoginProfile: { members: { Password: 'text', PasswordResetRequired: 'flag' } },
    Path: 'text',
    PermissionsBoundary: 'text',
    Tags: 'tags',
    UserName: 'text',
  },
  attributes: ['Arn'],
  async create(p, context) {
    const UserName = p.UserName ?? context.generateName(nameMax);
    const { User } = await context.call<CreateUserResponse>('iam', 'CreateUser', {
      UserName,
      Path: p.Path,
      PermissionsBoundary: p.PermissionsBoundary,
      Tags: p.Tags,
    });
    return orUndo(
      async () => {
        await applyPolicies('User', UserName, p, {}, context);
        await applyGroups(UserName, p.Groups ?? [], [], context);
        if (p.LoginProfile) await context.call('iam', 'CreateLoginProfile', { UserName, ...p.LoginProfile });
        return { physicalId: UserName, attributes: { Arn: User?.Arn } };
      },
      () => deleteUser(UserName, context),
    );
  },
  async update(state, p, previous, context) {
    const UserName = state.physicalId;
    const NewPath = p.Path ?? '/';
    if (NewPath !== (previous.Path ?? '/')) await context.call('iam', 'UpdateUser', { UserName, NewPath });
    await applyBoundary('User', UserName, p, previous, context);
    await applyPolicies('User', UserName, p, previous, context);
    await applyGroups(UserName, p.Groups ?? [], previous.Groups ?? [], context);
    await applyLoginProfile(UserName, p.LoginProfile, previous.LoginProfile, context);
    await applyTags('User', UserName, p, previous, context);
    const { User } = await context.call<CreateUserResponse>('iam', 'GetUser', { UserName });
    return { physicalId: UserName, attributes: { Arn: User?.Arn } };
  },
  delete: (state, _, context) => unlessGone(deleteUser(state.physicalId, context), 'NoSuchEntity'),
});

async function applyGroups(
  UserName: string,
  wanted: readonly string[],
  previous: readonly string[],
  context: ResourceContext,
): Promise<void> {
  for (const GroupName of wanted) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
  for (const GroupName of previous) {
    if (wanted.includes(GroupName)) continue;
    await unlessGone(context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }), 'NoSuchEntity');
  }
}

async function applyLoginProfile(
  UserName: string,
  wanted: object | undefined,
  previous: object | undefined,
  context: ResourceContext,
): Promise<void> {
  if (wanted) {
    const operation = previous ? 'UpdateLoginProfile' : 'CreateLoginProfile';
    await context.call('iam', operation, { UserName, ...wanted });
  } else if (previous) {
    await unlessGone(context.call('iam', 'DeleteLoginProfile', { UserName }), 'NoSuchEntity');
  }
}

async function deleteUser(UserName: string, context: ResourceContext): Promise<void> {
  await removeAllPolicies('User', UserName, context);
  const { Groups } = await context.call<ListGroupsForUserResponse>('iam', 'ListGroupsForUser', { UserName });
  for (const { GroupName } of Groups ?? []) await context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName });
  await unlessGone(context.call('iam', 'DeleteLoginProfile', { UserName }), 'NoSuchEntity');
  await context.call('iam', 'DeleteUser', { UserName });
}
