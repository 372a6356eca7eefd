import { expect, it } from 'vitest';
import { parsePolicy } from './parse-policy.ts';

it('an unknown element is named with its place and with the elements beside it', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Principals: '*' };
  const parse = () => parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));

  expect(parse).toThrow(
    expect.objectContaining({
      name: 'PolicySyntaxError',
      path: expect.stringContaining('Statement[0]'),
      found: 'Principals',
      siblings: expect.arrayContaining(['Effect', 'Action', 'Resource']),
    }),
  );
});
