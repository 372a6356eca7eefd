import { AwsError, UnsupportedError } from '../../../../kernel/errors.ts';
import type { StackParameter } from '../../state.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { knownAfterApply, type Scope } from '../intrinsics/scope.ts';
import { parameterScope } from '../parameters/parameter-values.ts';
import { declaredParameters } from '../template/read-template.ts';
import { intrinsicOf, isRecord, type Json } from '../template/template.ts';

/** Functions of AWS::LanguageExtensions that a processed template shows by their values. */
const extensions: ReadonlySet<string> = new Set(['Fn::FindInMap', 'Fn::Length', 'Fn::ToJsonString']);

/** A template whose loops are unrolled, with what the transform makes of its functions; those that need resources stay. */
export function resolveExtensions(template: Json, parameters: readonly StackParameter[]): unknown {
  const { Transform: _, ...rest } = template;
  const { Mappings, Resources } = rest;
  const scope: Scope = {
    parameters: parameterScope(declaredParameters(rest), parameters),
    pseudo: {},
    mappings: isRecord(Mappings) ? Mappings : {},
    condition: () => {
      throw new UnsupportedError('conditions in functions of AWS::LanguageExtensions');
    },
    hasResource: (logicalId) => isRecord(Resources) && Object.hasOwn(Resources, logicalId),
    resource: () => undefined,
    missingAttribute: (logicalId, name) =>
      new UnsupportedError(`attribute ${name} of resource ${logicalId} in Fn::GetAtt`),
    importValue: () => knownAfterApply,
    stackOutput: () => knownAfterApply,
    parametersOfType: () => [],
    spend: () => {},
  };
  return resolve(rest, scope);
}

function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (!isRecord(value)) return value;
  const name = intrinsicOf(value)?.name;
  if (name !== undefined && extensions.has(name)) return evaluated(value, scope) ?? value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, scope)]));
}

/** Undefined where it is not known before the deployment. */
function evaluated(call: Json, scope: Scope): unknown {
  try {
    const value = evaluate(call, scope);
    return JSON.stringify(value)?.includes(knownAfterApply) ? undefined : value;
  } catch (error) {
    if (error instanceof AwsError || error instanceof UnsupportedError) return undefined;
    throw error;
  }
}
