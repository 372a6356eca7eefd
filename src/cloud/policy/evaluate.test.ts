import { describe, expect, test } from 'vitest';
import { evaluate, type Policies, type PolicyRequest } from './evaluate.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Principal } from './principal.ts';
import { requestContext } from './request-context.ts';
import type { Policy } from './statement.ts';

const account = '111122223333';
const other = '444455556666';
const userArn = `arn:aws:iam::${account}:user/exampleuser`;
const roleArn = `arn:aws:iam::${account}:role/service/examplerole`;
const sessionArn = `arn:aws:sts::${account}:assumed-role/examplerole/examplerolesessionname`;
const federatedArn = `arn:aws:sts::${account}:federated-user/exampleuser`;

const root: Principal = { kind: 'root', account, arn: `arn:aws:iam::${account}:root` };
const user: Principal = { kind: 'user', account, arn: userArn };
const session: Principal = { kind: 'assumed-role', account, arn: sessionArn };
const federated: Principal = { kind: 'federated-user', account, arn: federatedArn, issuerArn: userArn };
const service: Principal = { kind: 'service', account, arn: '', service: 'sns.amazonaws.com' };
const webIdentity: Principal = { kind: 'federated', account: '', arn: '', provider: 'accounts.google.com' };
/** The kernel's anonymous caller bears an account and the ARN of its root, which must not help it. */
const anonymous: Principal = { kind: 'anonymous', account, arn: `arn:aws:iam::${account}:root` };

const statement = (members: object) => ({ Effect: 'Allow', Action: 's3:*', Resource: '*', ...members });
const policy = (...statements: object[]): Policy =>
  parsePolicy({ Version: '2012-10-17', Statement: statements.map(statement) });
const allow = policy({});
const nothing = policy({ Action: 'ec2:*' });
const deny = policy({ Effect: 'Deny' });
const to = (Principal: unknown, members: object = {}): Policy => policy({ Principal, ...members });
const aws = (arn: string): Policy => to({ AWS: arn });

const ask = (principal: Principal, policies: Partial<Policies>, request: Partial<PolicyRequest> = {}) =>
  evaluate(
    {
      principal,
      action: 's3:GetObject',
      resources: ['arn:aws:s3:::examplebucket/key'],
      resourceAccount: account,
      context: requestContext({ 'aws:PrincipalArn': principal.arn }, 0),
      ...request,
    },
    { identity: [], ...policies },
  );

type Row = readonly [title: string, principal: Principal, policies: Partial<Policies>, expected: string];

/** `allow`, `explicitDeny`, or what was missing. */
function outcome(principal: Principal, policies: Partial<Policies>, request?: Partial<PolicyRequest>): string {
  const result = ask(principal, policies, request);
  return result.decision === 'implicitDeny' ? `missing ${result.missing}` : result.decision;
}

describe('within an account', () => {
  test.each<Row>([
    ['nothing allows by default', user, {}, 'missing identity'],
    ['an identity policy allows', user, { identity: [nothing, allow] }, 'allow'],
    ['a resource policy alone allows a user', user, { resource: aws(userArn) }, 'allow'],
    ['root users need no policy', root, {}, 'allow'],
    [
      'a resource policy can deny root users',
      root,
      { resource: policy({ Effect: 'Deny', Principal: '*' }) },
      'explicitDeny',
    ],
    ['a deny of an identity policy wins', user, { identity: [allow, deny] }, 'explicitDeny'],
    [
      'a deny of a resource policy wins',
      user,
      { identity: [allow], resource: to('*', { Effect: 'Deny' }) },
      'explicitDeny',
    ],
    [
      'a deny of a boundary wins',
      user,
      { identity: [allow], boundary: policy({}, { Effect: 'Deny' }) },
      'explicitDeny',
    ],
    ['a deny of a session policy wins', session, { identity: [allow], session: [allow, deny] }, 'explicitDeny'],
    ['a deny wins over a direct grant', user, { identity: [deny], resource: aws(userArn) }, 'explicitDeny'],
    ['a boundary limits identity policies', user, { identity: [allow], boundary: nothing }, 'missing boundary'],
    ['a boundary allows nothing itself', user, { boundary: allow }, 'missing identity'],
    ['session policies limit identity policies', session, { identity: [allow], session: [nothing] }, 'missing session'],
    ['session policies add to each other', session, { identity: [allow], session: [nothing, allow] }, 'allow'],
    ['a session without session policies has all of the role', session, { identity: [allow] }, 'allow'],
    ['a list of no session policies allows nothing', session, { identity: [allow], session: [] }, 'missing session'],
    ['a federated user without session policies has nothing', federated, { identity: [allow] }, 'missing session'],
    ['a federated user has what both allow', federated, { identity: [allow], session: [allow] }, 'allow'],
  ])('%s', (_, principal, policies, expected) => {
    expect(outcome(principal, policies)).toBe(expected);
  });
});

