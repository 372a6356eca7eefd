import { describe, expect, it } from 'vitest';
import { checkProperties } from './check-properties.ts';
import { coerceProperties } from './coerce.ts';
import { changedProperties, strictest } from './property-diff.ts';
import { loadSpecification, type TypeSpecification } from './specification.ts';

const specification: TypeSpecification = {
  p: {
    Name: { t: 's', u: 'r' },
    Size: { t: 'n', q: 1 },
    On: { t: 'b' },
    Doc: { t: 'j' },
    Inner: { t: ['d', 'Inner'] },
    List: { t: ['l', 'n'] },
    Map: { t: ['m', 's'], u: 'm' },
  },
  d: { Inner: { Fixed: { t: 's', u: 'r' }, Free: { t: 'n' } } },
};

const recreation = (before: object, after: object) =>
  strictest(changedProperties({ ...before }, { ...after }, specification));

describe('property changes', () => {
  it.each([
    [{ Size: 1 }, { Size: 2 }, 'Never'],
    [{ Name: 'a' }, { Name: 'b' }, 'Always'],
    [{}, { Name: 'b' }, 'Always'],
    [{ Inner: { Fixed: 'a', Free: 1 } }, { Inner: { Fixed: 'a', Free: 2 } }, 'Never'],
    [{ Inner: { Fixed: 'a' } }, { Inner: { Fixed: 'b' } }, 'Always'],
    [{ Map: { a: 'x' } }, { Map: {} }, 'Conditionally'],
    [{ Unknown: 1 }, { Unknown: 2 }, 'Never'],
  ])('from %j to %j recreate: %s', (before, after, expected) => {
    expect(recreation(before, after)).toBe(expected);
  });

  it('are none for the same in another order of keys', () => {
    expect(changedProperties({ Inner: { a: 1, b: 2 } }, { Inner: { b: 2, a: 1 } }, specification)).toEqual([]);
  });
});

describe('coerceProperties', () => {
  it('gives texts the types that the specification wants, and only those', () => {
    const given = {
      Name: 5,
      Size: '7',
      On: 'true',
      Doc: { n: '1' },
      Inner: { Free: '2', Other: '3' },
      List: ['1', 'x'],
      Map: { a: 1 },
    };

    expect(coerceProperties(given, specification)).toEqual({
      Name: '5',
      Size: 7,
      On: true,
      Doc: { n: '1' },
      Inner: { Free: 2, Other: '3' },
      List: [1, 'x'],
      Map: { a: '1' },
    });
  });
});

describe('checkProperties', () => {
  const type = { properties: ['Name', 'Size'], create: async () => ({ physicalId: '' }), delete: async () => {} };

  it.each([
    [
      { Size: 1, Nope: 1 },
      'Properties validation failed for resource R with message:\n#: extraneous key [Nope] is not permitted',
    ],
    [{}, 'Properties validation failed for resource R with message:\n#: required key [Size] not found'],
    [{ Size: 1, On: true, Doc: 1 }, 'Squall does not emulate properties On, Doc of AWS::X::Y.'],
  ])('refuses %j', (properties, message) => {
    expect(() => checkProperties('R', 'AWS::X::Y', properties, type, specification)).toThrow(message);
  });
});

describe('the shipped specification', () => {
  it('knows the tables of DynamoDB', async () => {
    const table = (await loadSpecification())['AWS::DynamoDB::Table'];

    expect(table?.p.TableName).toMatchObject({ t: 's', u: 'r' });
    expect(table?.a).toContain('StreamArn');
  });
});
