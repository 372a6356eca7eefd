import { expect, test } from 'vitest';
import { serviceCaller } from '../../../../kernel/identity.ts';
import { parsePolicy } from '../../../../policy/parse-policy.ts';
import { allows } from './function-permission.ts';

const question = {
  target: { name: 'handler', account: '123456789012', region: 'us-east-1', qualifier: undefined },
  caller: serviceCaller('apigateway.amazonaws.com', '123456789012'),
  sourceArns: ['arn:aws:execute-api:us-east-1:123456789012:abc/$default/GET/orders/{id}'],
};

const statement = (condition?: object, effect = 'Allow') => ({
  Effect: effect,
  Principal: { Service: 'apigateway.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  ...(condition && { Condition: condition }),
});

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
  ['every service', [{ ...statement(), Principal: { Service: '*' } }], true],
  ['everybody', [{ ...statement(), Principal: '*' }], true],
  ['any function of the account', [{ ...statement(), Resource: 'arn:aws:lambda:*:123456789012:function:*' }], true],
  ['another function', [{ ...statement(), Resource: 'arn:aws:lambda:us-east-1:123456789012:function:other' }], false],
  ['an account that is not the other one', [statement({ StringNotEquals: { 'aws:SourceAccount': '1' } })], true],
  ['a negation that does not hold', [statement({ StringNotEquals: { 'aws:SourceAccount': '123456789012' } })], false],
  ['a key that calls of API Gateway lack', [statement({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } })], false],
  ['a wildcard over a colon', [statement(sourceArn('arn:aws:execute-api:*:abc/*'))], false],
  ['another action', [{ ...statement(), Action: 'lambda:GetFunction' }], false],
])('%s', (_, statements, expected) => {
  const policy = parsePolicy({ Version: '2012-10-17', Statement: statements });

  expect(allows(policy, question, 0)).toBe(expected);
});
