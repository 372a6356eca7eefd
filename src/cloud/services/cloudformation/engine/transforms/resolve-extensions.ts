import { AwsError, UnsupportedError } from '../../../../kernel/errors.ts';
import type { StackParameter } from '../../state.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { knownAfterApply, type Scope } from '../intrinsics/scope.ts';
import { parameterScope } from '../parameters/parameter-values.ts';
import { declaredParameters } from '../template/read-template.ts';
import { intrinsicOf, isRecord, type Json } from '../template/template.ts';

/** Functions of AWS::LanguageExtensions that a processed template shows by their values. */
const extensions: ReadonlySet<string> = new Set(['Fn::FindInMap', 'Fn::Length', 'Fn::ToJsonString']);

/** Functions that it also takes the values of where another transform of AWS follows, which looks at values. */
const forTransforms: ReadonlySet<string> = new Set([
  ...extensions,
  'Ref',
  'Fn::Join',
  'Fn::Select',
  'Fn::Split',
  'Fn::Sub',
]);

/** A template whose loops are unrolled, with what the transform makes of its functions; those that need resources stay. */
export function resolveExtensions(template: Json, parameters: readonly StackParameter[]): unknown {
  const { Transform: _, ...rest } = template;
  return resolve(rest, scopeOf(rest, parameterScope(declaredParameters(rest), parameters)), extensions);
}

/**
 * The same for what AWS::Serverless is handed: paths of events, say, have to be texts by then.
 * https://github.com/aws/serverless-application-model/issues/2533
 */
export function resolveForTransforms(template: Json, parameters: Scope['parameters']): Json {
  const scope = scopeOf(template, parameters);
  const { Globals, Resources } = template;
  return {
    ...template,
    ...(Globals !== undefined && { Globals: resolve(Globals, scope, forTransforms) }),
    ...(Resources !== undefined && { Resources: resolve(Resources, scope, forTransforms) }),
  };
}

function scopeOf({ Mappings, Resources }: Json, parameters: Scope['parameters']): Scope {
  return {
    parameters,
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
}

function resolve(value: unknown, scope: Scope, functions: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope, functions));
  if (!isRecord(value)) return value;
  const name = intrinsicOf(value)?.name;
  const known = name !== undefined && functions.has(name) ? evaluated(value, scope) : undefined;
  if (known !== undefined) return known;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, scope, functions)]));
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
