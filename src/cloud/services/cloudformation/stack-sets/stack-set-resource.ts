import { AwsError } from '../../../kernel/errors.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import type { Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';

const parameters = { list: { members: { ParameterKey: 'text', ParameterValue: 'text' } } } as const;

const properties = {
  AdministrationRoleARN: 'text',
  AutoDeployment: 'record',
  CallAs: 'text',
  Capabilities: { list: 'text' },
  Description: 'text',
  ExecutionRoleName: 'text',
  ManagedExecution: { members: { Active: 'flag' } },
  OperationPreferences: {
    members: {
      ConcurrencyMode: 'text',
      FailureToleranceCount: 'number',
      FailureTolerancePercentage: 'number',
      MaxConcurrentCount: 'number',
      MaxConcurrentPercentage: 'number',
      RegionConcurrencyType: 'text',
      RegionOrder: { list: 'text' },
    },
  },
  Parameters: parameters,
  PermissionModel: 'text',
  StackInstancesGroup: {
    list: {
      members: {
        DeploymentTargets: { members: { Accounts: { list: 'text' }, OrganizationalUnitIds: { list: 'text' } } },
        ParameterOverrides: parameters,
        Regions: { list: 'text' },
      },
    },
  },
  StackSetName: 'text',
  Tags: 'tags',
  TemplateBody: 'text',
  TemplateURL: 'text',
} as const;

type Wanted = Values<typeof properties>;

/**
 * AWS::CloudFormation::StackSet, with the stacks of its groups.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html
 */
export const stackSetResource = codedResourceType({
  type: 'AWS::CloudFormation::StackSet',
  properties,
  attributes: ['StackSetId'],
  async create(wanted, context) {
    const { StackInstancesGroup: _, OperationPreferences: __, ...set } = wanted;
    const input = { ...set, Tags: ownTags(wanted) };
    const made = await context.call<{ StackSetId: string }>('cloudformation', 'CreateStackSet', input);
    for (const group of groupsOf(wanted)) await deploy(group, wanted, context);
    return { physicalId: made.StackSetId, attributes: { StackSetId: made.StackSetId } };
  },
  async update(state, wanted, previous, context) {
    const { StackInstancesGroup: _, PermissionModel: __, ...set } = wanted;
    const input = { ...set, Tags: ownTags(wanted) };
    const updated = await context.call<Began>('cloudformation', 'UpdateStackSet', input);
    await assertSucceeded(updated, wanted, context);
    const kept = new Set(groupsOf(wanted).map(keyOf));
    const before = new Set(groupsOf(previous).map(keyOf));
    for (const group of groupsOf(previous)) if (!kept.has(keyOf(group))) await remove(group, wanted, context);
    for (const group of groupsOf(wanted)) {
      if (!before.has(keyOf(group)) || group.ParameterOverrides.length > 0) await deploy(group, wanted, context);
    }
    return state;
  },
  async delete(_state, wanted, context) {
    for (const group of groupsOf(wanted)) await remove(group, wanted, context);
    await context.call('cloudformation', 'DeleteStackSet', { StackSetName: wanted.StackSetName });
  },
});

/** Those that CloudFormation itself gives the set are nothing that its stacks may be tagged with. */
const ownTags = ({ Tags }: Wanted) => Tags.filter(({ Key }) => !Key.startsWith('aws:'));

interface Began {
  readonly OperationId?: string;
}

type Group = ReturnType<typeof groupsOf>[number];

/** One account in one region each, so that groups can be compared. */
const groupsOf = ({ StackInstancesGroup = [] }: Wanted) =>
  StackInstancesGroup.flatMap(({ DeploymentTargets, Regions = [], ParameterOverrides = [] }) =>
    Regions.flatMap((region) =>
      (DeploymentTargets?.Accounts ?? []).map((account) => ({
        Accounts: [account],
        Regions: [region],
        ParameterOverrides,
      })),
    ),
  );

const keyOf = ({ Accounts, Regions }: Group): string => `${Accounts[0]}/${Regions[0]}`;

async function deploy(group: Group, wanted: Wanted, context: ResourceContext): Promise<void> {
  const { StackSetName, OperationPreferences } = wanted;
  const input = { StackSetName, OperationPreferences, ...group };
  await assertSucceeded(await context.call('cloudformation', 'CreateStackInstances', input), wanted, context);
}

async function remove(group: Group, wanted: Wanted, context: ResourceContext): Promise<void> {
  const { Accounts, Regions } = group;
  const input = { StackSetName: wanted.StackSetName, Accounts, Regions, RetainStacks: false };
  await assertSucceeded(await context.call('cloudformation', 'DeleteStackInstances', input), wanted, context);
}

interface Told {
  readonly StackSetOperation?: { readonly Status?: string };
}

interface Results {
  readonly Summaries?: readonly { readonly Status?: string; readonly StatusReason?: string }[];
}

/** An operation answers when it has begun; the resource is done when that is over. */
async function assertSucceeded(
  { OperationId }: Began,
  { StackSetName }: Wanted,
  context: ResourceContext,
): Promise<void> {
  for (;;) {
    const told = await context.call<Told>('cloudformation', 'DescribeStackSetOperation', { StackSetName, OperationId });
    const status = told.StackSetOperation?.Status;
    if (status === 'SUCCEEDED') return;
    if (status === 'FAILED' || status === 'STOPPED') {
      const listed = await context.call<Results>('cloudformation', 'ListStackSetOperationResults', {
        StackSetName,
        OperationId,
      });
      const reasons = listed.Summaries?.flatMap(({ Status, StatusReason = '' }) =>
        Status === 'FAILED' ? [StatusReason] : [],
      );
      throw new AwsError(
        'InternalFailure',
        `Stack set operation [${OperationId}] was unexpectedly stopped or failed. status reason(s): [${reasons?.join(', ')}]`,
      );
    }
    await context.clock.sleep(1000);
  }
}
