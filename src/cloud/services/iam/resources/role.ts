import type { CreateRoleResponse, GetRoleResponse } from '@aws-sdk/client-iam';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, numberIn, tagKeysGone, tagsIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { applyPolicies, orUndo, removeAllPolicies } from './entity-policies.ts';

const nameMax = 64;
const defaultSessionSeconds = 3600;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role: ResourceType = {
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],
  async create(properties, context) {
    const RoleName = textIn(properties, 'RoleName') ?? context.generateName(nameMax);
    const { Role } = await context.call<CreateRoleResponse>('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: documentIn(properties, 'AssumeRolePolicyDocument'),
      Path: textIn(properties, 'Path'),
      Description: textIn(properties, 'Description'),
      MaxSessionDuration: numberIn(properties, 'MaxSessionDuration'),
      PermissionsBoundary: textIn(properties, 'PermissionsBoundary'),
      Tags: tagsIn(properties, context),
    });
    return orUndo(
      async () => {
        await applyPolicies('Role', RoleName, properties, {}, context);
        return { physicalId: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
      },
      () => deleteRole(RoleName, context),
    );
  },
  async update(state, properties, previous, context) {
    const RoleName = state.physicalId;
    const trust = documentIn(properties, 'AssumeRolePolicyDocument');
    await context.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trust });
    await context.call('iam', 'UpdateRole', {
      RoleName,
      Description: textIn(properties, 'Description') ?? '',
      MaxSessionDuration: numberIn(properties, 'MaxSessionDuration') ?? defaultSessionSeconds,
    });
    await applyBoundary('Role', RoleName, properties, previous, context);
    await applyPolicies('Role', RoleName, properties, previous, context);
    await applyTags('Role', RoleName, properties, previous, context);
    return describe(RoleName, context);
  },
  delete: (state, _properties, context) => unlessGone(deleteRole(state.physicalId, context), 'NoSuchEntity'),
};

async function deleteRole(RoleName: string, context: ResourceContext): Promise<void> {
  await removeAllPolicies('Role', RoleName, context);
  await context.call('iam', 'DeleteRole', { RoleName });
}

async function describe(RoleName: string, context: ResourceContext): Promise<ResourceState> {
  const { Role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName });
  return { physicalId: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
}

/** For roles and users alike. */
export async function applyBoundary(
  noun: 'Role' | 'User',
  name: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const PermissionsBoundary = textIn(properties, 'PermissionsBoundary');
  const named = { [`${noun}Name`]: name };
  if (PermissionsBoundary !== undefined) {
    await context.call('iam', `Put${noun}PermissionsBoundary`, { ...named, PermissionsBoundary });
  } else if (textIn(previous, 'PermissionsBoundary') !== undefined) {
    await unlessGone(context.call('iam', `Delete${noun}PermissionsBoundary`, named), 'NoSuchEntity');
  }
}

/** For roles and users alike. */
export async function applyTags(
  noun: 'Role' | 'User',
  name: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const TagKeys = tagKeysGone(properties, previous, context);
  const Tags = tagsIn(properties, context);
  const named = { [`${noun}Name`]: name };
  if (TagKeys.length > 0) await context.call('iam', `Untag${noun}`, { ...named, TagKeys });
  if (Tags.length > 0) await context.call('iam', `Tag${noun}`, { ...named, Tags });
}
