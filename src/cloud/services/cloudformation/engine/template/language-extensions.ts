import { validationError } from '../../errors.ts';
import { storedTemplateBytesMax } from './limits.ts';
import { intrinsicOf, isRecord, type Json } from './template.ts';

type Bindings = ReadonlyMap<string, string>;

const transform = 'AWS::LanguageExtensions';

/** Values of parameters by name, as they are given: lists with commas. */
export type GivenValues = ReadonlyMap<string, string>;

/** Whether the template asks for the transform; without it `Fn::ForEach` is a name like any other. */
export function usesLanguageExtensions(template: unknown): boolean {
  const declared = isRecord(template) ? template.Transform : undefined;
  return (Array.isArray(declared) ? declared : [declared]).some(
    (entry) => entry === transform || (isRecord(entry) && entry.Name === transform),
  );
}

/**
 * The part of the transform AWS::LanguageExtensions that rewrites templates: `Fn::ForEach::Name` becomes its members.
 * Collections may be parameters: `given`, else their defaults.
 * Fn::Length, Fn::ToJsonString and the default of Fn::FindInMap are functions like all others.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function expandLanguageExtensions(template: unknown, given: GivenValues = new Map()): unknown {
  const values = parameterValues(template, given);
  let left = storedTemplateBytesMax;
  const expansion: Expansion = {
    collectionOf: (collection) => collectionOf(collection, values),
    spend(bytes) {
      left -= bytes;
      if (left < 0) throw validationError(`Template may not exceed ${storedTemplateBytesMax} bytes in size.`);
    },
  };
  return expand(template, new Map(), expansion);
}

/** One template on its way to its full size. */
interface Expansion {
  collectionOf(collection: unknown): readonly string[];
  /**
   * Counts what is made, while it is made: quotas "apply to the resultant template", and loops in loops make terabytes
   * of a kilobyte. Throws AWS's complaint about templates that are too large.
   */
  spend(bytes: number): void;
}

/** What a turn of a loop costs even if it makes nothing: `"k":"v",` */
const turnBytes = 8;

function expand(value: unknown, bindings: Bindings, expansion: Expansion): unknown {
  expansion.spend(1);
  if (typeof value === 'string') return made(value, bindings, expansion);
  if (Array.isArray(value)) return value.map((item) => expand(item, bindings, expansion));
  if (!isRecord(value)) return value;
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Ref' && typeof intrinsic.argument === 'string') {
    const bound = bindings.get(intrinsic.argument);
    if (bound !== undefined) return bound;
  }
  if (intrinsic?.name === 'Ref' && isRecord(intrinsic.argument)) {
    return { Ref: nameIn(expand(intrinsic.argument, bindings, expansion), expansion) };
  }
  if (intrinsic?.name === 'Fn::GetAtt' && Array.isArray(intrinsic.argument)) {
    const [logicalId, ...path]: unknown[] = expand(intrinsic.argument, bindings, expansion) as unknown[];
    return { 'Fn::GetAtt': [nameIn(logicalId, expansion), ...path] };
  }
  const result: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (key.startsWith('Fn::ForEach::')) Object.assign(result, loop(key, member, bindings, expansion));
    else result[made(key, bindings, expansion)] = expand(member, bindings, expansion);
  }
  return result;
}

/** The transform lets `Ref` and `Fn::GetAtt` name resources by functions; what they make of parameters is known here. */
function nameIn(value: unknown, { collectionOf: valuesOf }: Expansion): unknown {
  const { name, argument } = intrinsicOf(value) ?? {};
  if (name === 'Ref') return valuesOf(value).join(',');
  if (name === 'Fn::Sub' && typeof argument === 'string') {
    return argument.replace(/\$\{([\w]+)\}/g, (_, parameter: string) => valuesOf({ Ref: parameter }).join(','));
  }
  if (name === 'Fn::Join' && Array.isArray(argument) && Array.isArray(argument[1])) {
    const [delimiter, items]: readonly [unknown, readonly unknown[]] = [argument[0], argument[1]];
    return items.map((item) => (typeof item === 'string' ? item : valuesOf(item).join(','))).join(String(delimiter));
  }
  return value;
}

function made(text: string, bindings: Bindings, expansion: Expansion): string {
  const substituted = substitute(text, bindings);
  expansion.spend(substituted.length);
  return substituted;
}

/** `[identifier, collection, { "OutputKey${identifier}": … }]` */
function loop(name: string, argument: unknown, bindings: Bindings, expansion: Expansion): Json {
  const [identifier, collection, body]: unknown[] = Array.isArray(argument) ? argument : [];
  if (typeof identifier !== 'string' || !isRecord(body)) {
    throw validationError(`Transform AWS::LanguageExtensions failed with: ${name} layout is incorrect`);
  }
  const members: Record<string, unknown> = {};
  for (const item of expansion.collectionOf(expand(collection, bindings, expansion))) {
    expansion.spend(turnBytes);
    Object.assign(members, expand(body, new Map([...bindings, [identifier, item]]), expansion));
  }
  return members;
}

/** `${Name}` and `&{Name}` (which keeps only what a logical id may hold) for names that a loop binds. */
function substitute(text: string, bindings: Bindings): string {
  if (bindings.size === 0) return text;
  return text.replace(/([$&])\{([^{}!]+)\}/g, (match, kind: string, name: string) => {
    const bound = bindings.get(name);
    if (bound === undefined) return match;
    return kind === '&' ? bound.replace(/[^A-Za-z0-9]/g, '') : bound;
  });
}

function parameterValues(template: unknown, given: GivenValues): ReadonlyMap<string, readonly string[]> {
  const parameters = isRecord(template) && isRecord(template.Parameters) ? template.Parameters : {};
  return new Map(
    Object.entries(parameters).flatMap(([key, parameter]) => {
      const value = given.get(key) ?? (isRecord(parameter) ? parameter.Default : undefined);
      return typeof value === 'string' ? [[key, value.split(',').map((item) => item.trim())] as const] : [];
    }),
  );
}

function collectionOf(collection: unknown, values: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (Array.isArray(collection)) return collection.map(String);
  const intrinsic = intrinsicOf(collection);
  const items = intrinsic?.name === 'Ref' ? values.get(String(intrinsic.argument)) : undefined;
  if (items) return items;
  throw validationError(
    'Squall does not emulate this collection of Fn::ForEach: give a list, or a parameter with a value',
  );
}
