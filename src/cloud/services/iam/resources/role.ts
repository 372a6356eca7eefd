import type { CreateRoleResponse, GetRoleResponse } from '@aws-sdk/client-iam';
import type { ResourceCalls, ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { applyPolicies, orUndo, policyKinds, removeAllPolicies } from './entity-policies.ts';
import { roleReading } from './readings.ts';

const nameMax = 64;
const defaultSessionSeconds = 3600;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role = codedResourceType({
  type: 'AWS::IAM::Role',
  reading: roleReading,
  properties: {
    ...policyKinds,
    AssumeRolePolicyDocument: 'document',
    Description: 'text',
    MaxSessionDuration: 'number',
    Path: 'text',
    PermissionsBoundary: 'text',
    RoleName: 'text',
    Tags: 'tags',
  },
  attributes: ['Arn', 'RoleId'],
  async create(p, context) {
    const RoleName = p.RoleName ?? context.generateName(nameMax);
    const { Role } = await context.call<CreateRoleResponse>('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: p.AssumeRolePolicyDocument,
      Path: p.Path,
      Description: p.Description,
      MaxSessionDuration: p.MaxSessionDuration,
      PermissionsBoundary: p.PermissionsBoundary,
      Tags: p.Tags,
    });
    return orUndo(
      async () => {
        await applyPolicies('Role', RoleName, p, {}, context);
        return { physicalId: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
      },
      () => deleteRole(RoleName, context),
    );
  },
  async update(state, p, previous, context) {
    const RoleName = state.physicalId;
    const { AssumeRolePolicyDocument: PolicyDocument } = p;
    await context.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    await context.call('iam', 'UpdateRole', {
      RoleName,
      Description: p.Description ?? '',
      MaxSessionDuration: p.MaxSessionDuration ?? defaultSessionSeconds,
    });
    await applyBoundary('Role', RoleName, p, previous, context);
    await applyPolicies('Role', RoleName, p, previous, context);
    await applyTags('Role', RoleName, p, previous, context);
    return stateOf(RoleName, context);
  },
  delete: (state, _, context) => unlessGone(deleteRole(state.physicalId, context), 'NoSuchEntity'),
});

async function stateOf(RoleName: string, context: ResourceCalls) {
  const { Role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName });
  return { physicalId: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
}

async function deleteRole(RoleName: string, context: ResourceContext): Promise<void> {
  await removeAllPolicies('Role', RoleName, context);
  await context.call('iam', 'DeleteRole', { RoleName });
}

interface Bounded {
  readonly PermissionsBoundary?: string | undefined;
}

/** For roles and users alike. */
export async function applyBoundary(
  noun: 'Role' | 'User',
  name: string,
  { PermissionsBoundary }: Bounded,
  previous: Bounded,
  context: ResourceContext,
): Promise<void> {
  const named = { [`${noun}Name`]: name };
  if (PermissionsBoundary !== undefined) {
    await context.call('iam', `Put${noun}PermissionsBoundary`, { ...named, PermissionsBoundary });
  } else if (previous.PermissionsBoundary !== undefined) {
    await unlessGone(context.call('iam', `Delete${noun}PermissionsBoundary`, named), 'NoSuchEntity');
  }
}

interface Tagged {
  readonly Tags: readonly Tag[];
}

/** For roles and users alike. */
export async function applyTags(
  noun: 'Role' | 'User',
  name: string,
  p: Tagged,
  previous: Tagged,
  context: ResourceContext,
): Promise<void> {
  const named = { [`${noun}Name`]: name };
  await retag(p.Tags, previous.Tags, {
    untag: (TagKeys) => context.call('iam', `Untag${noun}`, { ...named, TagKeys }),
    tag: (Tags) => context.call('iam', `Tag${noun}`, { ...named, Tags }),
  });
}
