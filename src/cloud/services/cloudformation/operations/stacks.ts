import type {
  DescribeStacksCommandInput,
  DescribeStacksCommandOutput,
  ListStacksCommandInput,
  ListStacksCommandOutput,
  StackSummary,
} from '@aws-sdk/client-cloudformation';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { CloudFormationState, Stack } from '../state.ts';
import { describeDrift, describeStack } from './describe-stack.ts';
import { findStack } from './find-stack.ts';
import { page } from './page.ts';

const newestFirst = (state: CloudFormationState): Stack[] =>
  [...state.stacks.values()].sort((a, b) => b.createdMs - a.createdMs);

/**
 * One stack by name or id, also a deleted one by its id; or all that are not deleted.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
export const describeStacks: Operation<
  DescribeStacksCommandInput,
  Omit<DescribeStacksCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input, context) => {
  if (input.StackName !== undefined && input.StackName !== '') {
    return { Stacks: [describeStack(findStack(state, input.StackName), context)] };
  }
  const present = newestFirst(state).filter(({ status }) => status !== 'DELETE_COMPLETE');
  const { items, next } = page(present, input.NextToken, ({ id }) => id);
  return { Stacks: items.map((stack) => describeStack(stack, context)), NextToken: next };
};

/**
 * All stacks of the last 90 days, deleted ones too.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html
 */
export const listStacks: Operation<
  ListStacksCommandInput,
  Omit<ListStacksCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input, context) => {
  const wanted = input.StackStatusFilter;
  const matching = newestFirst(state).filter(({ status }) => !wanted || wanted.length === 0 || wanted.includes(status));
  const { items, next } = page(matching, input.NextToken, ({ id }) => id);
  return { StackSummaries: items.map((stack) => summaryOf(stack, context)), NextToken: next };
};

function summaryOf(stack: Stack, context: Context): StackSummary {
  const full = describeStack(stack, context);
  return {
    StackId: full.StackId,
    StackName: full.StackName,
    TemplateDescription: full.Description,
    CreationTime: full.CreationTime,
    LastUpdatedTime: full.LastUpdatedTime,
    DeletionTime: full.DeletionTime,
    StackStatus: full.StackStatus,
    StackStatusReason: full.StackStatusReason,
    ParentId: full.ParentId,
    RootId: full.RootId,
    DriftInformation: describeDrift(stack),
  };
}
