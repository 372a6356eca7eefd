import { InvalidDocument, InvalidTemplate } from './errors.ts';
import { onlyKey } from './intrinsics.ts';
import { textOf } from './legacy/made-text.ts';
import { pythonText } from './python-text.ts';
import type { ResourceReferences } from './resource-references.ts';
import { type Fields, has, isMap, isTruthy } from './values.ts';

/** What a call of a function becomes: the call itself where nothing is known. Calls may be changed in place. */
type Resolve = (call: Fields) => unknown;
type Resolvers = Readonly<Record<string, Resolve>>;

/** Walks through a value and puts in place of each call what its resolver makes of it; changes the value in place. */
function walk(value: unknown, resolvers: Resolvers): unknown {
  const name = onlyKey(value);
  const resolve = name !== undefined && has(resolvers as Fields, name) ? resolvers[name] : undefined;
  const resolved = resolve ? resolve(value as Fields) : value;
  if (Array.isArray(resolved)) for (const [at, item] of resolved.entries()) resolved[at] = walk(item, resolvers);
  else if (isMap(resolved)) for (const key of Object.keys(resolved)) resolved[key] = walk(resolved[key], resolvers);
  return resolved;
}

/** Parameters by name, `AWS::Region` and `AWS::Partition` among them. */
export class ParameterResolver {
  readonly parameters: Fields;
  readonly #resolvers: Resolvers;

  constructor(parameters: Fields) {
    this.parameters = parameters;
    this.#resolvers = {
      Ref: (call) => (typeof call.Ref === 'string' ? this.#valueOf(call.Ref, call) : call),
      'Fn::Sub': (call) => substituted(call, (reference, name) => this.#valueOf(name, reference)),
    };
  }

  /** The value with the values of parameters in it, where they are known. */
  resolve(value: unknown): unknown {
    return isTruthy(this.parameters) ? walk(value, this.#resolvers) : value;
  }

  #valueOf(name: string, fallback: unknown): unknown {
    const value = has(this.parameters, name) ? this.parameters[name] : fallback;
    return typeof value === 'string' && value.startsWith('{{IntrinsicFunction:') ? fallback : value;
  }
}

/** `Fn::FindInMap` over the template's mappings. */
export class MappingResolver {
  readonly #mappings: Fields;

  constructor(mappings: unknown) {
    if (!isMap(mappings)) {
      throw new InvalidDocument([
        new InvalidTemplate("'Mappings' or 'Parameters' is either null or not a valid dictionary."),
      ]);
    }
    this.#mappings = mappings;
  }

  resolve(value: unknown): unknown {
    return isTruthy(this.#mappings) ? walk(value, { 'Fn::FindInMap': (call) => this.#find(call) }) : value;
  }

  #find(call: Fields): unknown {
    const path = call['Fn::FindInMap'];
    if (!Array.isArray(path) || path.length !== 3) {
      throw invalid(`Invalid FindInMap value ${pythonText(path)}. FindInMap expects an array with 3 values.`);
    }
    const keys = path.map((key) => (onlyKey(key) === 'Fn::FindInMap' ? this.#find(key as Fields) : key));
    if (!keys.every((key) => typeof key === 'string')) return call;
    const [map, top, second] = keys as [string, string, string];
    if (!has(this.#mappings, map)) return call;
    const entries = twoLevels(this.#mappings[map], map);
    if (!has(entries, top)) return call;
    const members = twoLevels(entries[top], map);
    return has(members, second) ? members[second] : call;
  }
}

function twoLevels(value: unknown, map: string): Fields {
  if (isMap(value)) return value;
  throw invalid(`Cannot use Fn::FindInMap on Mapping '${map}' which is not a a two-level map.`);
}

/** Puts in place of `Function.Alias` the ids that were generated for it. */
export const resolveReferences = (template: unknown, references: ResourceReferences): unknown =>
  references.size === 0
    ? template
    : walk(template, {
        Ref: (call) => {
          const [id, property] = split(call.Ref);
          const known = id && property ? references.get(id, property) : undefined;
          return known ? { Ref: known } : call;
        },
        'Fn::Sub': (call) =>
          substituted(call, (reference, name) => {
            const [id, property] = name.split('.');
            const known = id !== undefined && property !== undefined ? references.get(id, property) : undefined;
            return known ? reference.replaceAll(`${id}.${property}`, known) : reference;
          }),
        'Fn::GetAtt': (call) =>
          attributeOf(call, ([id = '', property = '', ...rest]) => {
            const known = references.get(id, property);
            return known ? [known, ...rest] : undefined;
          }),
      });

/** Puts in place of a resource's id the one that the transform gave it. */
export const resolveIds = (template: unknown, ids: ReadonlyMap<string, string>): unknown =>
  ids.size === 0
    ? template
    : walk(template, {
        Ref: (call) => {
          const known = typeof call.Ref === 'string' && !call.Ref.includes('.') ? ids.get(call.Ref) : undefined;
          return known ? { Ref: known } : call;
        },
        'Fn::Sub': (call) =>
          substituted(call, (reference, name) => {
            const [id = ''] = name.split('.');
            const known = ids.get(id);
            return known ? reference.replaceAll(id, known) : reference;
          }),
        'Fn::GetAtt': (call) =>
          attributeOf(call, ([id = '', ...rest]) => {
            const known = ids.get(id);
            return known ? [known, ...rest] : undefined;
          }),
      });

/** `a.b.c` → `['a', 'b.c']`, both empty where there is no such form. */
function split(reference: unknown): [string, string] {
  if (typeof reference !== 'string') return ['', ''];
  const at = reference.indexOf('.');
  return at < 0 ? ['', ''] : [reference.slice(0, at), reference.slice(at + 1)];
}

function attributeOf(call: Fields, resolve: (parts: readonly string[]) => readonly string[] | undefined): Fields {
  const path = call['Fn::GetAtt'];
  if (!Array.isArray(path) || path.length < 2 || !path.every((part) => typeof part === 'string')) return call;
  const resolved = resolve(path.join('.').split('.'));
  if (resolved) call['Fn::GetAtt'] = resolved;
  return call;
}

/** The text of `Fn::Sub` with what `replace` makes of its references; changes the call in place. */
function substituted(call: Fields, replace: (reference: string, name: string) => unknown): Fields {
  const given = call['Fn::Sub'];
  if (typeof given === 'string') call['Fn::Sub'] = replaced(given, replace);
  else if (Array.isArray(given) && typeof given[0] === 'string') given[0] = replaced(given[0], replace);
  return call;
}

function replaced(text: string, replace: (reference: string, name: string) => unknown): string {
  let result = text;
  for (const [reference, name = ''] of text.matchAll(/\$\{([A-Za-z0-9.]+|AWS::[A-Z][A-Za-z]*)\}/g)) {
    const value = textOf(replace(reference, name));
    if (typeof value !== 'string') {
      throw invalid(
        `Invalid Fn::Sub variable value ${pythonText(value)}. Fn::Sub expects all variables to be strings.`,
      );
    }
    result = result.replace(reference, () => value);
  }
  return result;
}

const invalid = (problem: string) => new InvalidDocument([new InvalidTemplate(problem)]);
