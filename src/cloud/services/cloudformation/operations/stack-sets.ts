import type {
  CreateStackSetCommandInput,
  CreateStackSetCommandOutput,
  DeleteStackSetCommandInput,
  DeleteStackSetCommandOutput,
  DescribeStackSetCommandInput,
  DescribeStackSetCommandOutput,
  ListStackSetsCommandInput,
  ListStackSetsCommandOutput,
  Parameter,
  UpdateStackSetCommandInput,
  UpdateStackSetCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { formatArn, partitionOf } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { fetchTemplate, type TemplateSource } from '../engine/template/fetch-template.ts';
import { readTemplate } from '../engine/template/read-template.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { describeStackSet } from '../stack-sets/describe-stack-set.ts';
import {
  assertEmpty,
  assertIdle,
  assertSelfManaged,
  findStackSet,
  stackSetExists,
} from '../stack-sets/find-stack-set.ts';
import { instancesOf } from '../stack-sets/parts-of-set.ts';
import { runOperation } from '../stack-sets/run-operation.ts';
import type { StackSet } from '../stack-sets/stack-set.ts';
import { inOrder, targetsOf } from '../stack-sets/targets.ts';
import { type CloudFormationState, partsOf } from '../state.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/**
 * A set without stacks yet; its roles are named and not looked for, as nobody is kept out here.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
 */
export const createStackSet: Ours<CreateStackSetCommandInput, CreateStackSetCommandOutput> = async (
  state,
  input,
  context,
) => {
  assertSelfManaged(input);
  if (input.StackId !== undefined) throw new UnsupportedError('the parameter StackId of CreateStackSet');
  const existing = state.stackSets.get(input.StackSetName);
  if (existing) {
    const isRepeated = input.ClientRequestToken !== undefined && existing.clientToken === input.ClientRequestToken;
    if (isRepeated) return { StackSetId: existing.id };
    throw stackSetExists(input.StackSetName);
  }
  const templateBody = await givenTemplate(input, context);
  const { StackSetName: name } = input;
  if (state.stackSets.has(name)) throw stackSetExists(name);
  const { account, region } = context;
  const id = `${name}:${context.random.uuid()}`;
  state.stackSets.set(name, {
    id,
    name,
    arn: formatArn({ service: 'cloudformation', region, account, resource: `stackset/${id}` }),
    ...(input.Description !== undefined && { description: input.Description }),
    templateBody,
    parameters: input.Parameters ?? [],
    capabilities: input.Capabilities ?? [],
    tags: input.Tags ?? [],
    administrationRoleArn:
      input.AdministrationRoleARN ??
      `arn:${partitionOf(region)}:iam::${account}:role/AWSCloudFormationStackSetAdministrationRole`,
    executionRoleName: input.ExecutionRoleName ?? 'AWSCloudFormationStackSetExecutionRole',
    isManagedExecutionActive: input.ManagedExecution?.Active ?? false,
    ...(input.ClientRequestToken !== undefined && { clientToken: input.ClientRequestToken }),
  });
  return { StackSetId: id };
};

async function givenTemplate(source: TemplateSource, context: Context<CloudFormationRuntime>): Promise<string> {
  const body = await fetchTemplate(source, (service, operation, input) => context.call(service, operation, input));
  readTemplate(body);
  return body;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStackSet.html */
export const updateStackSet: Ours<UpdateStackSetCommandInput, UpdateStackSetCommandOutput> = async (
  state,
  input,
  context,
) => {
  assertSelfManaged(input);
  const before = findStackSet(state, input.StackSetName);
  assertIdle(state, before, input.OperationId);
  const templateBody = input.UsePreviousTemplate ? before.templateBody : await givenTemplate(input, context);
  assertIdle(state, findStackSet(state, before.name), input.OperationId);
  const stackSet: StackSet = {
    ...before,
    templateBody,
    ...(input.Description !== undefined && { description: input.Description }),
    parameters: keptValues(input.Parameters ?? [], before.parameters),
    capabilities: input.Capabilities ?? [],
    tags: input.Tags ?? before.tags,
    administrationRoleArn: input.AdministrationRoleARN ?? before.administrationRoleArn,
    executionRoleName: input.ExecutionRoleName ?? before.executionRoleName,
    isManagedExecutionActive: input.ManagedExecution?.Active ?? before.isManagedExecutionActive,
  };
  state.stackSets.set(stackSet.name, stackSet);
  const operationId = input.OperationId ?? context.random.uuid();
  const all = instancesOf(state, stackSet);
  const wanted = new Set(targetsOf(input).map(({ account, region }) => `${account}/${region}`));
  const instances = all
    .filter(({ account, region }) => wanted.size === 0 || wanted.has(`${account}/${region}`))
    .map((instance) => ({ ...instance, lastOperationId: operationId }));
  const preferences = input.OperationPreferences;
  return runOperation({
    context,
    state,
    stackSet,
    wanted: { action: 'UPDATE', instances: inOrder(instances, preferences), operationId, preferences },
  });
};

/** `UsePreviousValue` is the set's own. */
const keptValues = (given: readonly Parameter[], before: readonly Parameter[]): Parameter[] =>
  given.flatMap((parameter) => {
    if (!parameter.UsePreviousValue) return [parameter];
    return before.find(({ ParameterKey }) => ParameterKey === parameter.ParameterKey) ?? [];
  });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStackSet.html */
export const deleteStackSet: Ours<DeleteStackSetCommandInput, DeleteStackSetCommandOutput> = (state, input) => {
  assertSelfManaged(input);
  const stackSet = findStackSet(state, input.StackSetName);
  assertIdle(state, stackSet);
  assertEmpty(state, stackSet);
  for (const key of [...state.stackSetOperations.keys(partsOf(stackSet.name))]) state.stackSetOperations.delete(key);
  state.stackSets.delete(stackSet.name);
  return {};
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackSet.html */
export const describeStackSetById: Ours<DescribeStackSetCommandInput, DescribeStackSetCommandOutput> = (
  state,
  input,
) => {
  assertSelfManaged(input);
  return { StackSet: describeStackSet(state, findStackSet(state, input.StackSetName)) };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackSets.html */
export const listStackSets: Ours<ListStackSetsCommandInput, ListStackSetsCommandOutput> = (state, input) => {
  assertSelfManaged(input);
  const all = input.Status === 'DELETED' ? [] : state.stackSets.values();
  const { items, next } = page(all, input.NextToken, ({ name }) => name, input.MaxResults);
  return {
    Summaries: items.map((stackSet) => ({
      StackSetName: stackSet.name,
      StackSetId: stackSet.id,
      Description: stackSet.description,
      Status: 'ACTIVE',
      PermissionModel: 'SELF_MANAGED',
      DriftStatus: 'NOT_CHECKED',
      ManagedExecution: { Active: stackSet.isManagedExecutionActive },
    })),
    NextToken: next,
  };
};
