import type { TransformContext } from '../context.ts';
import { expectMap } from '../language/expect.ts';
import { ref } from '../language/intrinsics.ts';
import { type Fields, isTruthy } from '../language/values.ts';
import { lambdaEventInvokeConfig } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';
import { invocationDestination } from './invocation-destination.ts';

export interface EventInvokeConfig {
  /** The configuration behind queues and topics that are made for it. */
  readonly resources: readonly Resource[];
  /** What the function's role needs to send to the destinations. */
  readonly policies: readonly Fields[];
}

/**
 * What becomes of asynchronous invocations.
 * @throws InvalidResource
 */
export function eventInvokeConfig(
  resource: Resource,
  lambda: Resource,
  alias: Resource | undefined,
  context: TransformContext,
): EventInvokeConfig {
  const { logicalId: id, attributes } = resource;
  const config = context.parameters.resolve(resource.get('EventInvokeConfig'));
  const declared = expectMap(config, { id, path: 'EventInvokeConfig' });
  const logicalId = `${lambda.logicalId}EventInvokeConfig`;
  const made = new Resource(lambdaEventInvokeConfig, logicalId, {
    attributes,
    dependsOn: alias && [alias.logicalId],
  });
  const resources: Resource[] = [];
  const policies: Fields[] = [];
  const destinations: Fields = {};
  const given = declared.DestinationConfig;
  if (isTruthy(given)) {
    const map = expectMap(given, { id, path: 'EventInvokeConfig.DestinationConfig' });
    for (const name of ['OnSuccess', 'OnFailure']) {
      if (map[name] === undefined || map[name] === null) continue;
      const destination = expectMap(map[name], { id, path: `EventInvokeConfig.DestinationConfig.${name}` });
      const outcome = invocationDestination(resource, destination, { name, configId: logicalId }, context);
      destinations[name] = { Destination: outcome.arn };
      destination.Destination = outcome.arn;
      if (outcome.resource) resources.push(outcome.resource);
      policies.push(outcome.policy);
    }
  }
  made.set('FunctionName', ref(lambda.logicalId));
  made.set('Qualifier', alias ? alias.get('Name') : '$LATEST');
  made.set('DestinationConfig', destinations);
  made.set('MaximumEventAgeInSeconds', declared.MaximumEventAgeInSeconds);
  made.set('MaximumRetryAttempts', declared.MaximumRetryAttempts);
  return { resources: [...resources, made], policies };
}
