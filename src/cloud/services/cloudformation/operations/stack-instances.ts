import type {
  CreateStackInstancesCommandInput,
  CreateStackInstancesCommandOutput,
  DeleteStackInstancesCommandInput,
  DeleteStackInstancesCommandOutput,
  DescribeStackInstanceCommandInput,
  DescribeStackInstanceCommandOutput,
  ListStackInstancesCommandInput,
  ListStackInstancesCommandOutput,
  StackInstanceFilter,
  UpdateStackInstancesCommandInput,
  UpdateStackInstancesCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { summaryOf } from '../stack-sets/describe-stack-set.ts';
import { assertIdle, assertSelfManaged, findInstance, findStackSet } from '../stack-sets/find-stack-set.ts';
import { instanceKey, instancesOf } from '../stack-sets/parts-of-set.ts';
import { runOperation } from '../stack-sets/run-operation.ts';
import type { StackInstance } from '../stack-sets/stack-set.ts';
import { inOrder, requiredTargetsOf } from '../stack-sets/targets.ts';
import type { CloudFormationState } from '../state.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/**
 * A stack in every account and region that is named; one that is there already is updated.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackInstances.html
 */
export const createStackInstances: Ours<CreateStackInstancesCommandInput, CreateStackInstancesCommandOutput> = (
  state,
  input,
  context,
) => {
  assertSelfManaged(input);
  const stackSet = findStackSet(state, input.StackSetName);
  assertIdle(state, stackSet, input.OperationId);
  const operationId = input.OperationId ?? context.random.uuid();
  const preferences = input.OperationPreferences;
  const instances = inOrder(requiredTargetsOf(input), preferences).map((target): StackInstance => {
    const before = state.stackInstances.get(instanceKey(stackSet, target));
    return {
      ...target,
      stackSetId: stackSet.id,
      ...(before?.stackId !== undefined && { stackId: before.stackId }),
      overrides: input.ParameterOverrides ?? [],
      status: 'OUTDATED',
      detailedStatus: 'PENDING',
      lastOperationId: operationId,
    };
  });
  return runOperation({ context, state, stackSet, wanted: { action: 'CREATE', instances, operationId, preferences } });
};

/**
 * Other parameters for instances that are there.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackInstances.html
 */
export const updateStackInstances: Ours<UpdateStackInstancesCommandInput, UpdateStackInstancesCommandOutput> = (
  state,
  input,
  context,
) => {
  assertSelfManaged(input);
  const stackSet = findStackSet(state, input.StackSetName);
  assertIdle(state, stackSet, input.OperationId);
  const operationId = input.OperationId ?? context.random.uuid();
  const preferences = input.OperationPreferences;
  const instances = inOrder(requiredTargetsOf(input), preferences).map((target) => {
    const before = findInstance(state, stackSet, target);
    return { ...before, overrides: input.ParameterOverrides ?? before.overrides, lastOperationId: operationId };
  });
  return runOperation({ context, state, stackSet, wanted: { action: 'UPDATE', instances, operationId, preferences } });
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackInstances.html */
export const deleteStackInstances: Ours<DeleteStackInstancesCommandInput, DeleteStackInstancesCommandOutput> = (
  state,
  input,
  context,
) => {
  assertSelfManaged(input);
  const stackSet = findStackSet(state, input.StackSetName);
  assertIdle(state, stackSet, input.OperationId);
  const operationId = input.OperationId ?? context.random.uuid();
  const { OperationPreferences: preferences, RetainStacks: retainStacks } = input;
  const instances = inOrder(requiredTargetsOf(input), preferences).flatMap((target) => {
    const before = state.stackInstances.get(instanceKey(stackSet, target));
    return before ? [{ ...before, lastOperationId: operationId }] : [];
  });
  const wanted = { action: 'DELETE' as const, instances, operationId, preferences, retainStacks };
  return runOperation({ context, state, stackSet, wanted });
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackInstance.html */
export const describeStackInstance: Ours<DescribeStackInstanceCommandInput, DescribeStackInstanceCommandOutput> = (
  state,
  input,
) => {
  assertSelfManaged(input);
  const { StackInstanceAccount: account, StackInstanceRegion: region } = input;
  const instance = findInstance(state, findStackSet(state, input.StackSetName), { account, region });
  return { StackInstance: { ...summaryOf(instance), ParameterOverrides: [...instance.overrides] } };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackInstances.html */
export const listStackInstances: Ours<ListStackInstancesCommandInput, ListStackInstancesCommandOutput> = (
  state,
  input,
) => {
  assertSelfManaged(input);
  const { StackInstanceAccount: account, StackInstanceRegion: region, Filters = [] } = input;
  const matching = instancesOf(state, findStackSet(state, input.StackSetName)).filter(
    (instance) =>
      (account === undefined || instance.account === account) &&
      (region === undefined || instance.region === region) &&
      Filters.every((filter) => passes(instance, filter)),
  );
  const { items, next } = page(matching, input.NextToken, keyOf, input.MaxResults);
  return { Summaries: items.map(summaryOf), NextToken: next };
};

const keyOf = ({ account, region }: StackInstance): string => `${account}/${region}`;

function passes(instance: StackInstance, { Name, Values }: StackInstanceFilter): boolean {
  if (Name === 'DETAILED_STATUS') return instance.detailedStatus === Values;
  if (Name === 'LAST_OPERATION_ID') return instance.lastOperationId === Values;
  return Name !== 'DRIFT_STATUS' || Values === 'NOT_CHECKED';
}
