/** A template after its structure was checked: what is here is what the engine works on. */
export interface Template {
  readonly description?: string;
  readonly metadata?: unknown;
  readonly transforms: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly rules: Readonly<Record<string, RuleDeclaration>>;
  readonly resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
}

/** A parameter as declared. Bounds may be numbers or text, as both occur in templates. */
export interface ParameterDeclaration {
  readonly Type: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly Description?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
  readonly NoEcho?: boolean | string;
}

/** A rule: assertions on parameters, which hold where its condition does. */
export interface RuleDeclaration {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription?: string }[];
}

/** A resource as declared, with its functions still to be evaluated. */
export interface ResourceDeclaration {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn: readonly string[];
  readonly Condition?: string;
  readonly Metadata?: unknown;
  readonly CreationPolicy?: unknown;
  /** May be an intrinsic with AWS::LanguageExtensions; evaluated when the resource is worked on. */
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
  /** How an alias gets another version; all other policies are read over (README.md). */
  readonly UpdatePolicy?: unknown;
}

/** An output as declared, with its functions still to be evaluated. */
export interface OutputDeclaration {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** What `{…}` in a template becomes; values may be anything that JSON knows. */
export type Json = Readonly<Record<string, unknown>>;

/** Lists and null are objects to JavaScript, but not to a template. */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{ "Fn::Sub": … }` → its name and argument; undefined when the value is no intrinsic function call. */
export function intrinsicOf(value: unknown): { readonly name: string; readonly argument: unknown } | undefined {
  if (!isRecord(value)) return undefined;
  const names = Object.keys(value);
  const [name] = names;
  if (names.length !== 1 || name === undefined) return undefined;
  if (name !== 'Ref' && name !== 'Condition' && !name.startsWith('Fn::')) return undefined;
  return { name, argument: value[name] };
}

/** The argument of `Fn::GetAtt` in its two forms: `['Resource', 'Outputs.Name']`, or the same as one text. */
export function attributeParts(argument: unknown): readonly [unknown, unknown] {
  if (Array.isArray(argument)) {
    const [logicalId, ...path] = argument;
    return [logicalId, path.length === 1 ? path[0] : path.join('.')];
  }
  if (typeof argument !== 'string') return [undefined, undefined];
  const dot = argument.indexOf('.');
  return dot < 0 ? [undefined, undefined] : [argument.slice(0, dot), argument.slice(dot + 1)];
}
