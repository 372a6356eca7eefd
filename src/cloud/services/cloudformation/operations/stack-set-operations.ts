import type {
  DescribeStackSetOperationCommandInput,
  DescribeStackSetOperationCommandOutput,
  ListStackSetOperationResultsCommandInput,
  ListStackSetOperationResultsCommandOutput,
  ListStackSetOperationsCommandInput,
  ListStackSetOperationsCommandOutput,
  StopStackSetOperationCommandInput,
  StopStackSetOperationCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { partitionOf } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { operationSummary } from '../stack-sets/describe-stack-set.ts';
import { assertSelfManaged, findOperation, findStackSet } from '../stack-sets/find-stack-set.ts';
import { operationsOf } from '../stack-sets/parts-of-set.ts';
import { type CloudFormationState, partKey } from '../state.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSetOperation.html */
export const describeStackSetOperation: Ours<
  DescribeStackSetOperationCommandInput,
  DescribeStackSetOperationCommandOutput
> = (state, input) => {
  assertSelfManaged(input);
  const record = findOperation(state, findStackSet(state, input.StackSetName), input.OperationId);
  return {
    StackSetOperation: {
      ...operationSummary(record),
      StackSetId: record.stackSetId,
      RetainStacks: record.retainStacks,
      AdministrationRoleARN: record.administrationRoleArn,
      ExecutionRoleName: record.executionRoleName,
    },
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSetOperations.html */
export const listStackSetOperations: Ours<ListStackSetOperationsCommandInput, ListStackSetOperationsCommandOutput> = (
  state,
  input,
) => {
  assertSelfManaged(input);
  const newestFirst = operationsOf(state, findStackSet(state, input.StackSetName)).reverse();
  const { items, next } = page(newestFirst, input.NextToken, ({ id }) => id, input.MaxResults);
  return { Summaries: items.map(operationSummary), NextToken: next };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSetOperationResults.html */
export const listStackSetOperationResults: Ours<
  ListStackSetOperationResultsCommandInput,
  ListStackSetOperationResultsCommandOutput
> = (state, input, context) => {
  assertSelfManaged(input);
  const { results } = findOperation(state, findStackSet(state, input.StackSetName), input.OperationId);
  const wanted = input.Filters?.find(({ Name }) => Name === 'OPERATION_RESULT_STATUS')?.Values;
  const matching = results.filter(({ status }) => wanted === undefined || status === wanted);
  const { items, next } = page(
    matching,
    input.NextToken,
    ({ account, region }) => `${account}/${region}`,
    input.MaxResults,
  );
  return {
    Summaries: items.map(({ account, region, status, reason }) => ({
      Account: account,
      Region: region,
      Status: status,
      StatusReason: reason,
      // There is no gate: a function by that name would be asked before the account is worked on.
      ...(status !== 'PENDING' &&
        status !== 'CANCELLED' && {
          AccountGateResult: {
            Status: 'SKIPPED' as const,
            StatusReason: `Function not found: arn:${partitionOf(context.region)}:lambda:${context.region}:${account}:function:AWSCloudFormationStackSetAccountGate`,
          },
        }),
      OrganizationalUnitId: '',
    })),
    NextToken: next,
  };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StopStackSetOperation.html */
export const stopStackSetOperation: Ours<StopStackSetOperationCommandInput, StopStackSetOperationCommandOutput> = (
  state,
  input,
) => {
  assertSelfManaged(input);
  const stackSet = findStackSet(state, input.StackSetName);
  const record = findOperation(state, stackSet, input.OperationId);
  if (record.status !== 'RUNNING') {
    throw new AwsError(
      'InvalidOperationException',
      `Operation ${record.id} is in status ${record.status} and can not be stopped`,
      { status: 400 },
    );
  }
  state.stackSetOperations.set(partKey(stackSet.name, record.id), { ...record, status: 'STOPPING' });
  return {};
};
