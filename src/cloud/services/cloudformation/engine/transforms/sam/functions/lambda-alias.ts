import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { isTruthy } from '../language/values.ts';
import { lambdaAlias } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';

/** @throws InvalidResource where it is neither a text nor a parameter's name */
export function aliasNameOf(resource: Resource, { parameters }: TransformContext): string {
  const name = parameters.resolve(resource.get('AutoPublishAlias'));
  if (typeof name === 'string') return name;
  throw new InvalidResource(resource.logicalId, "'AutoPublishAlias' must be a string or a Ref to a template parameter");
}

/** @throws InvalidResource for a name that Lambda does not take */
export function constructAlias(resource: Resource, name: string, lambda: Resource, version: Resource): Resource {
  if (name === '') throw new InvalidResource(resource.logicalId, 'Alias name is required to create an alias');
  if (!/^(?!\d+\n?$)[a-zA-Z0-9\-_]+\n?$/.test(name)) {
    throw new InvalidResource(
      resource.logicalId,
      `AutoPublishAlias name ('${name}') must contain only alphanumeric characters, hyphens, or underscores matching (?!^[0-9]+$)([a-zA-Z0-9-_]+) pattern.`,
    );
  }
  const suffix = name.replaceAll('-', 'D').replaceAll('_', 'U');
  const alias = new Resource(lambdaAlias, `${lambda.logicalId}Alias${suffix}`, {
    attributes: resource.passedAttributes,
  });
  alias.set('Name', name);
  alias.set('FunctionName', lambda.runtimeAttribute('name'));
  alias.set('FunctionVersion', version.runtimeAttribute('version'));
  const concurrency = resource.get('ProvisionedConcurrencyConfig');
  if (isTruthy(concurrency)) alias.set('ProvisionedConcurrencyConfig', concurrency);
  return alias;
}
