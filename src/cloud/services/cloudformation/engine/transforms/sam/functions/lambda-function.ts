import type { TransformContext } from '../context.ts';
import { type Fields, isNothing, isTruthy } from '../language/values.ts';
import { lambdaFunction } from '../resources/lambda.ts';
import { samTagList } from '../resources/reserved-tags.ts';
import { Resource } from '../resources/resource.ts';
import { capacityProviderConfig } from './capacity-provider-config.ts';
import { assertPackageType, functionCode } from './function-code.ts';

/** Properties that the Lambda function has as the template has them. */
const copied = [
  'Handler',
  'Runtime',
  'Description',
  'MemorySize',
  'Timeout',
  'VpcConfig',
  'Role',
  'Environment',
  'KmsKeyArn',
  'ReservedConcurrentExecutions',
  'Layers',
  'FileSystemConfigs',
  'ImageConfig',
  'PackageType',
  'Architectures',
  'SnapStart',
  'EphemeralStorage',
  'CodeSigningConfigArn',
  'RuntimeManagementConfig',
  'LoggingConfig',
  'TenancyConfig',
  'RecursiveLoop',
  'DurableConfig',
  'PublishToLatestPublished',
] as const;

/** Whether X-Ray traces it; a parameter's value is looked up. */
export function isTraced(resource: Resource, { parameters }: TransformContext): boolean {
  const tracing = resource.get('Tracing');
  const resolved = parameters.resolve(tracing);
  return isTruthy(tracing) && resolved !== 'Disabled';
}

/** @throws InvalidResource */
export function constructLambdaFunction(resource: Resource, context: TransformContext): Resource {
  const { logicalId, dependsOn, attributes } = resource;
  const lambda = new Resource(lambdaFunction, logicalId, { dependsOn, attributes });
  for (const name of copied) lambda.set(name, resource.get(name));
  lambda.set('Code', functionCode(resource));
  lambda.set('Tags', samTagList(logicalId, resource.get('Tags') as Fields | undefined));
  for (const name of ['FunctionName', 'FunctionScalingConfig']) {
    if (isTruthy(resource.get(name))) lambda.set(name, resource.get(name));
  }
  if (isTraced(resource, context)) lambda.set('TracingConfig', { Mode: resource.get('Tracing') });
  const deadLetters = resource.get('DeadLetterQueue') as Fields | undefined;
  if (isTruthy(deadLetters)) lambda.set('DeadLetterConfig', { TargetArn: deadLetters?.TargetArn });
  const provider = resource.get('CapacityProviderConfig');
  if (isTruthy(provider) && !isNothing(provider)) {
    lambda.set('CapacityProviderConfig', capacityProviderConfig(logicalId, provider as Fields));
  }
  assertPackageType(lambda);
  return lambda;
}
