import { describe, expect, it } from 'vitest';
import { rootCaller, serviceCaller } from '../kernel/identity.ts';
import { isPublic } from './is-public.ts';
import { matchPrincipal } from './match-principal.ts';
import { parsePolicy } from './parse-policy.ts';
import { hasIdentityPolicies, principalOf } from './principal.ts';

describe('principalOf', () => {
  it('names the service for services alone', () => {
    const gateway = serviceCaller('apigateway.amazonaws.com', '000000000000');
    const root = rootCaller('000000000000', 'AKIA');

    expect(principalOf(gateway)).toEqual({
      kind: 'service',
      account: '000000000000',
      arn: gateway.arn,
      service: 'apigateway.amazonaws.com',
    });
    expect(principalOf(root)).toEqual({ kind: 'root', account: '000000000000', arn: root.arn });
  });
});

it.each([
  ['root', true],
  ['user', true],
  ['assumed-role', true],
  ['federated-user', true],
  ['federated', false],
  ['service', false],
  ['anonymous', false],
] as const)('a %s has identity policies: %s', (kind, expected) => {
  expect(hasIdentityPolicies({ kind, account: '', arn: '' })).toBe(expected);
});

describe('matchPrincipal › services by their names in a region', () => {
  const queue = 'arn:aws:sqs:us-east-1:123456789012:q';
  const role = 'arn:aws:iam::123456789012:role/r';

  it.each([
    ['logs.amazonaws.com', queue, true],
    ['logs.us-east-1.amazonaws.com', queue, true],
    ['logs.eu-west-1.amazonaws.com', queue, false],
    ['logs.eu-west-1.amazonaws.com', role, true],
    ['logs.delivery.amazonaws.com', role, false],
    ['sns.us-east-1.amazonaws.com', queue, false],
    ['delivery.logs.amazonaws.com', queue, false],
  ])('%s of a policy on %s is CloudWatch Logs: %s', (Service, resource, expected) => {
    const text = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { Service }, Action: '*', Resource: '*' },
    };
    const [statement] = parsePolicy(JSON.stringify(text)).statements;
    const logs = principalOf(serviceCaller('logs.amazonaws.com', '000000000000'));

    expect(statement && matchPrincipal(statement, logs, resource)).toBe(expected ? 'direct' : undefined);
  });
});

describe('isPublic', () => {
  const policy = (more: object) =>
    parsePolicy(
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*', ...more }],
      }),
    );

  it.each<[string, object, boolean]>([
    ['everybody', {}, true],
    ['every AWS principal', { Principal: { AWS: '*' } }, true],
    ['an account', { Principal: { AWS: '111111111111' } }, false],
    ['a service', { Principal: { Service: 'sns.amazonaws.com' } }, false],
    ['everybody on a condition', { Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }, false],
    ['nobody, by a deny', { Effect: 'Deny' }, false],
  ])('of a policy that allows %s', (_, more, expected) => {
    expect(isPublic(policy(more))).toBe(expected);
  });
});
