import type { DeleteStackCommandInput, DeleteStackCommandOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { deleteStackResources } from '../engine/deploy/delete-run.ts';
import { launch } from '../engine/deploy/launch.ts';
import { terminationProtected, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState } from '../state.ts';
import { changeSetsOf, lookUpStack } from './find-stack.ts';

type Output = Omit<DeleteStackCommandOutput, '$metadata'>;

/**
 * Deletes a stack, and answers when it is gone or could not be. One that is not there is no error.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
 */
export const deleteStack: Operation<
  Given<DeleteStackCommandInput>,
  Output,
  CloudFormationState,
  CloudFormationRuntime
> = async (state, input, context) => {
  const stack = lookUpStack(state, input.StackName);
  if (!stack || stack.status === 'DELETE_COMPLETE') return {};
  if (stack.terminationProtection) throw terminationProtected(stack.name);
  const retain = input.RetainResources ?? [];
  const isForced = input.DeletionMode === 'FORCE_DELETE_STACK';
  if ((retain.length > 0 || isForced) && stack.status !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${stack.id}]. ${isForced ? 'FORCE_DELETE_STACK is only supported for' : 'RetainResources is only valid for'} stacks in the DELETE_FAILED state.`,
    );
  }
  // Whatever is under way on it ends first: a creation or update is cut short, a deletion is joined.
  const underway = context.runtime.underway(stack.id);
  if (underway) {
    if (stack.status !== 'DELETE_IN_PROGRESS') underway.cancel();
    await underway.finished;
    if (stack.status === 'DELETE_IN_PROGRESS') return {};
  }
  for (const { id } of changeSetsOf(state, stack.id)) state.changeSets.delete(id);
  const launched = { context, state, stackId: stack.id, clientRequestToken: input.ClientRequestToken };
  await launch(launched, (run) => deleteStackResources({ ...run, cancelled: undefined }, { retain, force: isForced }));
  return {};
};
