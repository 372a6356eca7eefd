import type { ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { Blueprint } from '../engine/blueprint.ts';
import { blueprintOf } from '../engine/define-stack.ts';
import { createStackResources } from '../engine/deploy/create-run.ts';
import { importStackResources } from '../engine/deploy/import-run.ts';
import { launch } from '../engine/deploy/launch.ts';
import type { Run } from '../engine/deploy/run.ts';
import { updateStackResources } from '../engine/deploy/update-run.ts';
import { invalidChangeSetStatus } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { ChangeSet, CloudFormationState } from '../state.ts';
import { beginUpdate } from './begin-update.ts';
import { assertUpdatable, changeSetsOf, findChangeSet, findStack, pendingChangeSetsOf } from './find-stack.ts';
import { isRollbackDisabled } from './stack-options.ts';

type Input = Given<ExecuteChangeSetCommandInput>;
type Output = Omit<ExecuteChangeSetCommandOutput, '$metadata'>;

/**
 * Carries out what a change set plans, and answers when that is done: so the CDK's first look at the stack finds it
 * complete, and it never waits for its next poll.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
 */
export const executeChangeSet: Operation<Input, Output, CloudFormationState, CloudFormationRuntime> = async (
  state,
  input,
  context,
) => {
  const changeSet = findChangeSet(state, input.ChangeSetName, input.StackName);
  const stack = findStack(state, changeSet.stackId);
  const isRepeated = input.ClientRequestToken !== undefined && stack.lastToken === input.ClientRequestToken;
  if (isRepeated && changeSet.executionStatus !== 'AVAILABLE') return {};
  assertExecutable(changeSet);
  const blueprint = await blueprintOf(context, state, changeSet.definition, {
    stackId: stack.id,
    stackName: stack.name,
  });
  assertExecutable(findChangeSet(state, changeSet.id, undefined));
  const work = begin(state, changeSet, blueprint, input, context);
  const launched = { context, state, stackId: stack.id, clientRequestToken: input.ClientRequestToken };
  await launch(launched, async (run) => {
    await work(run);
    finish(state, changeSet);
  });
  return {};
};

function assertExecutable({ id, status, executionStatus }: ChangeSet): void {
  if (executionStatus === 'AVAILABLE') return;
  throw invalidChangeSetStatus(
    `ChangeSet [${id}] cannot be executed in its current status of [${status === 'FAILED' ? status : executionStatus}]`,
  );
}

/** Writes the plan into the stack; answers what is to be done then. */
function begin(
  state: CloudFormationState,
  changeSet: ChangeSet,
  blueprint: Blueprint,
  input: Input,
  context: Context<CloudFormationRuntime>,
): (run: Run) => Promise<void> {
  const stack = findStack(state, changeSet.stackId);
  const disableRollback = isRollbackDisabled({ ...input, DeploymentConfig: changeSet.deploymentConfig });
  const update = {
    definition: changeSet.definition,
    changeSetId: changeSet.id,
    disableRollback,
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    ...(blueprint.template.description !== undefined && { description: blueprint.template.description }),
    ...(changeSet.deploymentConfig && { deploymentConfig: changeSet.deploymentConfig }),
    ...(changeSet.onStackFailure && { onFailure: changeSet.onStackFailure }),
    ...(input.ClientRequestToken !== undefined && { lastToken: input.ClientRequestToken }),
  };
  const isCreation = stack.status === 'REVIEW_IN_PROGRESS';
  if (!isCreation) assertUpdatable(stack, disableRollback);
  state.changeSets.set(changeSet.id, { ...changeSet, executionStatus: 'EXECUTE_IN_PROGRESS' });
  if (changeSet.resourcesToImport) {
    beginUpdate(state, stack.id, context.clock.now(), update, 'IMPORT_IN_PROGRESS');
    return (run) => importStackResources(run, blueprint, changeSet.resourcesToImport ?? []);
  }
  if (isCreation) {
    const updatedMs = context.clock.now();
    state.stacks.set(stack.id, { ...stack, ...update, updatedMs, status: 'CREATE_IN_PROGRESS' });
    return (run) => createStackResources(run, blueprint);
  }
  beginUpdate(state, stack.id, context.clock.now(), update);
  return (run) => updateStackResources(run, blueprint);
}

/** Ours: a stack that is deployed at every save has more of them than anybody will ask for. */
const settledChangeSetsMax = 20;

/** The stack's other change sets were made for what it no longer is. */
function finish(state: CloudFormationState, changeSet: ChangeSet): void {
  for (const sibling of pendingChangeSetsOf(state, changeSet.stackId)) {
    if (sibling.id !== changeSet.id) state.changeSets.set(sibling.id, { ...sibling, executionStatus: 'OBSOLETE' });
  }
  const { status } = findStack(state, changeSet.stackId);
  const isDone = status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE';
  const executionStatus = isDone ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
  state.changeSets.set(changeSet.id, { ...changeSet, executionStatus });
  const newestFirst = changeSetsOf(state, changeSet.stackId).sort((a, b) => b.createdMs - a.createdMs);
  for (const { id } of newestFirst.slice(settledChangeSetsMax)) state.changeSets.delete(id);
}
