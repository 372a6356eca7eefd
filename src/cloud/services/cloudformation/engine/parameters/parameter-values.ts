import type { Parameter } from '@aws-sdk/client-cloudformation';
import { validationError } from '../../errors.ts';
import type { StackParameter } from '../../state.ts';
import type { ParameterValue } from '../intrinsics/scope.ts';
import type { ParameterDeclaration, Template } from '../template/template.ts';
import { checkParameters } from './check-parameter.ts';
import { isListType, listOf } from './list-values.ts';

/** Reads a name from Parameter Store; undefined when it is not there. */
export type FetchParameter = (
  name: string,
) => Promise<{ readonly value: string; readonly isSecure: boolean } | undefined>;

/** Where values of parameters come from. */
export interface ParameterSources {
  readonly given: readonly Parameter[];
  /** What the stack has now: the source of `UsePreviousValue`. */
  readonly previous: readonly StackParameter[];
  readonly fetch: FetchParameter;
}

/**
 * The stack's parameters: given, previous or default, resolved in Parameter Store, and checked against all constraints.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export async function resolveParameters(
  template: Pick<Template, 'parameters'>,
  sources: ParameterSources,
): Promise<StackParameter[]> {
  const declared = template.parameters;
  const unknown = sources.given
    .map(({ ParameterKey }) => ParameterKey ?? '')
    .filter((key) => !Object.hasOwn(declared, key));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const missing: string[] = [];
  const parameters: StackParameter[] = [];
  for (const [key, declaration] of Object.entries(declared)) {
    const value = givenValue(key, declaration, sources);
    if (value === undefined) missing.push(key);
    else parameters.push({ key, given: value, noEcho: String(declaration.NoEcho) === 'true' });
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  const resolved = await resolveStored(declared, parameters, sources.fetch);
  checkParameters(
    resolved.flatMap(({ key, given }) => {
      const declaration = declared[key];
      return declaration ? [{ key, value: given, declaration }] : [];
    }),
  );
  return resolved;
}

/** `UsePreviousValue` of a parameter that the stack did not have falls back to the default, as in AWS. */
function givenValue(
  key: string,
  declaration: ParameterDeclaration,
  { given, previous }: ParameterSources,
): string | undefined {
  const parameter = given.find(({ ParameterKey }) => ParameterKey === key);
  if (parameter?.UsePreviousValue) {
    const value = previous.find((candidate) => candidate.key === key)?.given;
    if (value !== undefined) return value;
  }
  if (parameter?.ParameterValue !== undefined) return parameter.ParameterValue;
  const fallback = declaration.Default;
  return fallback === undefined || fallback === null ? undefined : String(fallback);
}

/** Of type `AWS::SSM::Parameter::Name`: that there is such a parameter is all that is asked. */
const isName = (declaration: ParameterDeclaration | undefined): boolean =>
  declaration?.Type === 'AWS::SSM::Parameter::Name';

const isStored = (declaration: ParameterDeclaration | undefined): boolean =>
  declaration?.Type.startsWith('AWS::SSM::Parameter::Value<') === true;

async function resolveStored(
  declared: Template['parameters'],
  parameters: readonly StackParameter[],
  fetch: FetchParameter,
): Promise<StackParameter[]> {
  const absent: string[] = [];
  const secure: string[] = [];
  const resolved = await Promise.all(
    parameters.map(async (parameter) => {
      const declaration = declared[parameter.key];
      if (!isStored(declaration) && !isName(declaration)) return parameter;
      const stored = await fetch(parameter.given);
      if (!stored) absent.push(parameter.given);
      else if (stored.isSecure && isStored(declaration)) secure.push(parameter.given);
      return stored && isStored(declaration) ? { ...parameter, resolved: stored.value } : parameter;
    }),
  );
  if (secure.length > 0) {
    throw validationError(
      `Parameters [${secure.join(', ')}] referenced by template have types not supported by CloudFormation.`,
    );
  }
  if (absent.length === 0) return resolved;
  throw validationError(`Unable to fetch parameters [${absent.join(',')}] from parameter store for this account.`);
}

/** What `Ref` answers for each parameter; list types give arrays. */
export function parameterScope(
  declared: Template['parameters'],
  parameters: readonly StackParameter[],
): ReadonlyMap<string, ParameterValue> {
  return new Map(
    parameters.map(({ key, given, resolved }) => {
      const value = resolved ?? given;
      return [key, isListType(declared[key]?.Type ?? 'String') ? listOf(value) : value];
    }),
  );
}
