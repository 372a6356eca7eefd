import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { made } from '../language/legacy/made-text.ts';
import { ParameterResolver } from '../language/resolve.ts';
import type { Fields } from '../language/values.ts';
import { Resource, type ResourceOptions, type ResourceType } from '../resources/resource.ts';

/** A REST API of the template on its way to CloudFormation's resources. */
export interface RestApiInput {
  readonly id: string;
  readonly context: TransformContext;
  readonly resource: Resource;
  get(name: string): unknown;
  /** Attributes of what is generated beside the API itself. */
  readonly passed: Fields;
  /** As far as it is edited; undefined where the API has none, or lies in S3. */
  definition: unknown;
}

/** Properties in which parameters are resolved. */
const resolved: readonly string[] = ['BinaryMediaTypes', 'Domain', 'Auth'];

/** Parameters for what becomes part of a definition: region and partition are no texts of the template's. */
export const apiParameters = ({ parameters, region, partition }: TransformContext): ParameterResolver =>
  new ParameterResolver({
    ...parameters.parameters,
    'AWS::Region': made(region),
    'AWS::Partition': made(partition),
  });

export function restApiInput(resource: Resource, context: TransformContext): RestApiInput {
  const parameters = apiParameters(context);
  for (const name of resolved) {
    const value = resource.get(name);
    if (value !== undefined) resource.set(name, parameters.resolve(value));
  }
  return {
    id: resource.logicalId,
    context,
    resource,
    get: (name) => resource.get(name),
    passed: resource.passedAttributes,
    definition: resource.get('DefinitionBody'),
  };
}

/** A resource beside the API. */
export const besideApi = (api: RestApiInput, kind: ResourceType, id: string, options: ResourceOptions = {}): Resource =>
  new Resource(kind, id, { attributes: api.passed, ...options });

export const invalidApi = ({ id }: RestApiInput, problem: string): InvalidResource => new InvalidResource(id, problem);
