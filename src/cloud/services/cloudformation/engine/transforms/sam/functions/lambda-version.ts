import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { referredId } from '../language/intrinsics.ts';
import { hashedId } from '../language/logical-id.ts';
import { type Fields, has, isMap, isTruthy, member } from '../language/values.ts';
import { lambdaVersion } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';

/** What the template says of the code, where it says so: a version is made when this changes. */
export function codeSha256Of(resource: Resource, { parameters }: TransformContext): string | undefined {
  const given = resource.get('AutoPublishCodeSha256');
  if (!isTruthy(given)) return undefined;
  const resolved = parameters.resolve(given);
  if (typeof resolved === 'string') return resolved;
  throw new InvalidResource(resource.logicalId, 'AutoPublishCodeSha256 must be a string');
}

/** A function whose description does not change has no new version to Lambda. */
export function describeCode(
  lambda: Resource,
  resource: Resource,
  codeSha256: string,
  { parameters }: TransformContext,
): void {
  const description = parameters.resolve(resource.get('Description'));
  if (!isTruthy(description)) lambda.set('Description', codeSha256);
  else if (typeof description === 'string') lambda.set('Description', `${description} ${codeSha256}`);
  else lambda.set('Description', { 'Fn::Join': [' ', [description, codeSha256]] });
}

/** The version, whose logical id changes with what it is a version of. */
export function constructVersion(
  resource: Resource,
  lambda: Resource,
  context: TransformContext,
  codeSha256: string | undefined,
): Resource {
  const code = context.parameters.resolve(lambda.get('Code')) as Fields;
  const data = isTruthy(resource.get('AutoPublishAliasAllProperties'))
    ? allProperties(lambda, context)
    : changingProperties(lambda, code);
  const prefix = `${resource.logicalId}Version`;
  const logicalId = codeSha256 ? prefix + codeSha256.slice(0, 10) : hashedId(prefix, data);
  const isManaged = resource.get('CapacityProviderConfig') !== undefined;
  const attributes = {
    DeletionPolicy: resource.get('VersionDeletionPolicy') ?? (isManaged ? 'Delete' : 'Retain'),
    ...resource.passedAttributes,
  };
  const version = new Resource(lambdaVersion, logicalId, { attributes });
  version.set('FunctionName', lambda.runtimeAttribute('name'));
  version.set('Description', resource.get('VersionDescription'));
  if (isManaged) version.set('FunctionScalingConfig', resource.get('FunctionScalingConfig'));
  return version;
}

/** The function's own, and those of the layers in the template that a change of shall publish it. */
function allProperties(lambda: Resource, { made }: TransformContext): Fields {
  const properties = { ...(lambda.write().Properties as Fields) };
  const layers = lambda.get('Layers');
  for (const layer of Array.isArray(layers) ? layers : []) {
    const id = referredId(layer);
    const published = id && has(made, id) ? member(made[id], 'Properties') : undefined;
    if (id && isTruthy(member(published, 'PublishLambdaVersion'))) properties[id] = published;
  }
  return properties;
}

function changingProperties(lambda: Resource, code: Fields): Fields {
  const data = { ...code };
  const environment = lambda.get('Environment');
  if (isMap(environment)) Object.assign(data, environment);
  if (isTruthy(lambda.get('MemorySize'))) data.MemorySize = lambda.get('MemorySize');
  const snapStart = lambda.get('SnapStart');
  if (isMap(snapStart) && has(snapStart, 'ApplyOn') && snapStart.ApplyOn !== 'None') data.SnapStart = snapStart;
  return data;
}
