import { describe, expect, it } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import type { ResourceContext } from './contract.ts';
import { readProperties, readWherePossible } from './properties.ts';
import { resourceType, resourceTypes } from './resource-type.ts';

type Call = readonly [operation: string, input: object];

/** A context that notes the calls and answers them all with `output`, or throws it where it is an error. */
function contextOf(output: object = {}): { readonly context: ResourceContext; readonly calls: Call[] } {
  const calls: Call[] = [];
  const context = {
    tags: { team: 'stack' },
    generateName: (max: number) => `generated-${max}`,
    call: async (_service: string, operation: string, input: object) => {
      calls.push([operation, input]);
      if (output instanceof Error) throw output;
      return output;
    },
  } as unknown as ResourceContext;
  return { context, calls };
}

const kinds = {
  Count: 'number',
  Document: 'document',
  Inner: { members: { Size: 'number', Names: { list: 'text' } } },
  Many: { list: { members: { On: 'flag' } } },
  Name: 'text',
  On: 'flag',
  Tags: 'tags',
  Variables: { map: 'text' },
} as const;

describe('readProperties', () => {
  const { context } = contextOf();

  it('gives loosely typed values the types of their kinds, however deep', () => {
    const given = {
      Count: '5',
      Document: { a: 1 },
      Inner: { Size: '1e3', Names: 'one', Other: '7' },
      Many: [{ On: 'true' }, { On: false }],
      Name: 3,
      On: 'false',
      Variables: { A: 1, B: true },
      Tags: [{ Key: 'own', Value: 2 }],
    };

    expect(readProperties(kinds, given, context)).toEqual({
      Count: 5,
      Document: '{"a":1}',
      Inner: { Size: 1000, Names: ['one'], Other: '7' },
      Many: [{ On: true }, { On: false }],
      Name: '3',
      On: false,
      Variables: { A: '1', B: 'true' },
      Tags: [
        { Key: 'team', Value: 'stack' },
        { Key: 'own', Value: '2' },
      ],
    });
  });

  it('leaves out what the template does not give, except for the tags of the stack', () => {
    expect(readProperties(kinds, { Name: null }, context)).toEqual({ Tags: [{ Key: 'team', Value: 'stack' }] });
  });

  it.each([
    [{ Count: 'many' }, 'Value of property Count must be a number, not "many"'],
    [{ Count: '' }, 'Value of property Count must be a number, not ""'],
    [{ On: 'yes' }, 'Value of property On must be true or false, not "yes"'],
    [{ Name: {} }, 'Value of property Name must be text, not {}'],
    [{ Inner: 'x' }, 'Value of property Inner must be a structure, not "x"'],
    [{ Inner: { Size: 'x' } }, 'Value of property Size must be a number, not "x"'],
    [{ Many: ['x'] }, 'Value of property Many must be a list of structures, not "x"'],
    [{ Tags: ['x'] }, 'Value of property Tags must be a list of structures, not "x"'],
  ])('refuses %j', (given, message) => {
    expect(() => readProperties(kinds, given, context)).toThrow(message);
  });

  it('leaves out what cannot be read of what was', () => {
    const given = { Count: 'many', Inner: { Size: 'x', Names: [{}] }, Many: ['x', { On: true }], Name: 'a', Tags: 'x' };

    expect(readWherePossible(kinds, given, context)).toEqual({
      Inner: { Names: [] },
      Many: [{ On: true }],
      Name: 'a',
      Tags: [{ Key: 'team', Value: 'stack' }],
    });
  });
});

describe('resourceType', () => {
  const thing = resourceType({
    type: 'AWS::X::Thing',
    service: 'x',
    properties: { Name: 'text', Size: 'number', Tags: 'tags' },
    name: { property: 'Name', max: 9, prefix: 'P-' },
    create: { operation: 'Create', input: ({ Size }, { id }) => ({ Name: id, Size }) },
    attributes: { Arn: (output: { readonly Arn?: string }, p) => `${output.Arn}/${p.Size}` },
    update: { operation: 'Update', input: ({ Size }, { id }) => ({ Name: id, Size }), isDescribing: true },
    tagging: { tag: 'Tag', untag: 'Untag', on: (_, { id }) => ({ Name: id }), isMap: true },
    delete: { operation: 'Delete', input: (_, { id }) => ({ Name: id }), gone: ['Gone'] },
  });

  it('creates with the name of the template, else with a generated one, and answers attributes', async () => {
    const { context, calls } = contextOf({ Arn: 'arn' });

    const named = await thing.create({ Name: 'mine', Size: '1' }, context);
    const unnamed = await thing.create({}, context);

    expect(named).toEqual({ physicalId: 'mine', attributes: { Arn: 'arn/1' } });
    expect(unnamed.physicalId).toBe('P-generated-9');
    expect(calls).toEqual([
      ['Create', { Name: 'mine', Size: 1 }],
      ['Create', { Name: 'P-generated-9' }],
    ]);
  });

  it('updates, takes off tags that are gone and puts on those that are there', async () => {
    const { context, calls } = contextOf({ Arn: 'new' });
    const state = { physicalId: 'mine', attributes: { Arn: 'old' } };

    const updated = await thing.update?.(state, { Size: 2 }, { Tags: [{ Key: 'old', Value: 'x' }] }, context);

    expect(updated?.attributes).toEqual({ Arn: 'new/2' });
    expect(calls).toEqual([
      ['Update', { Name: 'mine', Size: 2 }],
      ['Untag', { Name: 'mine', TagKeys: ['old'] }],
      ['Tag', { Name: 'mine', Tags: { team: 'stack' } }],
    ]);
  });

  it('deletes, also what cannot be read any more and what is gone already', async () => {
    const gone = contextOf(new AwsError('Gone', 'not there'));
    const failing = contextOf(new AwsError('Busy', 'not now'));

    await thing.delete({ physicalId: 'mine' }, { Size: '{{resolve:ssm:gone}}' }, gone.context);

    expect(gone.calls).toEqual([['Delete', { Name: 'mine' }]]);
    await expect(thing.delete({ physicalId: 'mine' }, {}, failing.context)).rejects.toThrow('not now');
  });

  it('says what it knows: names of properties and of attributes', () => {
    expect(thing).toMatchObject({ properties: ['Name', 'Size', 'Tags'], attributes: ['Arn'], refused: {} });
    expect(resourceTypes(thing)).toEqual({ 'AWS::X::Thing': thing });
  });
});
