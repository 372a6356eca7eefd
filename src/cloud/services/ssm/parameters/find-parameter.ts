import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { labelNotFound, parameterNotFound, versionNotFound } from '../errors.ts';
import type { Parameter, ParameterVersion, SsmState } from '../state.ts';
import { assertReadableName } from './names.ts';
import { publicParameter } from './public-parameters.ts';

/** A parameter in one of its versions. */
export interface Chosen {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  /** `:3` or `:label`, when the name carried one. */
  readonly selector?: string;
}

/** The parameter that a plain name or an ARN names. */
export function findParameter(state: SsmState, name: string): Parameter | undefined {
  const resource = parseArn(name)?.resource;
  if (resource === undefined) return state.parameters.get(name);
  // An ARN does not tell whether the name began with a slash.
  const path = resource.replace(/^parameter\//, '');
  return state.parameters.get(`/${path}`) ?? state.parameters.get(path);
}

/**
 * The parameter and version behind `name`, `name:version`, `name:label` or an ARN with the same endings.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 */
export function chooseVersion(state: SsmState, nameWithSelector: string, region: string): Chosen {
  const { name, selector } = splitSelector(nameWithSelector);
  assertReadableName(name);
  const parameter = findParameter(state, name) ?? publicParameter(name, region) ?? raise(parameterNotFound());
  if (selector === undefined) return { parameter, version: newestOf(parameter) };
  const version = /^\d+$/.test(selector)
    ? (versionOf(parameter, Number(selector)) ?? raise(versionNotFound(parameter.name, selector)))
    : (labelled(parameter, selector) ?? raise(labelNotFound(parameter.name, selector)));
  return { parameter, version, selector: `:${selector}` };
}

/** A version by its number. */
export const versionOf = (parameter: Parameter, version: number): ParameterVersion | undefined =>
  parameter.versions.find((candidate) => candidate.version === version);

/** The version that a name without a selector means. A parameter always has one. */
export const newestOf = (parameter: Parameter): ParameterVersion =>
  parameter.versions.at(-1) ?? raise(new Error(`Invariant violated: ${parameter.name} has a version`));

const labelled = (parameter: Parameter, label: string): ParameterVersion | undefined =>
  parameter.versions.find((candidate) => candidate.labels.includes(label));

/** `name:3` is a name and what it selects. */
export function splitSelector(text: string): { readonly name: string; readonly selector: string | undefined } {
  const nameStart = text.startsWith('arn:') ? text.indexOf(':parameter/') + 1 : 0;
  const colon = text.indexOf(':', nameStart);
  if (colon < 0) return { name: text, selector: undefined };
  return { name: text.slice(0, colon), selector: text.slice(colon + 1) };
}
