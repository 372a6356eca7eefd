import type { SamType, TransformContext } from '../context.ts';
import { codeLocation } from '../functions/code-location.ts';
import { InvalidResource } from '../language/errors.ts';
import { isIntrinsic } from '../language/intrinsics.ts';
import { hashedId } from '../language/logical-id.ts';
import { isMap, isTruthy } from '../language/values.ts';
import { lambdaLayerVersion } from '../resources/lambda.ts';
import { isABoolean, isAMap, isAText, isListOf, isOneOf, optional, required } from '../resources/property.ts';
import { Resource } from '../resources/resource.ts';

const textOrMap = isOneOf(isAText, isAMap);
const retentionPolicies = ['Retain', 'Delete'];
const resolved = ['LayerName', 'LicenseInfo', 'Description', 'RetentionPolicy'];

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html */
export const layerVersion: SamType = {
  type: 'AWS::Serverless::LayerVersion',
  properties: {
    LayerName: optional(textOrMap),
    Description: optional(isAText),
    PublishLambdaVersion: optional(isABoolean),
    ContentUri: required(textOrMap),
    CompatibleArchitectures: optional(isListOf(textOrMap)),
    CompatibleRuntimes: optional(isListOf(textOrMap)),
    LicenseInfo: optional(isAText),
    RetentionPolicy: optional(isAText),
  },
  toCloudFormation: (resource, context) => {
    const declaredId = resource.logicalId;
    for (const name of resolved) resource.set(name, withParameters(resource, name, context));
    const retention = retentionOf(resource);
    const attributes = { DeletionPolicy: 'Retain', ...resource.passedAttributes };
    if (retention !== undefined) attributes.DeletionPolicy = retention;
    // A version is never changed: what it says makes its id, so that another one takes its place.
    resource.logicalId = hashedId(declaredId, { [declaredId]: hashed(resource) });
    const layer = new Resource(lambdaLayerVersion, resource.logicalId, {
      dependsOn: resource.dependsOn,
      attributes,
    });
    const name = resource.get('LayerName');
    layer.set('LayerName', isTruthy(name) ? name : declaredId);
    layer.set('Description', resource.get('Description'));
    layer.set('Content', codeLocation(resource.get('ContentUri'), resource.logicalId, 'ContentUri'));
    layer.set('CompatibleArchitectures', resource.get('CompatibleArchitectures'));
    assertArchitectures(layer);
    layer.set('CompatibleRuntimes', resource.get('CompatibleRuntimes'));
    layer.set('LicenseInfo', resource.get('LicenseInfo'));
    return [layer];
  },
};

function withParameters(resource: Resource, name: string, { parameters }: TransformContext): unknown {
  const given = resource.get(name);
  if (!isTruthy(given)) return given;
  const value = parameters.resolve(given);
  if (typeof value === 'string' || isMap(value)) return value;
  throw new InvalidResource(
    resource.logicalId,
    `Could not resolve parameter for '${name}' or parameter is not a String.`,
  );
}

function retentionOf({ logicalId, properties }: Resource): string | undefined {
  const { RetentionPolicy: given } = properties;
  const options = "['Retain', 'Delete']";
  if (isIntrinsic(given)) {
    throw new InvalidResource(
      logicalId,
      `'RetentionPolicy' does not accept intrinsic functions, please use one of the following options: ${options}`,
    );
  }
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'string') {
    throw new InvalidResource(
      logicalId,
      `Invalid 'RetentionPolicy' type, please use one of the following options: ${options}`,
    );
  }
  const option = retentionPolicies.find((policy) => policy.toLowerCase() === given.toLowerCase());
  if (option !== undefined) return option;
  throw new InvalidResource(logicalId, `'RetentionPolicy' must be one of the following options: ${options}.`);
}

/** What makes the id: how long a version is kept, and what is told about it, does not. */
function hashed(resource: Resource): unknown {
  const { DeletionPolicy: _, UpdateReplacePolicy: __, Metadata: ___, ...entry } = resource.write();
  return entry;
}

function assertArchitectures(layer: Resource): void {
  const given = layer.get('CompatibleArchitectures');
  if (!isTruthy(given) || isIntrinsic(given)) return;
  const architectures: readonly unknown[] = Array.isArray(given) ? given : Object.keys(given as object);
  if (architectures.every((one) => isIntrinsic(one) || one === 'arm64' || one === 'x86_64')) return;
  throw new InvalidResource(layer.logicalId, "CompatibleArchitectures needs to be a list of 'x86_64' or 'arm64'");
}
