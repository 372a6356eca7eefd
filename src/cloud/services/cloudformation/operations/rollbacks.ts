import type {
  CancelUpdateStackCommandInput,
  CancelUpdateStackCommandOutput,
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput,
  RollbackStackCommandInput,
  RollbackStackCommandOutput,
} from '@aws-sdk/client-cloudformation';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { rollBackCreation } from '../engine/deploy/create-run.ts';
import { launch } from '../engine/deploy/launch.ts';
import { rollBackUpdate } from '../engine/deploy/rollback-run.ts';
import { undoing } from '../engine/deploy/run.ts';
import { bracketedStackNotFound, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { type CloudFormationState, resourcesOf } from '../state.ts';
import { findStack } from './find-stack.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/**
 * Tries the rollback of an update again, or goes on without the resources to skip.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
 */
export const continueUpdateRollback: Ours<
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput
> = async (state, input, context) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not continue update rollback.`);
  }
  const skip = input.ResourcesToSkip ?? [];
  const nested = skip.find((name) => name.includes('.'));
  if (nested !== undefined) throw new UnsupportedError(`ResourcesToSkip within nested stacks (${nested})`);
  const known = new Set(resourcesOf(state, stack.id).map(({ logicalId }) => logicalId));
  const unknown = skip.find((name) => !known.has(name));
  if (unknown !== undefined) throw validationError(`Stack:${stack.id} does not have a resource named ${unknown}.`);
  const launched = { context, state, stackId: stack.id, clientRequestToken: input.ClientRequestToken };
  await launch(launched, (run) => rollBackUpdate(undoing(run), 'User Initiated', skip));
  return {};
};

/**
 * Takes a failed operation back whose rollback had been disabled.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
 */
export const rollbackStack: Ours<RollbackStackCommandInput, RollbackStackCommandOutput> = async (
  state,
  input,
  context,
) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') {
    throw validationError(`Stack:${stack.id} is in ${stack.status} state and can not be rolled back.`);
  }
  state.stacks.set(stack.id, {
    ...stack,
    retainExceptOnCreate: input.RetainExceptOnCreate ?? stack.retainExceptOnCreate,
  });
  const launched = { context, state, stackId: stack.id, clientRequestToken: input.ClientRequestToken };
  await launch(launched, (run) =>
    stack.status === 'CREATE_FAILED'
      ? rollBackCreation(undoing(run), 'User Initiated')
      : rollBackUpdate(undoing(run), 'User Initiated'),
  );
  return { StackId: stack.id };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html */
export const cancelUpdateStack: Ours<CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput> = (
  state,
  input,
  context,
) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  if (stack.status !== 'UPDATE_IN_PROGRESS') {
    throw validationError('CancelUpdateStack cannot be called from current stack status');
  }
  context.runtime.underway(stack.id)?.cancel();
  return {};
};
