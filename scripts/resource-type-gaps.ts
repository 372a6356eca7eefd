import type { TypeSpecification, ValueType } from '../src/cloud/resource-types/specification.ts';
import type { Kind, Kinds } from '../src/cloud/service-kit/properties.ts';
import type { DeclaredType } from '../src/cloud/service-kit/resource-type.ts';

/** Where a declared type and AWS's specification of it part, one line each; none when the type is whole. */
export function gapsOf(type: DeclaredType, specification: TypeSpecification): string[] {
  const { kinds, refused, attributes, missing } = type;
  const specified = Object.keys(specification.p);
  const readable = specification.a ?? [];
  return [
    ...mismatches(kinds, specification.p, specification, ''),
    ...neither(specified, Object.keys(kinds), Object.keys(refused)).map(
      (name) => `property ${name} is neither read nor refused`,
    ),
    ...Object.keys(refused)
      .filter((name) => !specified.includes(name) || name in kinds)
      .map((name) => `property ${name} is refused for nothing`),
    ...neither(readable, attributes, Object.keys(missing)).map(
      (name) => `attribute ${name} is neither answered nor listed as missing`,
    ),
    ...[...attributes, ...Object.keys(missing)]
      .filter((name) => !readable.includes(name))
      .map((name) => `AWS has no attribute ${name}`),
  ];
}

const neither = (names: readonly string[], ...lists: readonly (readonly string[])[]): string[] =>
  names.filter((name) => !lists.some((list) => list.includes(name)));

type Members = TypeSpecification['p'];

function mismatches(kinds: Kinds, members: Members, specification: TypeSpecification, path: string): string[] {
  return Object.entries(kinds).flatMap(([name, kind]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!member) return [`AWS has no property ${path}${name}`];
    return mismatch(kind, member.t, specification, `${path}${name}`);
  });
}

/** What AWS takes for each kind: JSON (`j`) of any form may be read as a structure, a list or a map. */
function mismatch(kind: Kinds[string], wanted: ValueType, specification: TypeSpecification, path: string): string[] {
  const refuse = [`property ${path} is of type ${JSON.stringify(wanted)}, not ${JSON.stringify(kind)}`];
  const form = typeof wanted === 'string' ? wanted : wanted[0];
  if (typeof kind === 'string') return simpleForms[kind].includes(form) ? [] : refuse;
  if (form === 'j') return [];
  if ('list' in kind) return form === 'l' ? inner(kind.list, wanted, specification, path) : refuse;
  if ('map' in kind) return form === 'm' ? inner(kind.map, wanted, specification, path) : refuse;
  if (form === 't') return mismatches(kind.members, tagMembers, specification, `${path}.`);
  if (form !== 'd') return refuse;
  return mismatches(kind.members, specification.d?.[String(wanted[1])] ?? {}, specification, `${path}.`);
}

const tagMembers: Members = { Key: { t: 's' }, Value: { t: 's' } };

const inner = (kind: Kind, wanted: ValueType, specification: TypeSpecification, path: string): string[] =>
  mismatch(kind, wanted[1] as ValueType, specification, `${path}[]`);

const simpleForms: Readonly<Record<Extract<Kinds[string], string>, readonly string[]>> = {
  document: ['j', 's'],
  flag: ['b'],
  number: ['n'],
  record: ['d', 'j', 'm'],
  tagMap: ['m', 'j'],
  tags: ['l'],
  text: ['s'],
};
