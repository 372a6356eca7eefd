import type { SignalResourceCommandInput, SignalResourceCommandOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { bracketedStackNotFound, resourceNotFound, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { type CloudFormationState, partKey } from '../state.ts';
import { findStack } from './find-stack.ts';

/**
 * Tells a resource whose CreationPolicy waits for signals that one of them has come.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SignalResource.html
 */
export const signalResource: Operation<
  Given<SignalResourceCommandInput>,
  Omit<SignalResourceCommandOutput, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
> = (state, input, { runtime }) => {
  const { StackName, LogicalResourceId: logicalId, UniqueId, Status } = input;
  const stack = findStack(state, StackName, bracketedStackNotFound);
  const record = state.resources.get(partKey(stack.id, logicalId));
  if (!record) throw resourceNotFound(logicalId, StackName);
  if (!stack.status.endsWith('_IN_PROGRESS')) {
    throw validationError(`Stack ${stack.id} is in ${stack.status} state and cannot be signaled`);
  }
  const isAwaited =
    record.status === 'CREATE_IN_PROGRESS' &&
    runtime.signals.receive(partKey(stack.id, logicalId), { UniqueId, Status });
  if (isAwaited) return {};
  throw validationError(`Resource ${logicalId} is in ${record.status} state and cannot be signaled`);
};
