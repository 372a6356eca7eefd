import { expect, it } from 'vitest';
import { asCallerReaches, functionUrlAddress } from './told-addresses.ts';

const kernel = { endpoint: 'http://127.0.0.1:4566' };

it('function URLs are hosts below localhost on this machine, and paths where localhost is another one', () => {
  expect(functionUrlAddress('abc', 'eu-west-1', 'http://localhost:4571')).toBe(
    'http://abc.lambda-url.eu-west-1.localhost:4571/',
  );
  expect(functionUrlAddress('abc', 'eu-west-1', 'http://squall:4566')).toBe('http://squall:4566/_aws/lambda-url/abc/');
});

it('stored texts name the cloud as the caller reaches it, and others as they are', () => {
  const text =
    'http://127.0.0.1:4566/a,http://x1.lambda-url.us-east-1.localhost:4566/b http://127.0.0.1:45666/ http://a.test/';

  expect(asCallerReaches(text, { endpoint: 'http://squall:4599', kernel })).toBe(
    'http://squall:4599/a,http://squall:4599/_aws/lambda-url/x1/b http://127.0.0.1:45666/ http://a.test/',
  );
  expect(asCallerReaches(text, { endpoint: kernel.endpoint, kernel })).toBe(text);
});
