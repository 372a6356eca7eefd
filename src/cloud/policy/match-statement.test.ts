import { describe, expect, test } from 'vitest';
import { matchStatements } from './match-statement.ts';
import { parsePolicy } from './parse-policy.ts';
import { requestContext } from './request-context.ts';

type Keys = Parameters<typeof requestContext>[0];

interface Asked {
  readonly action?: string;
  readonly resource?: string;
  readonly keys?: Keys;
  readonly version?: string;
  readonly isOnResource?: boolean;
}

function applies(members: object, asked: Asked): boolean {
  const { action = 's3:GetObject', resource = '*', keys = {}, version = '2012-10-17', isOnResource = false } = asked;
  const policy = parsePolicy({ Version: version, Statement: { Effect: 'Allow', ...members } });
  const principal = { kind: 'anonymous', account: '', arn: '' } as const;
  const question = { principal, action, resource, context: requestContext(keys, 0) };
  return matchStatements(policy, 'Allow', question, isOnResource).length === 1;
}

describe('Action and NotAction', () => {
  test.each<readonly [object, string, boolean]>([
    [{ Action: 's3:GetObject' }, 's3:GetObject', true],
    [{ Action: 'S3:getobject' }, 's3:GetObject', true],
    [{ Action: 's3:GetObject' }, 's3:GetObjectAcl', false],
    [{ Action: ['ec2:*', 's3:Get*'] }, 's3:GetObjectAcl', true],
    [{ Action: 'iam:*AccessKey*' }, 'iam:ListAccessKeys', true],
    [{ Action: 'iam:*Report' }, 'iam:GetOrganizationsAccessReport', true],
    [{ Action: 's3:Get?bject' }, 's3:GetObject', true],
    [{ Action: '*' }, 'iam:CreateUser', true],
    [{ NotAction: 'iam:*' }, 's3:GetObject', true],
    [{ NotAction: ['IAM:*', 'sts:*'] }, 'iam:CreateUser', false],
    [{}, 's3:GetObject', false],
  ])('%j is about %s: %s', (members, action, expected) => {
    expect(applies({ Resource: '*', ...members }, { action })).toBe(expected);
  });
});

const queue = 'arn:aws:sqs:us-east-2:123456789012:queue1';
const bucket = 'arn:aws:s3:::amzn-s3-demo-bucket';

/** AWS: IAM JSON policy elements, Resource; its own examples among them. */
describe('Resource and NotResource', () => {
  test.each<readonly [object, string, boolean]>([
    [{ Resource: queue }, queue, true],
    [{ Resource: queue }, `${queue}2`, false],
    [{ Resource: queue.replace('queue', 'Queue') }, queue, false],
    [{ Resource: '*' }, queue, true],
    [{ Resource: '*' }, '*', true],
    [{ Resource: queue }, '*', false],
    [{ Resource: 'arn:aws:sqs:*:123456789012:*' }, queue, true],
    [{ Resource: 'arn:aws:sqs:us-east-?:123456789012:queue?' }, queue, true],
    [{ Resource: 'arn:aws:sqs:us-*-2:123456789012:queue1' }, queue, true],
    [{ Resource: 'arn:aws:sqs:*2:123456789012:queue1' }, queue, true],
    [{ Resource: 'arn:aws:sqs:us*12:queue1' }, queue, false],
    [{ Resource: 'arn:aws:sqs:us-east-2?123456789012:queue1' }, queue, false],
    [{ Resource: 'arn:aws:sqs' }, queue, true],
    [{ Resource: 'arn:aws:sqs:us-east-1' }, queue, false],
    [{ Resource: 'arn:aws:sqs:*' }, queue, true],
    [{ Resource: 'arn:aws:dynamodb:*:table/prod-*' }, 'arn:aws:dynamodb:us-east-1:111122223333:table/prod-x', true],
    [{ Resource: 'arn:aws:dynamodb:*:table/prod-*' }, 'arn:aws:dynamodb:us-east-1:111122223333:table/dev-x', false],
    [{ Resource: 'arn:aws:iam::1:user/accounting/*' }, 'arn:aws:iam::1:user/accounting/a/Bob', true],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/1/test/object.jpg`, true],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/1/2/test/3/object.jpg`, true],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/1///test///object.jpg`, true],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}//test/object.jpg`, true],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/1/test/`, true],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/1-test/object.jpg`, false],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/test/object.jpg`, false],
    [{ Resource: `${bucket}/*/test/*` }, `${bucket}/1/2/test.jpg`, false],
    [{ Resource: `${bucket}/*c` }, `${bucket}/a:b:c`, true],
    [{ NotResource: queue }, `${queue}2`, true],
    [{ NotResource: [bucket, 'arn:aws:sqs:*:*:*'] }, queue, false],
    [{}, queue, false],
  ])('%j is about %s: %s', (members, resource, expected) => {
    expect(applies({ Action: '*', ...members }, { resource })).toBe(expected);
  });

  test('a policy on the resource itself may leave it out, and its ARNs are not completed', () => {
    const own = { isOnResource: true, resource: queue };

    expect(applies({ Principal: '*', Action: '*' }, own)).toBe(true);
    expect(applies({ Principal: '*', Action: '*', Resource: 'arn:aws:sqs' }, own)).toBe(false);
  });
});

describe('variables in resources', () => {
  const home = `${bucket}/home/\${aws:username}/*`;
  const keys = { 'aws:username': 'Ada', star: '*' };

  test.each<readonly [object, string, boolean]>([
    [{ Resource: home }, `${bucket}/home/Ada/x`, true],
    [{ Resource: home }, `${bucket}/home/Bob/x`, false],
    [{ Resource: 'arn:aws:sqs:us-east-2:*:${aws:username}-queue' }, 'arn:aws:sqs:us-east-2:1:Ada-queue', true],
    [{ Resource: `${bucket}/\${aws:PrincipalTag/team, 'none'}` }, `${bucket}/none`, true],
    [{ Resource: `${bucket}/\${aws:PrincipalTag/team}` }, `${bucket}/none`, false],
    [{ Resource: [`${bucket}/\${absent}`, bucket] }, bucket, true],
    [{ NotResource: [`${bucket}/\${absent}`] }, queue, false],
    [{ Resource: `${bucket}/\${star}` }, `${bucket}/x`, false],
    [{ Resource: `${bucket}/\${star}` }, `${bucket}/*`, true],
    [{ Resource: 'arn:aws:s3::${aws:username}:x' }, 'arn:aws:s3::Ada:x', false],
  ])('%j is about %s: %s', (members, resource, expected) => {
    expect(applies({ Action: '*', ...members }, { resource, keys })).toBe(expected);
  });

  test('are text in policies of 2008', () => {
    const asked = { keys, version: '2008-10-17' };

    expect(applies({ Action: '*', Resource: home }, { ...asked, resource: `${bucket}/home/Ada/x` })).toBe(false);
    expect(applies({ Action: '*', Resource: home }, { ...asked, resource: home })).toBe(true);
  });
});