/** AWS: resource-based policies and implicit denies in other policy types (same account), row by row. */
describe('what a resource policy grants whom', () => {
  test.each<Row>([
    ['a user’s ARN: no boundary limits it', user, { resource: aws(userArn), boundary: nothing }, 'allow'],
    [
      'a session’s ARN: neither boundary nor session policy limits it',
      session,
      { resource: aws(sessionArn), boundary: nothing, session: [nothing] },
      'allow',
    ],
    ['a role’s ARN: enough without identity policies', session, { resource: aws(roleArn) }, 'allow'],
    ['a role’s ARN: a boundary limits it', session, { resource: aws(roleArn), boundary: nothing }, 'missing boundary'],
    [
      'a role’s ARN: a session policy limits it',
      session,
      { resource: aws(roleArn), session: [nothing] },
      'missing session',
    ],
    [
      'a federated user’s ARN: nothing limits it',
      federated,
      { resource: aws(federatedArn), session: [nothing] },
      'allow',
    ],
    [
      'the ARN of a federated user’s user: its boundary limits it',
      federated,
      { resource: aws(userArn), boundary: nothing, session: [allow] },
      'missing boundary',
    ],
    [
      'the ARN of a federated user’s user: its session policy limits it',
      federated,
      { resource: aws(userArn), session: [nothing] },
      'missing session',
    ],
    [
      'the ARN of a federated user’s user: enough with both',
      federated,
      { resource: aws(userArn), session: [allow] },
      'allow',
    ],
    ['the account: it delegates to identity policies', user, { resource: aws(root.arn) }, 'missing identity'],
    ['the account: with an identity policy', user, { resource: aws(account), identity: [allow] }, 'allow'],
    ['the account: its root user', root, { resource: aws(account), mustResourceAllow: true }, 'allow'],
    ['everybody: no other permission is required', session, { resource: to('*'), boundary: nothing }, 'allow'],
    ['everybody by AWS: *', user, { resource: aws('*') }, 'allow'],
    [
      'the strongest of several',
      user,
      { resource: policy({ Principal: { AWS: account } }, { Principal: { AWS: userArn } }) },
      'allow',
    ],
    ['another user', user, { resource: aws(`${userArn}2`) }, 'missing identity'],
    [
      'a part of a name, which is no wildcard',
      user,
      { resource: aws(`arn:aws:iam::${account}:user/*`) },
      'missing identity',
    ],
    [
      'a role of another account with that name',
      session,
      { resource: aws(`arn:aws:iam::${other}:role/examplerole`) },
      'missing identity',
    ],
    ['a service', service, { resource: to({ Service: 'sns.amazonaws.com' }) }, 'allow'],
    [
      'another service',
      service,
      { resource: to({ Service: 'sqs.amazonaws.com' }), identity: [allow] },
      'missing resource',
    ],
    ['a service is not among AWS principals', service, { resource: aws('*') }, 'missing resource'],
    ['an identity provider', webIdentity, { resource: to({ Federated: 'accounts.google.com' }) }, 'allow'],
    [
      'another identity provider',
      webIdentity,
      { resource: to({ Federated: 'graph.facebook.com' }) },
      'missing resource',
    ],
    ['anonymous callers by *', anonymous, { resource: to('*') }, 'allow'],
    ['anonymous callers by AWS: *', anonymous, { resource: aws('*') }, 'allow'],
    [
      'anonymous callers are of no account',
      anonymous,
      { resource: aws(account), identity: [allow] },
      'missing resource',
    ],
    [
      'a canonical user, which is an account',
      { ...user, canonicalUser: '79a59d' },
      { resource: to({ CanonicalUser: '79a59d' }), identity: [allow], mustResourceAllow: true },
      'allow',
    ],
    [
      'another canonical user',
      { ...user, canonicalUser: '79a59d' },
      { resource: to({ CanonicalUser: '8' }), identity: [allow], mustResourceAllow: true },
      'missing resource',
    ],
    [
      'key and trust policies must allow',
      user,
      { identity: [allow], resource: nothing, mustResourceAllow: true },
      'missing resource',
    ],
    [
      'key policies delegate to the account',
      user,
      { identity: [allow], resource: aws(root.arn), mustResourceAllow: true },
      'allow',
    ],
    ['a statement without principal is about nobody', user, { resource: allow }, 'missing identity'],
  ])('%s', (_, principal, policies, expected) => {
    expect(outcome(principal, policies)).toBe(expected);
  });
});

