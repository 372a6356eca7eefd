import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { customerKeyOf } from './customer-key.ts';

// SDKs make the sum themselves, whatever a test gives them.
const key = Buffer.alloc(32, 'k');
const md5 = createHash('md5').update(key).digest('base64');
const whole = { SSECustomerAlgorithm: 'AES256', SSECustomerKey: key.toString('base64'), SSECustomerKeyMD5: md5 };

describe('customerKeyOf', () => {
  test('answers the sum of a key that fits it, and nothing without a key', () => {
    expect(customerKeyOf(whole)).toBe(md5);
    expect(customerKeyOf({})).toBeUndefined();
  });

  test.each([
    [{ SSECustomerAlgorithm: undefined }, 'a valid encryption algorithm'],
    [{ SSECustomerKey: undefined }, 'an appropriate secret key'],
    [{ SSECustomerKeyMD5: undefined }, 'the client calculated MD5 of the secret key'],
    [{ SSECustomerKeyMD5: md5.replace(/^./, '+') }, 'The calculated MD5 hash of the key did not match'],
  ])('refuses %j', (more, message) => {
    expect(() => customerKeyOf({ ...whole, ...more })).toThrow(message);
  });
});
