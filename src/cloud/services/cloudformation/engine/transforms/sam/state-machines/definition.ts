import { InvalidResource } from '../language/errors.ts';
import { indentedJson } from '../language/indented-json.ts';
import { isIntrinsic, join } from '../language/intrinsics.ts';
import { byCodePoint } from '../language/python-text.ts';
import { s3Pointer } from '../language/s3-pointer.ts';
import { copyOf, type Fields, has, isMap, isTruthy } from '../language/values.ts';
import type { Resource } from '../resources/resource.ts';

/**
 * Gives a state machine its definition: text, for which CloudFormation substitutes what is known when it deploys only, or
 * a place in S3.
 * @param resource the SAM resource
 * @throws InvalidResource
 */
export function setDefinition(stateMachine: Resource, resource: Resource): void {
  const given = resource.get('DefinitionSubstitutions');
  if (isTruthy(given)) stateMachine.set('DefinitionSubstitutions', given);
  const definition = resource.get('Definition');
  const uri = resource.get('DefinitionUri');
  const { logicalId: id } = resource;
  if (isTruthy(definition) && isTruthy(uri)) {
    throw new InvalidResource(id, "Specify either 'Definition' or 'DefinitionUri' property and not both.");
  }
  if (isTruthy(definition)) {
    const processed = copyOf(definition);
    const substitutions = substituted(processed);
    if (isTruthy(substitutions)) {
      stateMachine.set('DefinitionSubstitutions', { ...(given as Fields | undefined), ...substitutions });
    }
    stateMachine.set('DefinitionString', join('\n', indentedJson(processed)));
  } else if (isTruthy(uri)) {
    stateMachine.set('DefinitionS3Location', location(uri, id));
  } else {
    throw new InvalidResource(id, "Either 'Definition' or 'DefinitionUri' property must be specified.");
  }
}

function location(uri: unknown, id: string): Fields {
  if (isMap(uri) && !(isTruthy(uri.Bucket) && isTruthy(uri.Key))) {
    throw new InvalidResource(id, "'DefinitionUri' requires Bucket and Key properties to be specified.");
  }
  const pointer = isMap(uri) ? uri : s3Pointer(String(uri));
  if (!pointer) {
    throw new InvalidResource(
      id,
      "'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
    );
  }
  const { Bucket, Key, Version } = pointer;
  return { Bucket, Key, ...(has(pointer, 'Version') && { Version }) };
}

const dynamicReference = /^\{\{resolve:([a-z-]+):(.+)\}\}\n?$/;

const isDynamic = (value: unknown): boolean =>
  isIntrinsic(value) || (typeof value === 'string' && dynamicReference.test(value));

/** Puts `${definition_substitution_1}` and so on in the place of what is not a text yet, and tells what they stand for. */
function substituted(definition: unknown): Fields {
  const substitutions: Fields = {};
  let count = 0;
  walk(definition);
  return substitutions;

  function walk(value: unknown): void {
    if (!isMap(value) && !Array.isArray(value)) return;
    const container = value as Fields;
    const keys = Array.isArray(value) ? Object.keys(value) : Object.keys(value).sort(byCodePoint);
    for (const key of keys) {
      const member = container[key];
      if (!isDynamic(member)) {
        walk(member);
        continue;
      }
      const name = `definition_substitution_${++count}`;
      substitutions[name] = member;
      container[key] = `\${${name}}`;
    }
  }
}
