import { describe, expect, it } from 'vitest';
import { givenIdentifier, identifierOf, identifierText, readIdentifier } from './identifier.ts';

const names = ['RestApiId', 'ResourceId'];

describe('identifiers of resources', () => {
  it('are read as one text, as parts, or as JSON', () => {
    expect(readIdentifier('a|b', ['Name'])).toEqual({ Name: 'a|b' });
    expect(readIdentifier('a|b', names)).toEqual({ RestApiId: 'a', ResourceId: 'b' });
    expect(readIdentifier('{"ResourceId":"b","RestApiId":"a"}', names)).toEqual({ RestApiId: 'a', ResourceId: 'b' });
    expect(readIdentifier('a', names)).toBeUndefined();
    expect(readIdentifier('{"RestApiId":"a"}', names)).toBeUndefined();
  });

  it('are known ahead where the properties have all of their parts', () => {
    expect(givenIdentifier(names, { RestApiId: 'a' })).toBeUndefined();
    expect(givenIdentifier(['Name'], { Name: 'n' })).toEqual({ Name: 'n' });
  });

  it('are made of attributes, properties and what Ref answers, in this order', () => {
    const state = { physicalId: 'p', ref: 'r', attributes: { ResourceId: 'b' } };

    expect(identifierText(identifierOf(names, state, { RestApiId: 'a', ResourceId: 'x' }))).toBe('a|b');
    expect(identifierText(identifierOf(['Name'], state, {}))).toBe('r');
  });
});
