import { describe, expect, it } from 'vitest';
import { registry } from '../src/cloud/registry.ts';
import { loadSpecification } from '../src/cloud/resource-types/specification.ts';
import { loadTypeRegistry } from '../src/cloud/resource-types/type-registry.ts';
import { codedResourceType, isDeclared, resourceType } from '../src/cloud/service-kit/resource-type.ts';
import { gapsOf } from './resource-type-gaps.ts';

const specification = await loadSpecification();
const typeRegistry = await loadTypeRegistry();
const types = registry.flatMap((service) => Object.entries(service.resources ?? {}));

/** What the specification does not know: the CDK's own. */
const unspecified = ['AWS::CDK::Metadata'];

describe('CloudFormation types against the specification of AWS', () => {
  it('are found', () => {
    expect(types.length).toBeGreaterThan(35);
    expect(types.filter(([name]) => !specification[name]).map(([name]) => name)).toEqual(unspecified);
  });

  it.each(types.filter(([name]) => !unspecified.includes(name)))(
    '%s reads or refuses every property, and answers every attribute or says why not',
    (name, type) => {
      const specified = specification[name] ?? { p: {} };

      expect(isDeclared(type) ? gapsOf(type, specified) : ['the type does not say what it knows']).toEqual([]);
    },
  );

  it.each(types)('%s has a reason for all that it refuses', (_, type) => {
    const { refused, missing } = isDeclared(type) ? type : { refused: {}, missing: {} };

    expect([...Object.values(refused), ...Object.values(missing)].filter((reason) => reason.length < 10)).toEqual([]);
  });
});

describe('Readings of CloudFormation types', () => {
  const readings = types.flatMap(([name, { reading, importing }]) => (reading ? [{ name, reading, importing }] : []));

  it.each(readings)('$name is found by its primary identifier', ({ name, reading, importing }) => {
    expect(reading.identifiers).toEqual(typeRegistry[name]?.i);
    expect(importing?.identifiers).toEqual(typeRegistry[name]?.i);
  });

  it.each(readings)('$name tells properties that there are, and none that AWS never tells', ({ name, reading }) => {
    const known = Object.keys(specification[name]?.p ?? {});
    const { properties, writeOnly = [] } = reading;

    expect([...properties, ...writeOnly].filter((property) => !known.includes(property))).toEqual([]);
    expect(writeOnly.filter((property) => properties.includes(property))).toEqual([]);
  });
});

describe('gapsOf', () => {
  const nothing = { create: async () => ({ physicalId: '' }), delete: async () => {} };
  const specified = {
    p: { Name: { t: 's' }, Size: { t: 'n' }, On: { t: 'b' }, Inner: { t: ['d', 'Inner'] }, Names: { t: ['l', 's'] } },
    d: { Inner: { Depth: { t: 'n' } } },
    a: ['Arn', 'Id'],
  } as const;

  it('names what is forgotten, what is made up and what is of another kind', () => {
    const type = codedResourceType<Record<string, never>, string>({
      ...nothing,
      type: 'AWS::X::Y',
      properties: {
        Size: 'text',
        Inner: { members: { Depth: 'flag', Height: 'number' } },
        Names: 'text',
        Extra: 'text',
      } as never,
      refused: { Ghost: 'there is no such thing', Size: 'it is read' },
      attributes: ['Arn', 'Url'],
    });

    expect(gapsOf(type, specified)).toEqual([
      'property Size is of type "n", not "text"',
      'property Inner.Depth is of type "n", not "flag"',
      'AWS has no property Inner.Height',
      'property Names is of type ["l","s"], not "text"',
      'AWS has no property Extra',
      'property Name is neither read nor refused',
      'property On is neither read nor refused',
      'property Ghost is refused for nothing',
      'property Size is refused for nothing',
      'attribute Id is neither answered nor listed as missing',
      'AWS has no attribute Url',
    ]);
  });

  it('is content with a type that is whole', () => {
    const type = resourceType({
      type: 'AWS::X::Y',
      service: 'x',
      properties: { Name: 'text', Size: 'number', Inner: 'record', Names: { list: 'text' } },
      refused: { On: 'nothing can be turned on' },
      create: { operation: 'Create', input: (p) => p },
      attributes: { Arn: () => '' },
      missing: { Id: 'it has none' },
      delete: { operation: 'Delete', input: () => ({}) },
    });

    expect(gapsOf(type, specified)).toEqual([]);
  });
});
