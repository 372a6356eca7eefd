import { expect, test } from 'vitest';
import { serviceCaller } from '../../../../kernel/identity.ts';
import { allows } from './function-permission.ts';

const question = {
  caller: serviceCaller('apigateway.amazonaws.com', '123456789012'),
  sourceArns: ['arn:aws:execute-api:us-east-1:123456789012:abc/$default/GET/orders/{id}'],
};

const statement = (condition?: object, effect = 'Allow') =>
  ({
    Effect: effect,
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    ...(condition && { Condition: condition }),
  }) as Parameters<typeof allows>[0][number];

const sourceArn = (pattern: string) => ({ ArnLike: { 'AWS:SourceArn': pattern } });

test.each([
  ['no statement', [], false],
  ['a statement without conditions', [statement()], true],
  [
    'the pattern that the CDK writes',
    [statement(sourceArn('arn:aws:execute-api:us-east-1:123456789012:abc/*/*/orders/{id}'))],
    true,
  ],
  ['another route', [statement(sourceArn('arn:aws:execute-api:us-east-1:123456789012:abc/*/*/pets'))], false],
  ['another API', [statement(sourceArn('arn:aws:execute-api:us-east-1:123456789012:xyz/*'))], false],
  ['the right account', [statement({ StringEquals: { 'aws:SourceAccount': '123456789012' } })], true],
  ['another account', [statement({ StringEquals: { 'aws:SourceAccount': '999999999999' } })], false],
  ['a deny beside an allow', [statement(), statement(undefined, 'Deny')], false],
  ['another service', [{ ...statement(), Principal: { Service: 'sns.amazonaws.com' } }], false],
  ['another action', [{ ...statement(), Action: 'lambda:GetFunction' }], false],
])('%s', (_, statements, expected) => {
  expect(allows(statements, question)).toBe(expected);
});
