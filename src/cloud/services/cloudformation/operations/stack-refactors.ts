import type * as Sdk from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { stackArn } from '../engine/blueprint.ts';
import { defineStack } from '../engine/define-stack.ts';
import { fetchTemplate } from '../engine/template/fetch-template.ts';
import { parseTemplateText } from '../engine/template/parse-text.ts';
import { isRecord } from '../engine/template/template.ts';
import { validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { executeRefactor } from '../stack-refactors/execute-refactor.ts';
import { type PlannedStack, planMoves, RefactorRefused } from '../stack-refactors/plan-moves.ts';
import type { RefactoredStack, ResourcePlace, StackRefactor } from '../state.ts';
import { type CloudFormationState, resourcesOf, type Stack } from '../state.ts';
import { assertUpdatable, lookUpStack } from './find-stack.ts';
import { page } from './page.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/** AWS: "a maximum of 5 stacks". */
const stacksMax = 5;

/**
 * What cannot be is told by the refactor's status, and not by this answer.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackRefactor.html
 */
export const createStackRefactor: Ours<
  Sdk.CreateStackRefactorCommandInput,
  Sdk.CreateStackRefactorCommandOutput
> = async (state, input, context) => {
  const { Description, StackDefinitions, ResourceMappings = [] } = input;
  if (StackDefinitions.length > stacksMax) {
    throw validationError(`A stack refactor can have at most ${stacksMax} stacks`);
  }
  const id = context.random.uuid();
  const refactor = {
    id,
    ...(Description !== undefined && { description: Description }),
    createdMs: context.clock.now(),
    stacks: [] as readonly RefactoredStack[],
    moves: [],
  };
  try {
    const planned = [];
    for (const wanted of StackDefinitions) {
      planned.push(await planStack(state, wanted, input.EnableStackCreation ?? false, context));
    }
    const stacks = planned.map(({ refactored }) => refactored);
    const moves = planMoves(
      planned.map(({ stack }) => stack),
      ResourceMappings,
    );
    state.refactors.set(id, { ...refactor, stacks, moves, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' });
  } catch (error) {
    if (!(error instanceof RefactorRefused) && !(error instanceof AwsError)) throw error;
    const statusReason = error.message;
    state.refactors.set(id, { ...refactor, status: 'CREATE_FAILED', statusReason, executionStatus: 'UNAVAILABLE' });
  }
  return { StackRefactorId: id };
};

interface Planned {
  readonly stack: PlannedStack;
  readonly refactored: RefactoredStack;
}

async function planStack(
  state: CloudFormationState,
  { StackName = '', TemplateBody, TemplateURL }: Sdk.StackDefinition,
  mayCreate: boolean,
  context: Context<CloudFormationRuntime>,
): Promise<Planned> {
  const existing = lookUpStack(state, StackName);
  if (!existing && !mayCreate) throw new RefactorRefused(`Stack ${StackName} does not exist`);
  if (existing) assertRefactorable(existing);
  const stackId = existing?.id ?? stackArn(context, StackName, context.random.uuid());
  const name = existing?.name ?? StackName;
  const previous = existing?.definition;
  const place = { stackId, stackName: name, previous };
  const asBefore = (previous?.parameters ?? []).map(({ key }) => ({ ParameterKey: key, UsePreviousValue: true }));
  const isDeclared = await declaredIn({ TemplateBody, TemplateURL }, context);
  const request = {
    TemplateBody,
    TemplateURL,
    Parameters: asBefore.filter(({ ParameterKey }) => isDeclared(ParameterKey)),
    // Nothing is made: nobody is asked whether it may be.
    Capabilities: ['CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
  };
  const { definition, blueprint } = await defineStack(context, state, request, place);
  if (blueprint.resources.size === 0) throw new RefactorRefused(`Stack ${name} would have no resources`);
  const records = existing ? resourcesOf(state, stackId).filter((record) => record.state) : [];
  return {
    stack: { stackId, name, records, blueprint },
    refactored: {
      stackId,
      name,
      isNew: !existing,
      definition: { ...definition, capabilities: previous?.capabilities ?? [] },
    },
  };
}

/** Which parameters the new template has: of those that went nothing is said. */
async function declaredIn(
  source: Pick<Sdk.StackDefinition, 'TemplateBody' | 'TemplateURL'>,
  context: Context<CloudFormationRuntime>,
): Promise<(name: string) => boolean> {
  const text = await fetchTemplate(source, (service, operation, input) => context.call(service, operation, input));
  const parsed = parseTemplateText(text);
  const parameters = isRecord(parsed) && isRecord(parsed.Parameters) ? parsed.Parameters : {};
  return (name) => Object.hasOwn(parameters, name);
}

function assertRefactorable(stack: Stack): void {
  assertUpdatable(stack, false);
  if (stack.policy !== undefined) throw new RefactorRefused(`Stack ${stack.name} has a stack policy`);
}

function findRefactor(state: CloudFormationState, id: string): StackRefactor {
  const refactor = state.refactors.get(id);
  if (refactor) return refactor;
  throw new AwsError('StackRefactorNotFoundException', `Stack refactor ${id} does not exist`, { status: 404 });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackRefactor.html */
export const describeStackRefactor: Ours<
  Sdk.DescribeStackRefactorCommandInput,
  Sdk.DescribeStackRefactorCommandOutput
> = (state, input) => {
  const refactor = findRefactor(state, input.StackRefactorId);
  return { ...summarized(refactor), StackIds: refactor.stacks.map(({ stackId }) => stackId) };
};

const summarized = (refactor: StackRefactor): Sdk.StackRefactorSummary => ({
  StackRefactorId: refactor.id,
  Description: refactor.description,
  ExecutionStatus: refactor.executionStatus,
  ExecutionStatusReason: refactor.executionStatusReason,
  Status: refactor.status,
  StatusReason: refactor.statusReason,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackRefactors.html */
export const listStackRefactors: Ours<Sdk.ListStackRefactorsCommandInput, Sdk.ListStackRefactorsCommandOutput> = (
  state,
  { ExecutionStatusFilter: wanted = [], NextToken, MaxResults },
) => {
  const found = [...state.refactors.values()].filter(
    ({ executionStatus }) => wanted.length === 0 || wanted.includes(executionStatus),
  );
  const { items, next } = page(found, NextToken, ({ id }) => id, MaxResults);
  return { StackRefactorSummaries: items.map(summarized), NextToken: next };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackRefactorActions.html */
export const listStackRefactorActions: Ours<
  Sdk.ListStackRefactorActionsCommandInput,
  Sdk.ListStackRefactorActionsCommandOutput
> = (state, { StackRefactorId, NextToken, MaxResults }) => {
  const { stacks, moves } = findRefactor(state, StackRefactorId);
  const nameOf = (id: string) => stacks.find(({ stackId }) => stackId === id)?.name;
  const located = ({ stackId, logicalId }: ResourcePlace) => ({
    StackName: nameOf(stackId),
    LogicalResourceId: logicalId,
  });
  const none = { TagResources: [], UntagResources: [] };
  const creations = stacks.flatMap(({ stackId, isNew }): Sdk.StackRefactorAction[] =>
    isNew ? [{ Action: 'CREATE', Entity: 'STACK', Description: `Stack ${stackId} created.`, ...none }] : [],
  );
  const moved = moves.map(
    ({ from, to, physicalId, detection }): Sdk.StackRefactorAction => ({
      Action: 'MOVE',
      Entity: 'RESOURCE',
      PhysicalResourceId: physicalId,
      Description: 'No configuration changes detected.',
      Detection: detection,
      ...none,
      ResourceMapping: { Source: located(from), Destination: located(to) },
    }),
  );
  const numbered = [...moved, ...creations].map((action, index) => ({ action, key: String(index).padStart(6, '0') }));
  const { items, next } = page(numbered, NextToken, ({ key }) => key, MaxResults);
  return { StackRefactorActions: items.map(({ action }) => action), NextToken: next };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteStackRefactor.html */
export const executeStackRefactor: Ours<
  Sdk.ExecuteStackRefactorCommandInput,
  Sdk.ExecuteStackRefactorCommandOutput
> = async (state, input, context) => {
  const refactor = findRefactor(state, input.StackRefactorId);
  const { executionStatus } = refactor;
  if (executionStatus !== 'AVAILABLE') {
    throw validationError(
      `Stack refactor ${refactor.id} cannot be executed: its execution status is ${executionStatus}`,
    );
  }
  for (const { stackId } of refactor.stacks) {
    const stack = lookUpStack(state, stackId);
    if (stack) assertRefactorable(stack);
  }
  state.refactors.set(refactor.id, { ...refactor, executionStatus: 'EXECUTE_IN_PROGRESS' });
  try {
    await executeRefactor(state, refactor, context);
    state.refactors.set(refactor.id, { ...refactor, executionStatus: 'EXECUTE_COMPLETE' });
    markObsolete(state, refactor);
  } catch (error) {
    if (!(error instanceof RefactorRefused) && !(error instanceof AwsError)) throw error;
    const executionStatusReason = error.message;
    state.refactors.set(refactor.id, { ...refactor, executionStatus: 'EXECUTE_FAILED', executionStatusReason });
  }
  return {};
};

/** Others that were planned upon what these stacks were. */
function markObsolete(state: CloudFormationState, { id, stacks }: StackRefactor): void {
  const changed = new Set(stacks.map(({ stackId }) => stackId));
  for (const other of [...state.refactors.values()]) {
    const isConcerned = other.stacks.some(({ stackId }) => changed.has(stackId));
    if (other.id === id || other.executionStatus !== 'AVAILABLE' || !isConcerned) continue;
    state.refactors.set(other.id, { ...other, executionStatus: 'OBSOLETE' });
  }
}
