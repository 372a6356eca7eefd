import { describe, expect, it } from 'vitest';
import { assertShape, type InputShape, violations } from './shapes.ts';

const shape = {
  TableName: { required: true, min: 3, max: 5, pattern: /^[a-z]+$/, patternText: '[a-z]+' },
  Limit: { min: 1 },
  Mode: { enum: ['A', 'B'] },
  Items: { max: 2, each: { members: { Name: { required: true } } } },
} satisfies InputShape;

describe('assertShape', () => {
  it('accepts what satisfies every constraint', () => {
    expect(violations({ TableName: 'abc', Limit: 1, Mode: 'A', Items: [{ Name: 'x' }] }, shape)).toEqual([]);
  });

  it('words a missing member as AWS does', () => {
    expect(() => assertShape({}, shape)).toThrow(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    );
  });

  it('tells all violations, in the order of the shape', () => {
    expect(violations({ TableName: 'A', Limit: 0, Mode: 'C', Items: [{}, { Name: 'x' }, {}] }, shape)).toEqual([
      "Value 'A' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
      "Value 'A' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
      "Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
      "Value 'C' at 'mode' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
      expect.stringContaining(
        "at 'items' failed to satisfy constraint: Member must have length less than or equal to 2",
      ),
      "Value null at 'items.1.member.name' failed to satisfy constraint: Member must not be null",
      "Value null at 'items.3.member.name' failed to satisfy constraint: Member must not be null",
    ]);
  });

  it('shows neither what is sensitive nor blobs', () => {
    const found = violations(
      { Secret: 'hunter2', Blob: Buffer.from('abcd') },
      { Secret: { max: 3, sensitive: true }, Blob: { max: 3 } },
    );

    expect(found).toEqual([
      "Value at 'secret' failed to satisfy constraint: Member must have length less than or equal to 3",
      "Value at 'blob' failed to satisfy constraint: Member must have length less than or equal to 3",
    ]);
  });
});
