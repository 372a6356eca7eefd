import type { ResourceState } from '../../../../service-kit/contract.ts';
import { templateFormatError, validationError } from '../../errors.ts';
import { attributeParts, isRecord } from '../template/template.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';
import { knownAfterApply, noValue } from './scope.ts';

/** `Ref`: a pseudo parameter, a parameter or a resource, looked for in this order. */
export const reference: IntrinsicFunction = (argument, scope) => {
  if (typeof argument !== 'string') throw templateFormatError('All Ref references must be of type string.');
  if (argument === 'AWS::NoValue') return noValue;
  if (Object.hasOwn(scope.pseudo, argument)) return scope.pseudo[argument];
  const parameter = scope.parameters.get(argument);
  // Given as text it counts as well.
  if (parameter === 'AWS::NoValue') return noValue;
  if (parameter !== undefined) return parameter;
  if (!scope.hasResource(argument)) throw unresolvedReference(argument);
  const state = scope.resource(argument);
  return state ? (state.ref ?? state.physicalId) : knownAfterApply;
};

/** A name that is no resource, parameter or pseudo parameter. */
export const unresolvedReference = (name: string) =>
  templateFormatError(`Unresolved resource dependencies [${name}] in the Resources block of the template`);

/** `Fn::GetAtt`; with AWS::LanguageExtensions the attribute's name may be the work of functions. */
export const getAttribute: IntrinsicFunction = (argument, scope, evaluate) => {
  const [logicalId, attribute] = attributeParts(argument);
  if (typeof logicalId !== 'string' || logicalId === '' || attribute === '') {
    throw validationError(
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    );
  }
  if (!scope.hasResource(logicalId)) {
    throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
  }
  const name = evaluate(attribute, scope);
  const state = scope.resource(logicalId);
  if (!state) return knownAfterApply;
  const value = attributeOf(state, String(name));
  if (value === undefined) throw scope.missingAttribute(logicalId, String(name));
  return value;
};

function attributeOf(state: ResourceState, name: string): unknown {
  const attributes = state.attributes ?? {};
  if (Object.hasOwn(attributes, name)) return attributes[name];
  // `Endpoint.Address` may also be given as nested objects.
  let value: unknown = attributes;
  for (const part of name.split('.')) value = isRecord(value) ? value[part] : undefined;
  return value;
}

const importValue: IntrinsicFunction = (argument, scope, evaluate) => {
  const name = evaluate(argument, scope);
  if (typeof name !== 'string') {
    throw validationError(
      'Template error: the attribute in Fn::ImportValue must be a string or a function that returns a string',
    );
  }
  return scope.importValue(name);
};

/**
 * `Fn::GetStackOutput`: an output of another stack, read once. The role says in which account.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
 */
const getStackOutput: IntrinsicFunction = (argument, scope, evaluate) => {
  const { StackName, OutputName, Region, RoleArn, ...more } = isRecord(argument) ? argument : {};
  const [stackName, outputName, region, roleArn] = [StackName, OutputName, Region, RoleArn].map((part) =>
    part === undefined ? undefined : evaluate(part, scope),
  );
  if (typeof stackName !== 'string' || typeof outputName !== 'string' || Object.keys(more).length > 0) {
    throw validationError(
      'Template error: every Fn::GetStackOutput object requires the parameters StackName and OutputName, and takes Region and RoleArn',
    );
  }
  if ([stackName, outputName, region, roleArn].some((part) => String(part).includes(knownAfterApply))) {
    return knownAfterApply;
  }
  const value = scope.stackOutput({
    stackName,
    outputName,
    region: typeof region === 'string' ? region : undefined,
    account: typeof roleArn === 'string' ? roleArn.split(':')[4] : undefined,
  });
  if (value !== undefined) return value;
  throw validationError(`Template error: output ${outputName} of stack ${stackName} does not exist`);
};

/** `[map, first key, second key]`, and with AWS::LanguageExtensions `{ DefaultValue }` as a fourth. */
const findInMap: IntrinsicFunction = (argument, scope, evaluate) => {
  if (!Array.isArray(argument) || argument.length < 3 || argument.length > 4) {
    throw validationError(
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    );
  }
  const keys = argument.slice(0, 3).map((key) => evaluate(key, scope));
  if (keys.includes(knownAfterApply)) return knownAfterApply;
  let value: unknown = scope.mappings;
  for (const key of keys) {
    value = isRecord(value) && typeof key === 'string' && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  // No functions in mappings, says AWS; looking for some would never end for one that names its own mapping.
  if (value !== undefined) return value;
  const fallback: unknown = argument[3];
  if (isRecord(fallback) && Object.hasOwn(fallback, 'DefaultValue')) return evaluate(fallback.DefaultValue, scope);
  throw validationError(`Template error: Unable to get mapping for ${keys.join('::')}`);
};

/** Functions that look something up: resources, parameters, mappings and exports. */
export const referenceFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: reference,
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAttribute,
  'Fn::GetStackOutput': getStackOutput,
  'Fn::ImportValue': importValue,
};
