import { InvalidResource } from '../language/errors.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, isTruthy } from '../language/values.ts';
import type { Resource } from '../resources/resource.ts';
import { codeLocation } from './code-location.ts';

const zip = 'Zip';
const image = 'Image';

const packageTypeOf = (resource: Resource): unknown => {
  const type = resource.get('PackageType');
  return isTruthy(type) ? type : zip;
};

/**
 * `Code` of the Lambda function.
 * @throws InvalidResource
 */
export function functionCode(resource: Resource): Fields {
  const { logicalId: id } = resource;
  const type = packageTypeOf(resource);
  if (type === image) return imageCode(resource);
  if (type !== zip) throw new InvalidResource(id, `invalid 'PackageType' : ${pythonText(type)}`);
  const code = zipCode(resource);
  const key = resource.get('SourceKMSKeyArn');
  if (isTruthy(key)) code.SourceKMSKeyArn = key;
  return code;
}

function imageCode(resource: Resource): Fields {
  const uri = resource.get('ImageUri');
  if (uri === undefined) throw new InvalidResource(resource.logicalId, "'ImageUri' must be set.");
  if (isTruthy(uri)) return { ImageUri: uri };
  throw new InvalidResource(resource.logicalId, "'ImageUri' requires that a image hosted at a registry be specified.");
}

function zipCode(resource: Resource): Fields {
  const inline = resource.get('InlineCode');
  if (inline !== undefined) return { ZipFile: inline };
  const uri = resource.get('CodeUri');
  if (uri !== undefined) return codeLocation(uri, resource.logicalId, 'CodeUri');
  throw new InvalidResource(resource.logicalId, "Only one of 'InlineCode' or 'CodeUri' can be set.");
}

/** @throws InvalidResource for properties that the package type does not have, or lacks */
export function assertPackageType(lambda: Resource): void {
  const has = (name: string) => isTruthy(lambda.get(name));
  const code = lambda.get('Code') as Fields;
  const fail = (problem: string) => new InvalidResource(lambda.logicalId, problem);
  if (packageTypeOf(lambda) === zip) {
    if (!has('Runtime') || !has('Handler')) {
      throw fail('Runtime and Handler needs to be present when PackageType is of type `Zip`');
    }
    if (has('ImageConfig')) {
      throw fail('ImageUri or ImageConfig cannot be present when PackageType is of type `Zip`');
    }
    return;
  }
  if (has('Handler') || has('Runtime') || has('Layers')) {
    throw fail('Runtime, Handler, Layers cannot be present when PackageType is of type `Image`');
  }
  if (!isTruthy(code.ImageUri)) throw fail('ImageUri needs to be present when PackageType is of type `Image`');
}