describe('in another account', () => {
  const request = { resourceAccount: other };

  test.each<Row>([
    ['an identity policy is not enough', user, { identity: [allow] }, 'missing resource'],
    ['a resource policy is not enough', user, { resource: aws(userArn) }, 'missing identity'],
    ['both are', user, { identity: [allow], resource: aws(userArn) }, 'allow'],
    ['both are, when the account is named', session, { identity: [allow], resource: aws(account) }, 'allow'],
    ['everybody is only one half', user, { resource: to('*') }, 'missing identity'],
    [
      'a boundary limits also whom the resource names',
      user,
      { identity: [allow], resource: aws(userArn), boundary: nothing },
      'missing boundary',
    ],
    [
      'a session policy, too',
      session,
      { identity: [allow], resource: aws(sessionArn), session: [nothing] },
      'missing session',
    ],
    ['root users need the resource’s policy', root, {}, 'missing resource'],
    ['root users whose account is named', root, { resource: aws(account) }, 'allow'],
    ['services need the resource’s policy alone', service, { resource: to({ Service: 'sns.amazonaws.com' }) }, 'allow'],
    ['either side can deny', user, { identity: [allow, deny], resource: aws(userArn) }, 'explicitDeny'],
  ])('%s', (_, principal, policies, expected) => {
    expect(outcome(principal, policies, request)).toBe(expected);
  });
});

/** AWS: NotPrincipal, with its examples. */
describe('NotPrincipal', () => {
  const except = (...AWS: string[]) => policy({ Effect: 'Deny', NotPrincipal: { AWS } });

  test.each<Row>([
    ['leaves out a user with its account', user, { identity: [allow], resource: except(userArn, root.arn) }, 'allow'],
    [
      'denies a user whose account is not named',
      user,
      { identity: [allow], resource: except(userArn) },
      'explicitDeny',
    ],
    [
      'denies others of the account',
      user,
      { identity: [allow], resource: except(`${userArn}2`, account) },
      'explicitDeny',
    ],
    [
      'leaves out a session with its role and account',
      session,
      { identity: [allow], resource: except(sessionArn, roleArn, account) },
      'allow',
    ],
    [
      'denies other sessions of the role',
      session,
      { identity: [allow], resource: except(`${sessionArn}2`, roleArn, account) },
      'explicitDeny',
    ],
    [
      'denies a session whose role is not named',
      session,
      { identity: [allow], resource: except(sessionArn, account) },
      'explicitDeny',
    ],
    [
      'denies services',
      service,
      { resource: policy({ Principal: '*' }, { Effect: 'Deny', NotPrincipal: { AWS: account } }) },
      'explicitDeny',
    ],
    [
      'denies anonymous callers',
      anonymous,
      { resource: policy({ Principal: '*' }, { Effect: 'Deny', NotPrincipal: { AWS: account } }) },
      'explicitDeny',
    ],
  ])('%s', (_, principal, policies, expected) => {
    expect(outcome(principal, policies)).toBe(expected);
  });

  test('the condition that AWS recommends instead', () => {
    const resource = to('*', { Effect: 'Deny', Condition: { ArnNotEquals: { 'aws:PrincipalArn': userArn } } });

    expect(outcome(user, { identity: [allow], resource })).toBe('allow');
    expect(outcome(session, { identity: [allow], resource })).toBe('explicitDeny');
  });
});

