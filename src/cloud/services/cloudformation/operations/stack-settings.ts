import type {
  GetStackPolicyCommandInput,
  GetStackPolicyCommandOutput,
  ListHookResultsCommandInput,
  ListHookResultsCommandOutput,
  SetStackPolicyCommandInput,
  SetStackPolicyCommandOutput,
  UpdateTerminationProtectionCommandInput,
  UpdateTerminationProtectionCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { bracketedStackNotFound, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState } from '../state.ts';
import { findStack } from './find-stack.ts';
import { givenPolicy } from './given-policy.ts';

type Ours<Input, Output> = Operation<
  Given<Input>,
  Omit<Output, '$metadata'>,
  CloudFormationState,
  CloudFormationRuntime
>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html */
export const updateTerminationProtection: Ours<
  UpdateTerminationProtectionCommandInput,
  UpdateTerminationProtectionCommandOutput
> = (state, input) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  state.stacks.set(stack.id, { ...stack, terminationProtection: input.EnableTerminationProtection });
  return { StackId: stack.id };
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html */
export const setStackPolicy: Ours<SetStackPolicyCommandInput, SetStackPolicyCommandOutput> = async (
  state,
  input,
  context,
) => {
  findStack(state, input.StackName, bracketedStackNotFound);
  const { StackPolicyBody: body, StackPolicyURL: url } = input;
  const policy = await givenPolicy({ name: 'StackPolicy', body, url }, context);
  if (policy === undefined) throw validationError('Either StackPolicyBody or StackPolicyURL must be specified.');
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  state.stacks.set(stack.id, { ...stack, policy });
  return {};
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetStackPolicy.html */
export const getStackPolicy: Ours<GetStackPolicyCommandInput, GetStackPolicyCommandOutput> = (state, input) => {
  const { policy } = findStack(state, input.StackName, bracketedStackNotFound);
  return policy === undefined ? {} : { StackPolicyBody: policy };
};

/**
 * There are no hooks here, so none of them ever had a result; the CDK asks when a change set failed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListHookResults.html
 */
export const listHookResults: Ours<ListHookResultsCommandInput, ListHookResultsCommandOutput> = (_state, input) => ({
  TargetType: input.TargetType,
  TargetId: input.TargetId,
  HookResults: [],
});
