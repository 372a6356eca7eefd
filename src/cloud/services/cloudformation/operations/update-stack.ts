import type { UpdateStackCommandInput, UpdateStackCommandOutput } from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { defineStack } from '../engine/define-stack.ts';
import { launch } from '../engine/deploy/launch.ts';
import { failUpdate, updateStackResources } from '../engine/deploy/update-run.ts';
import { hasUpdates } from '../engine/plan/has-updates.ts';
import { planChanges } from '../engine/plan/plan-changes.ts';
import { failedTransform, TransformFailed } from '../engine/transforms/transform-failed.ts';
import { bracketedStackNotFound, noUpdates } from '../errors.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { type CloudFormationState, resourcesOf } from '../state.ts';
import { beginUpdate } from './begin-update.ts';
import { assertUpdatable, findStack } from './find-stack.ts';
import { givenPolicies } from './given-policy.ts';
import { isRollbackDisabled } from './stack-options.ts';

type Output = Omit<UpdateStackCommandOutput, '$metadata'>;

/**
 * Updates a stack, and answers when that is done or rolled back.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
 */
export const updateStack: Operation<
  Given<UpdateStackCommandInput>,
  Output,
  CloudFormationState,
  CloudFormationRuntime
> = async (state, input, context) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  const isRepeated = input.ClientRequestToken !== undefined && stack.lastToken === input.ClientRequestToken;
  if (isRepeated) return { StackId: stack.id };
  const disableRollback = isRollbackDisabled(input);
  assertUpdatable(stack, disableRollback);
  const place = { stackId: stack.id, stackName: stack.name, previous: stack.definition };
  const defined = await defineStack(context, state, input, place).catch(failedTransform);
  const { ClientRequestToken: clientRequestToken } = input;
  const launched = { context, state, stackId: stack.id, clientRequestToken };
  if (defined instanceof TransformFailed) {
    const { definition, retainExceptOnCreate } = findStack(state, stack.id);
    beginUpdate(state, stack.id, context.clock.now(), { definition, disableRollback, retainExceptOnCreate });
    await launch(launched, (run) => failUpdate(run, `${defined.message}. `));
    return { StackId: stack.id };
  }
  const { definition, blueprint } = defined;
  const policies = await givenPolicies(input, context);
  const plan = planChanges(context.kernel, blueprint, resourcesOf(state, stack.id), definition.tags);
  if (!hasUpdates(stack, definition, blueprint, plan)) throw noUpdates();
  assertUpdatable(findStack(state, stack.id), disableRollback);
  beginUpdate(state, stack.id, context.clock.now(), {
    definition,
    disableRollback,
    ...(blueprint.template.description !== undefined && { description: blueprint.template.description }),
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
    ...(input.DeploymentConfig !== undefined && { deploymentConfig: input.DeploymentConfig }),
    ...policies,
    ...(input.ClientRequestToken !== undefined && { lastToken: input.ClientRequestToken }),
  });
  await launch(launched, (run) => updateStackResources(run, blueprint));
  return { StackId: stack.id };
};