/** AWS: example identity-based and resource-based policy evaluation. */
describe('Carlos, who saves a file', () => {
  const carlos: Principal = {
    kind: 'user',
    account: '123456789012',
    arn: 'arn:aws:iam::123456789012:user/carlossalazar',
  };
  const own = ['arn:aws:s3:::carlossalazar/*', 'arn:aws:s3:::carlossalazar'];
  const identity = [
    policy(
      { Sid: 'AllowS3ListRead', Action: ['s3:GetBucketLocation', 's3:ListAllMyBuckets'], Resource: 'arn:aws:s3:::*' },
      { Sid: 'AllowS3Self', Resource: own },
      { Sid: 'DenyS3Logs', Effect: 'Deny', Resource: 'arn:aws:s3:::*log*' },
    ),
  ];
  const resource = to({ AWS: carlos.arn }, { Resource: own });
  const save = (key: string, policies: Partial<Policies> = { identity, resource }) =>
    ask(carlos, policies, {
      action: 's3:PutObject',
      resources: [`arn:aws:s3:::${key}`],
      resourceAccount: '123456789012',
    });

  test('is denied the bucket of logs, and told by which statement', () => {
    const by = { kind: 'identity', policy: 0, statement: 2, sid: 'DenyS3Logs' };

    expect(save('carlossalazar-logs/a')).toEqual({ decision: 'explicitDeny', by });
  });

  test('is allowed his own bucket, by the bucket’s policy or by his', () => {
    expect(save('carlossalazar/a')).toEqual({ decision: 'allow', by: { kind: 'resource', policy: 0, statement: 0 } });
    expect(save('carlossalazar/a', { identity })).toEqual({
      decision: 'allow',
      by: { kind: 'identity', policy: 0, statement: 1, sid: 'AllowS3Self' },
    });
  });

  test('is not allowed another bucket', () => {
    expect(save('other/a')).toEqual({ decision: 'implicitDeny', missing: 'identity' });
  });
});

describe('several resources', () => {
  const tables = ['books', 'magazines'].map((name) => `arn:aws:dynamodb:us-east-2:${account}:table/${name}`);
  const request = { action: 'dynamodb:BatchGetItem', resources: tables };
  const on = (...Resource: string[]) => policy({ Action: 'dynamodb:*', Resource });

  test('all of them must be allowed', () => {
    expect(outcome(user, { identity: [on(...tables)] }, request)).toBe('allow');
    expect(outcome(user, { identity: [on(tables[0] ?? '')] }, request)).toBe('missing identity');
  });

  test('a deny of one of them denies all, wherever it stands', () => {
    const denied = policy({ Action: '*' }, { Effect: 'Deny', Action: '*', Resource: tables[1] });

    expect(outcome(user, { identity: [denied] }, request)).toBe('explicitDeny');
  });

  test('an action on none is on *', () => {
    expect(outcome(user, { identity: [allow] }, { resources: [] })).toBe('allow');
    expect(outcome(user, { identity: [on(...tables)] }, { ...request, resources: [] })).toBe('missing identity');
  });
});
