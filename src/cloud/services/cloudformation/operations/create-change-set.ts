import type { CreateChangeSetCommandInput, CreateChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { formatArn } from '../../../kernel/arns.ts';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { stackArn } from '../engine/blueprint.ts';
import { type DefinedStack, defineStack } from '../engine/define-stack.ts';
import { tellReview } from '../engine/deploy/progress.ts';
import { hasUpdates } from '../engine/plan/has-updates.ts';
import { planChanges } from '../engine/plan/plan-changes.ts';
import { importChanges, missingImport, readImports } from '../engine/plan/plan-import.ts';
import { failedTransform, TransformFailed, undefinedBy } from '../engine/transforms/transform-failed.ts';
import { bracketedStackNotFound, changeSetAlreadyExists, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import {
  type ChangeSet,
  type CloudFormationState,
  type ImportedResource,
  resourcesOf,
  type Stack,
  type StackDefinition,
} from '../state.ts';
import { assertUpdatable, findStack, lookUpChangeSet, lookUpStack } from './find-stack.ts';
import { forgetOldStacks } from './forget-old-stacks.ts';
import { assertEmulated, isRollbackDisabled } from './stack-options.ts';

type Input = Given<CreateChangeSetCommandInput>;
type Output = Omit<CreateChangeSetCommandOutput, '$metadata'>;

/** AWS's text. The CDK reads it, and takes such a failed change set for success. */
export const noChangesReason =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/**
 * Plans a deployment; the plan is there when the answer is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
 */
export const createChangeSet: Operation<Input, Output, CloudFormationState, CloudFormationRuntime> = async (
  state,
  input,
  context,
) => {
  assertEmulated(input);
  const type = input.ChangeSetType ?? 'UPDATE';
  assertImports(type, input);
  const existing = lookUpChangeSet(state, input.ChangeSetName, input.StackName);
  if (existing) {
    const isRepeated = input.ClientToken !== undefined && existing.clientToken === input.ClientToken;
    if (isRepeated) return { Id: existing.id, StackId: existing.stackId };
    throw changeSetAlreadyExists(existing.id);
  }
  forgetOldStacks(state, context.clock.now());
  const stack = stackFor(type, state, input, context);
  const place = {
    stackId: stack.id,
    stackName: stack.name,
    isChangeSet: true,
    previous: stack.status === 'REVIEW_IN_PROGRESS' ? undefined : stack.definition,
  };
  const defined = await defineStack(context, state, input, place).catch(failedTransform);
  const resourcesToImport =
    defined instanceof TransformFailed
      ? []
      : readImports(context.kernel, defined.blueprint, input.ResourcesToImport ?? []);
  const plan =
    defined instanceof TransformFailed
      ? failed(defined.message)
      : await planned(state, stack, { ...defined, type, resourcesToImport }, context);
  if (!state.stacks.has(stack.id)) {
    state.stacks.set(stack.id, stack);
    state.stackIds.set(stack.name, stack.id);
    tellReview(context, state, stack);
  }
  const changeSet: ChangeSet = {
    id: formatArn({
      service: 'cloudformation',
      region: context.region,
      account: context.account,
      resource: `changeSet/${input.ChangeSetName}/${context.random.uuid()}`,
    }),
    name: input.ChangeSetName,
    stackId: stack.id,
    stackName: stack.name,
    type,
    definition: defined instanceof TransformFailed ? undefinedBy(input, defined) : defined.definition,
    createdMs: context.clock.now(),
    includeNestedStacks: input.IncludeNestedStacks ?? false,
    importExistingResources: input.ImportExistingResources ?? false,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.OnStackFailure !== undefined && { onStackFailure: input.OnStackFailure }),
    ...(input.DeploymentConfig !== undefined && { deploymentConfig: input.DeploymentConfig }),
    ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
    ...(type === 'IMPORT' && { resourcesToImport }),
    ...plan,
  };
  state.changeSets.set(changeSet.id, changeSet);
  return { Id: changeSet.id, StackId: stack.id };
};

/** What is there already is what imports are made of, and they alone. */
function assertImports(type: ChangeSet['type'], { ResourcesToImport = [] }: Input): void {
  if (type === 'IMPORT' && ResourcesToImport.length === 0) {
    throw validationError('Change sets of type IMPORT must have ResourcesToImport.');
  }
  if (type !== 'IMPORT' && ResourcesToImport.length > 0) {
    throw validationError('ResourcesToImport can only be specified for change sets of type IMPORT.');
  }
}

/** The stack that the change set is for; one to be created waits for it under REVIEW_IN_PROGRESS. */
function stackFor(
  type: ChangeSet['type'],
  state: CloudFormationState,
  input: Input,
  context: Context<CloudFormationRuntime>,
): Stack {
  if (type === 'UPDATE') {
    const stack = findStack(state, input.StackName, bracketedStackNotFound);
    if (stack.status === 'DELETE_COMPLETE') throw bracketedStackNotFound(input.StackName);
    assertUpdatable(stack, true);
    return stack;
  }
  const stack = lookUpStack(state, input.StackName);
  if (type === 'IMPORT' && stack && stack.status !== 'REVIEW_IN_PROGRESS' && stack.status !== 'DELETE_COMPLETE') {
    assertUpdatable(stack, true);
    return stack;
  }
  // A deleted stack is found by its id alone, and ids are not given twice.
  if (stack && stack.status !== 'REVIEW_IN_PROGRESS') {
    throw validationError(
      `Stack [${stack.name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
    );
  }
  if (stack) return stack;
  if (input.StackName.startsWith('arn:')) throw bracketedStackNotFound(input.StackName);
  return {
    id: stackArn(context, input.StackName, context.random.uuid()),
    name: input.StackName,
    status: 'REVIEW_IN_PROGRESS',
    statusReason: 'User Initiated',
    createdMs: context.clock.now(),
    definition: { templateBody: '', parameters: [], tags: {}, capabilities: [] },
    outputs: [],
    disableRollback: isRollbackDisabled(input),
    retainExceptOnCreate: false,
    terminationProtection: false,
  };
}

type Planned = Pick<ChangeSet, 'changes' | 'status' | 'statusReason' | 'executionStatus'>;

const failed = (statusReason: string): Planned => ({
  changes: [],
  status: 'FAILED',
  statusReason,
  executionStatus: 'UNAVAILABLE',
});

/** Names of parameters that the stack had before, with another value. */
function changedParameters(before: StackDefinition, after: StackDefinition): Set<string> {
  const old = new Map(before.parameters.map(({ key, given, resolved }) => [key, resolved ?? given]));
  const changed = after.parameters.filter(
    ({ key, given, resolved }) => old.has(key) && old.get(key) !== (resolved ?? given),
  );
  return new Set(changed.map(({ key }) => key));
}

interface Wanted extends DefinedStack, Pick<ChangeSet, 'type'> {
  readonly resourcesToImport: readonly ImportedResource[];
}

/** What cannot be planned makes a failed change set, with the reason for a status. */
async function planned(
  state: CloudFormationState,
  stack: Stack,
  { definition, blueprint, type, resourcesToImport }: Wanted,
  context: Context<CloudFormationRuntime>,
): Promise<Planned> {
  try {
    const changed = changedParameters(stack.definition, definition);
    const plan = planChanges(context.kernel, blueprint, resourcesOf(state, stack.id), definition.tags, changed);
    if (type === 'IMPORT') {
      const outputs = { before: stack.outputs, after: blueprint.outputs };
      const changes = importChanges(plan.changes, resourcesToImport, outputs);
      const missing = await missingImport(context.kernel, resourcesToImport, context);
      if (missing !== undefined) return failed(missing);
      return { changes, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' };
    }
    const isNew = stack.status === 'REVIEW_IN_PROGRESS';
    if (!isNew && !hasUpdates(stack, definition, blueprint, plan)) return failed(noChangesReason);
    return { changes: plan.changes, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' };
  } catch (error) {
    if (error instanceof AwsError || error instanceof UnsupportedError) return failed(error.message);
    throw error;
  }
}
