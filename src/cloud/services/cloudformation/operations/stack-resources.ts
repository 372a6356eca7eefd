import type {
  DescribeStackResourceCommandInput,
  DescribeStackResourceCommandOutput,
  DescribeStackResourcesCommandInput,
  DescribeStackResourcesCommandOutput,
  ListStackResourcesCommandInput,
  ListStackResourcesCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { resourceNotFound, stackNotFound, validationError } from '../errors.ts';
import { type CloudFormationState, partKey, type ResourceRecord, resourcesOf, type Stack } from '../state.ts';
import { findStack } from './find-stack.ts';
import { page } from './page.ts';

/** A resource with its stack, as the older operations tell it. */
const inStack = (state: CloudFormationState, stack: Stack) => (record: ResourceRecord) => ({
  StackId: stack.id,
  StackName: stack.name,
  Timestamp: new Date(record.timestampMs),
  ...summary(state, record),
});

/** What all descriptions of a resource have in common. */
const summary = (state: CloudFormationState, record: ResourceRecord) => ({
  LogicalResourceId: record.logicalId,
  PhysicalResourceId: record.state?.physicalId,
  ResourceType: record.type,
  ResourceStatus: record.status,
  ResourceStatusReason: record.statusReason,
  DriftInformation: describeDrift(state, record),
});

function describeDrift(state: CloudFormationState, { stackId, logicalId }: ResourceRecord) {
  const drift = state.drifts.get(partKey(stackId, logicalId));
  if (!drift) return { StackResourceDriftStatus: 'NOT_CHECKED' as const };
  return { StackResourceDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.checkedMs) };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export const describeStackResource: Operation<
  Given<DescribeStackResourceCommandInput>,
  Omit<DescribeStackResourceCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const stack = findStack(state, input.StackName, (name) => validationError(`Stack '${name}' does not exist`));
  const record = state.resources.get(partKey(stack.id, input.LogicalResourceId));
  if (!record) throw resourceNotFound(input.LogicalResourceId, input.StackName);
  const { Timestamp, ...rest } = inStack(state, stack)(record);
  return {
    StackResourceDetail: {
      ...rest,
      LastUpdatedTimestamp: Timestamp,
      Metadata: record.metadata === undefined ? undefined : JSON.stringify(record.metadata),
    },
  };
};

/**
 * All resources of a stack, one of them, or those of the stack that has a given physical resource.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 */
export const describeStackResources: Operation<
  DescribeStackResourcesCommandInput,
  Omit<DescribeStackResourcesCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const stack = findStack(state, stackNameOf(state, input), stackNotFound);
  const { LogicalResourceId: logicalId } = input;
  const records = resourcesOf(state, stack.id).filter((record) => !logicalId || record.logicalId === logicalId);
  if (logicalId && records.length === 0) throw resourceNotFound(logicalId, input.StackName ?? stack.name);
  return { StackResources: records.map(inStack(state, stack)) };
};

/** By the stack, or by a physical id, which may belong to any stack. */
function stackNameOf(state: CloudFormationState, input: DescribeStackResourcesCommandInput): string {
  if (input.StackName !== undefined) return input.StackName;
  const physicalId = input.PhysicalResourceId;
  if (physicalId === undefined) throw validationError('Either StackName or PhysicalResourceId must be specified.');
  const owner = [...state.resources.values()].find((record) => record.state?.physicalId === physicalId);
  if (!owner) throw validationError(`Stack for ${physicalId} does not exist`);
  return owner.stackId;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export const listStackResources: Operation<
  Given<ListStackResourcesCommandInput>,
  Omit<ListStackResourcesCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const stack = findStack(state, input.StackName);
  const { items, next } = page(resourcesOf(state, stack.id), input.NextToken, ({ logicalId }) => logicalId);
  return {
    StackResourceSummaries: items.map((record) => ({
      ...summary(state, record),
      LastUpdatedTimestamp: new Date(record.timestampMs),
    })),
    NextToken: next,
  };
};
