import type { CreateStackCommandInput, CreateStackCommandOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { stackArn } from '../engine/blueprint.ts';
import { defineStack } from '../engine/define-stack.ts';
import { createStackResources, failCreation } from '../engine/deploy/create-run.ts';
import { launch } from '../engine/deploy/launch.ts';
import { failedTransform, TransformFailed, undefinedBy } from '../engine/transforms/transform-failed.ts';
import { stackAlreadyExists, validationError } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { CloudFormationState, Stack } from '../state.ts';
import { lookUpStack } from './find-stack.ts';
import { forgetOldStacks } from './forget-old-stacks.ts';
import { givenPolicy } from './given-policy.ts';
import { isRollbackDisabled } from './stack-options.ts';

type Output = Omit<CreateStackCommandOutput, '$metadata'>;

/**
 * Creates a stack, and answers when it is there or has failed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export const createStack: Operation<
  Given<CreateStackCommandInput>,
  Output,
  CloudFormationState,
  CloudFormationRuntime
> = async (state, input, context) => {
  if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
    throw validationError('You can specify either DisableRollback or OnFailure, but not both.');
  }
  const existing = lookUpStack(state, input.StackName);
  if (existing) {
    // The same request once more, because its reply was lost.
    const isRepeated = input.ClientRequestToken !== undefined && existing.lastToken === input.ClientRequestToken;
    if (isRepeated) return { StackId: existing.id };
    throw stackAlreadyExists(input.StackName);
  }
  forgetOldStacks(state, context.clock.now());
  const id = stackArn(context, input.StackName, context.random.uuid());
  const place = { stackId: id, stackName: input.StackName };
  const policy = await givenPolicy(
    { name: 'StackPolicy', body: input.StackPolicyBody, url: input.StackPolicyURL },
    context,
  );
  const defined = await defineStack(context, state, input, place).catch(failedTransform);
  const isFailed = defined instanceof TransformFailed;
  const description = isFailed ? undefined : defined.blueprint.template.description;
  // Reading the template took time: somebody may have been faster.
  if (lookUpStack(state, input.StackName)) throw stackAlreadyExists(input.StackName);
  const stack: Stack = {
    id,
    name: input.StackName,
    status: 'CREATE_IN_PROGRESS',
    createdMs: context.clock.now(),
    definition: isFailed ? undefinedBy(input, defined) : defined.definition,
    ...(description !== undefined && { description }),
    outputs: [],
    disableRollback: isRollbackDisabled(input),
    ...(input.OnFailure !== undefined && { onFailure: input.OnFailure }),
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    terminationProtection: input.EnableTerminationProtection ?? false,
    ...(input.TimeoutInMinutes !== undefined && { timeoutMinutes: input.TimeoutInMinutes }),
    ...(input.DeploymentConfig !== undefined && { deploymentConfig: input.DeploymentConfig }),
    ...(policy !== undefined && { policy }),
    ...(input.ClientRequestToken !== undefined && { lastToken: input.ClientRequestToken }),
  };
  state.stacks.set(id, stack);
  state.stackIds.set(stack.name, id);
  const { ClientRequestToken: clientRequestToken, TimeoutInMinutes: timeoutMinutes } = input;
  await launch({ context, state, stackId: id, clientRequestToken, timeoutMinutes }, (run) =>
    isFailed ? failCreation(run, defined.message) : createStackResources(run, defined.blueprint),
  );
  return { StackId: id };
};
