import type {
  CreatePolicyResponse,
  ListEntitiesForPolicyResponse,
  ListPolicyVersionsResponse,
} from '@aws-sdk/client-iam';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType, type StateWith } from '../../../service-kit/resource-type.ts';
import { type Noun, orUndo, targetKinds, targetsIn } from './entity-policies.ts';
import { managedPolicyReading } from './readings.ts';

const nameMax = 128;
const versionsMax = 5;

const attributes = [
  'AttachmentCount',
  'CreateDate',
  'DefaultVersionId',
  'IsAttachable',
  'PermissionsBoundaryUsageCount',
  'PolicyArn',
  'PolicyId',
  'UpdateDate',
] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicy = codedResourceType({
  type: 'AWS::IAM::ManagedPolicy',
  reading: managedPolicyReading,
  properties: {
    ...targetKinds,
    Description: 'text',
    ManagedPolicyName: 'text',
    Path: 'text',
    PolicyDocument: 'document',
  },
  attributes,
  async create(p, context) {
    const { Policy } = await context.call<CreatePolicyResponse>('iam', 'CreatePolicy', {
      PolicyName: p.ManagedPolicyName ?? context.generateName(nameMax),
      Path: p.Path,
      Description: p.Description,
      PolicyDocument: p.PolicyDocument,
    });
    const arn = Policy?.Arn ?? '';
    return orUndo(
      async () => {
        for (const { noun, name } of targetsIn(p)) await attach(noun, name, arn, context);
        return describe(arn, context);
      },
      () => deletePolicy(arn, context),
    );
  },
  async update(state, p, previous, context) {
    const arn = state.physicalId;
    const { PolicyDocument } = p;
    if (PolicyDocument !== previous.PolicyDocument) {
      await makeRoom(arn, context);
      await context.call('iam', 'CreatePolicyVersion', { PolicyArn: arn, PolicyDocument, SetAsDefault: true });
    }
    const targets = targetsIn(p);
    for (const { noun, name } of targets) await attach(noun, name, arn, context);
    for (const { noun, name } of targetsIn(previous)) {
      const isKept = targets.some((target) => target.noun === noun && target.name === name);
      if (!isKept) await detach(noun, name, arn, context);
    }
    return describe(arn, context);
  },
  delete: (state, _, context) => unlessGone(deletePolicy(state.physicalId, context), 'NoSuchEntity'),
});

async function describe(arn: string, context: ResourceContext): Promise<StateWith<(typeof attributes)[number]>> {
  const { Policy } = await context.call<CreatePolicyResponse>('iam', 'GetPolicy', { PolicyArn: arn });
  return {
    physicalId: arn,
    attributes: {
      PolicyArn: arn,
      PolicyId: Policy?.PolicyId,
      DefaultVersionId: Policy?.DefaultVersionId,
      AttachmentCount: Policy?.AttachmentCount,
      PermissionsBoundaryUsageCount: Policy?.PermissionsBoundaryUsageCount,
      IsAttachable: Policy?.IsAttachable,
      CreateDate: Policy?.CreateDate?.toISOString(),
      UpdateDate: Policy?.UpdateDate?.toISOString(),
    },
  };
}

/** A policy holds five versions: the oldest that is not in use makes room, as CloudFormation does it. */
async function makeRoom(PolicyArn: string, context: ResourceContext): Promise<void> {
  const versions = await versionsOf(PolicyArn, context);
  const oldest = versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).at(-1);
  if (versions.length < versionsMax || !oldest) return;
  await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId });
}

async function deletePolicy(PolicyArn: string, context: ResourceContext): Promise<void> {
  const users = await context.call<ListEntitiesForPolicyResponse>('iam', 'ListEntitiesForPolicy', { PolicyArn });
  for (const { RoleName = '' } of users.PolicyRoles ?? []) await detach('Role', RoleName, PolicyArn, context);
  for (const { UserName = '' } of users.PolicyUsers ?? []) await detach('User', UserName, PolicyArn, context);
  for (const { GroupName = '' } of users.PolicyGroups ?? []) await detach('Group', GroupName, PolicyArn, context);
  for (const { IsDefaultVersion, VersionId } of await versionsOf(PolicyArn, context)) {
    if (!IsDefaultVersion) await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
  }
  await context.call('iam', 'DeletePolicy', { PolicyArn });
}

async function versionsOf(PolicyArn: string, context: ResourceContext) {
  const { Versions } = await context.call<ListPolicyVersionsResponse>('iam', 'ListPolicyVersions', { PolicyArn });
  return Versions ?? [];
}

const attach = (noun: Noun, name: string, PolicyArn: string, context: ResourceContext) =>
  context.call('iam', `Attach${noun}Policy`, { [`${noun}Name`]: name, PolicyArn });

const detach = (noun: Noun, name: string, PolicyArn: string, context: ResourceContext) =>
  unlessGone(context.call('iam', `Detach${noun}Policy`, { [`${noun}Name`]: name, PolicyArn }), 'NoSuchEntity');
