import { expect, it } from 'vitest';
import { md5Of, md5OfAttributes } from './describe-message.ts';

// Sums as AWS answered them.
it('sums up bodies', () => {
  expect(md5Of('msg')).toBe('6e2baaf3b97dbeef01c0043275f9a0e7');
});

it('sums up attributes in the order of their names', () => {
  const attributes = {
    'Help.Me': { DataType: 'String', StringValue: 'Me' },
    Hello: { DataType: 'String', StringValue: 'There' },
    General: { DataType: 'String', StringValue: 'Kenobi' },
  };

  expect(md5OfAttributes(attributes)).toBe('4c360f3fdafd970e05fae2f149d997f5');
});

it('sums up types with their labels, and bytes', () => {
  const labelled = { UserId: { DataType: 'Number.bigint', StringValue: '1234567890123456789012' } };
  const header = '00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01';
  const bytes = { attr1: { DataType: 'Binary', BinaryValue: Buffer.from(`traceparent\u001e${header}`) } };

  expect(md5OfAttributes(labelled)).toBe('797ab158d73dcb5242dedc4412c8e855');
  expect(md5OfAttributes(bytes)).toBe('8cbe4db156db8a94db8b801b7addb984');
});

it('has no sum of nothing', () => {
  expect(md5OfAttributes({})).toBeUndefined();
  expect(md5OfAttributes(undefined)).toBeUndefined();
});
