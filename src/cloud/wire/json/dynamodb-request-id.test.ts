import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamoDbRequestId } from './dynamodb-json.ts';

describe('dynamoDbRequestId', () => {
  it('has 52 digits and capital letters', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(dynamoDbRequestId(uuid)).toMatch(/^[0-9A-Z]{52}$/);
      }),
    );
  });

  it('keeps all bits of the uuid', () => {
    expect(dynamoDbRequestId('00000000-0000-0000-0000-000000000001')).toMatch(/^0{25}4V/);
    expect(dynamoDbRequestId('ffffffff-ffff-ffff-ffff-ffffffffffff')).toMatch(/^V{25}SV/);
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(dynamoDbRequestId(a) === dynamoDbRequestId(b)).toBe(a === b);
      }),
    );
  });
});
