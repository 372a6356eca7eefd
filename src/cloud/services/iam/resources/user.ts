import type { CreateUserResponse, ListGroupsForUserResponse } from '@aws-sdk/client-iam';
import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { tagsIn, textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';
import { applyPolicies, orUndo, removeAllPolicies } from './entity-policies.ts';
import { applyBoundary, applyTags } from './role.ts';

const nameMax = 64;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-user.html */
export const user: ResourceType = {
  properties: ['Groups', 'ManagedPolicyArns', 'Path', 'PermissionsBoundary', 'Policies', 'Tags', 'UserName'],
  async create(properties, context) {
    const UserName = textIn(properties, 'UserName') ?? context.generateName(nameMax);
    const { User } = await context.call<CreateUserResponse>('iam', 'CreateUser', {
      UserName,
      Path: textIn(properties, 'Path'),
      PermissionsBoundary: textIn(properties, 'PermissionsBoundary'),
      Tags: tagsIn(properties, context),
    });
    return orUndo(
      async () => {
        await applyPolicies('User', UserName, properties, {}, context);
        await applyGroups(UserName, properties, {}, context);
        return { physicalId: UserName, attributes: { Arn: User?.Arn } };
      },
      () => deleteUser(UserName, context),
    );
  },
  async update(state, properties, previous, context) {
    const UserName = state.physicalId;
    const NewPath = textIn(properties, 'Path') ?? '/';
    if (NewPath !== (textIn(previous, 'Path') ?? '/')) {
      await context.call('iam', 'UpdateUser', { UserName, NewPath });
    }
    await applyBoundary('User', UserName, properties, previous, context);
    await applyPolicies('User', UserName, properties, previous, context);
    await applyGroups(UserName, properties, previous, context);
    await applyTags('User', UserName, properties, previous, context);
    const { User } = await context.call<CreateUserResponse>('iam', 'GetUser', { UserName });
    return { physicalId: UserName, attributes: { Arn: User?.Arn } };
  },
  delete: (state, _properties, context) => unlessGone(deleteUser(state.physicalId, context), 'NoSuchEntity'),
};

async function applyGroups(
  UserName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = textsIn(properties, 'Groups');
  for (const GroupName of wanted) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
  for (const GroupName of textsIn(previous, 'Groups')) {
    if (wanted.includes(GroupName)) continue;
    await unlessGone(context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }), 'NoSuchEntity');
  }
}

async function deleteUser(UserName: string, context: ResourceContext): Promise<void> {
  await removeAllPolicies('User', UserName, context);
  const { Groups } = await context.call<ListGroupsForUserResponse>('iam', 'ListGroupsForUser', { UserName });
  for (const { GroupName } of Groups ?? []) await context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName });
  await context.call('iam', 'DeleteUser', { UserName });
}
