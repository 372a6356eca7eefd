import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';
import { AwsError } from '../kernel/errors.ts';
import { serviceCaller } from '../kernel/identity.ts';
import { parsePolicy } from '../policy/parse-policy.ts';
import { scriptedExecutor } from '../services/lambda/event-sources/testing/scripted-executor.ts';
import { judgeSources, remembered } from './authorize.ts';

const account = '123456789012';
const region = 'us-east-1';
const functionArn = `arn:aws:lambda:${region}:${account}:function:handler`;

const question = {
  caller: serviceCaller('apigateway.amazonaws.com', account),
  access: { action: 'lambda:InvokeFunction', resources: [functionArn] },
  arn: functionArn,
  account,
  sourceArns: ['arn:aws:execute-api:us-east-1:123456789012:abc/$default/GET/orders/{id}'],
  nowMs: 0,
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
])('a policy with %s', (_, statements, isAllowed) => {
  const policy = parsePolicy({ Version: '2012-10-17', Statement: statements });

  expect(judgeSources(question, policy) === 'allow').toBe(isAllowed);
});

test('no policy at all allows nothing', () => {
  expect(judgeSources(question, undefined)).toBe('implicitDeny');
});

test('an explicit deny of one source beats the allow of another', () => {
  const [route = '', ...none] = question.sourceArns;
  const denied = { ...statement({ ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:*:*:abc/*/ANY/*' } }, 'Deny') };
  const policy = parsePolicy({ Version: '2012-10-17', Statement: [statement(), denied] });
  const sourceArns = [route, route.replace('GET', 'ANY'), ...none];

  expect(judgeSources({ ...question, sourceArns }, policy)).toBe('explicitDeny');
});

describe('a decision that is remembered', () => {
  const policy = parsePolicy({
    Version: '2012-10-17',
    Statement: [{ ...statement(sourceArn('arn:*:*:*:*:abc/*')), Resource: functionArn }],
  });

  test('is that of the same question alone', () => {
    const others = [
      { ...question, sourceArns: ['arn:aws:execute-api:us-east-1:123456789012:xyz/$default/GET/orders'] },
      { ...question, caller: serviceCaller('sns.amazonaws.com', account) },
      { ...question, access: { ...question.access, action: 'lambda:GetFunction' } },
      { ...question, arn: functionArn.replace('handler', 'other') },
      { ...question, account: '999999999999' },
    ];

    expect([question, ...others, question].map((each) => remembered(each, policy))).toEqual(
      [question, ...others, question].map((each) => judgeSources(each, policy)),
    );
  });

  test('is judged anew where time is part of it', () => {
    const until = parsePolicy({
      Version: '2012-10-17',
      Statement: [statement({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } })],
    });
    const at = (nowMs: number) => remembered({ ...question, nowMs }, until);

    expect([at(Date.UTC(2025, 0, 1)), at(Date.UTC(2027, 0, 1))]).toEqual(['allow', 'implicitDeny']);
  });
});

describe('the call of a function', () => {
  const call = (cloud: Cloud, operation: string, input: object, options: object = {}) =>
    cloud.kernel.call('lambda', operation, { FunctionName: 'handler', ...input }, { account, region, ...options });
  const refusal = (asked: Promise<unknown>) =>
    asked.then(
      () => undefined,
      (error: unknown) => (error instanceof AwsError ? { code: error.code, message: error.message } : error),
    );
  const onBehalf = { caller: question.caller, sourceArns: question.sourceArns };

  async function start(): Promise<Cloud> {
    const cloud = await startCloud({ log: 'silent', executor: () => scriptedExecutor(() => () => 'done') });
    await call(cloud, 'CreateFunction', {
      Role: `arn:aws:iam::${account}:role/r`,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.js': Buffer.from('') }) },
    });
    return cloud;
  }

  const permit = (cloud: Cloud, settings: object = {}) =>
    call(cloud, 'AddPermission', {
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: `arn:aws:execute-api:${region}:${account}:abc/*/*/orders/{id}`,
      ...settings,
    });

  test('on behalf of a resource needs a permission of the function, until it is taken away', async () => {
    await using cloud = await start();
    const refused = {
      code: 'AccessDeniedException',
      message: `User: apigateway.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
    };

    expect(await refusal(call(cloud, 'Invoke', {}, onBehalf))).toEqual(refused);
    await permit(cloud);
    expect(await refusal(call(cloud, 'Invoke', {}, onBehalf))).toBeUndefined();
    await call(cloud, 'RemovePermission', { StatementId: 'api' });
    expect(await refusal(call(cloud, 'Invoke', {}, onBehalf))).toEqual(refused);
  });

  test('by an alias needs a permission of the alias, and by $LATEST one of the function', async () => {
    await using cloud = await start();
    await call(cloud, 'PublishVersion', {});
    await call(cloud, 'CreateAlias', { Name: 'live', FunctionVersion: '1' });
    await permit(cloud, { Qualifier: 'live' });

    expect(await refusal(call(cloud, 'Invoke', { Qualifier: 'live' }, onBehalf))).toBeUndefined();
    expect(await refusal(call(cloud, 'Invoke', { FunctionName: `${functionArn}:live` }, onBehalf))).toBeUndefined();
    expect(await refusal(call(cloud, 'Invoke', { Qualifier: '$LATEST' }, onBehalf))).toMatchObject({
      code: 'AccessDeniedException',
    });
    await permit(cloud);
    expect(await refusal(call(cloud, 'Invoke', { Qualifier: '$LATEST' }, onBehalf))).toBeUndefined();
  });

  test('by a service that acts for its owner or by a role is not judged by the function', async () => {
    await using cloud = await start();

    expect(await refusal(call(cloud, 'Invoke', {}, { caller: question.caller }))).toBeUndefined();
    expect(await refusal(call(cloud, 'Invoke', {}))).toBeUndefined();
  });

  test('to a function that does not exist is refused, as nothing allows it', async () => {
    await using cloud = await start();

    expect(await refusal(call(cloud, 'Invoke', { FunctionName: 'nobody' }, onBehalf))).toMatchObject({
      code: 'AccessDeniedException',
    });
  });
});
