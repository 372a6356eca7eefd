import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { isIntrinsic } from '../language/intrinsics.ts';
import { type Fields, has, isTruthy } from '../language/values.ts';
import type { Resource } from '../resources/resource.ts';

/**
 * Tells CodeDeploy of the function, and the alias to be updated through it.
 * @throws InvalidResource
 */
export function applyDeploymentPreference(
  resource: Resource,
  alias: Resource | undefined,
  context: TransformContext,
): void {
  const preference = resource.get('DeploymentPreference') as Fields | undefined;
  if (!preference || !isTruthy(preference)) return;
  const resolve = (value: unknown) => context.mappings.resolve(context.parameters.resolve(value));
  for (const name of ['Enabled', 'Type']) {
    if (has(preference, name)) preference[name] = resolve(preference[name]);
  }
  const { logicalId } = resource;
  preference.PassthroughCondition =
    has(preference, 'PassthroughCondition') && isTrue(logicalId, resolve(preference.PassthroughCondition));
  const isEnabled = context.deploymentPreferences.add(
    {
      logicalId,
      condition: resource.passedAttributes.Condition,
      tags: resource.get('Tags') as Fields | undefined,
      propagatesTags: isTruthy(resource.get('PropagateTags')),
    },
    preference,
  );
  if (!isEnabled) return;
  if (!alias) {
    throw new InvalidResource(logicalId, "'DeploymentPreference' requires AutoPublishAlias property to be specified.");
  }
  alias.setAttribute('UpdatePolicy', context.deploymentPreferences.updatePolicy(logicalId));
}

function isTrue(logicalId: string, value: unknown): boolean {
  // Python takes one and zero for booleans, `1.0` and `0.0` (objects here) as well.
  const plain: unknown = value instanceof Number ? value.valueOf() : value;
  if ([true, 'true', 'True', 1].some((one) => one === plain)) return true;
  if ([false, 'false', 'False', 0].some((one) => one === plain)) return false;
  throw new InvalidResource(
    logicalId,
    isIntrinsic(value)
      ? 'Unsupported intrinsic: the only intrinsic functions supported for property PassthroughCondition are FindInMap and parameter Refs.'
      : 'Invalid value for property PassthroughCondition.',
  );
}
