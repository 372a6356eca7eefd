import { describe, expect, it } from 'vitest';
import { parseResource } from './resource.ts';

const lambda = 'arn:aws:lambda:eu-west-1:123456789012:function:f';

describe('parseResource', () => {
  it.each([lambda, `${lambda}:3`, `${lambda}:prod`, `${lambda}:$LATEST`, lambda.replace('aws:', 'aws-cn:')])(
    'knows the function %s',
    (arn) => {
      expect(parseResource(arn)).toEqual({ kind: 'lambda', arn, pattern: 'request' });
    },
  );

  it('knows activities', () => {
    const arn = 'arn:aws:states:eu-west-1:123456789012:activity:a';

    expect(parseResource(arn)).toMatchObject({ kind: 'activity', arn });
  });

  it.each([
    [
      'arn:aws:states:::sqs:sendMessage',
      { kind: 'optimized', service: 'sqs', task: 'sendMessage', pattern: 'request' },
    ],
    ['arn:aws:states:::states:startExecution.sync:2', { task: 'startExecution', pattern: 'sync:2' }],
    ['arn:aws:states:::ecs:runTask.sync', { service: 'ecs', pattern: 'sync' }],
    ['arn:aws:states:::lambda:invoke.waitForTaskToken', { service: 'lambda', pattern: 'waitForTaskToken' }],
    ['arn:aws-cn:states:::emr-serverless:startJobRun', { service: 'emr-serverless' }],
    ['arn:aws:states:::http:invoke', { kind: 'optimized', service: 'http', task: 'invoke' }],
    ['arn:aws:states:::aws-sdk:dynamodb:putItem', { kind: 'sdk', sdkName: 'dynamodb', action: 'putItem' }],
    ['arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken', { kind: 'sdk', pattern: 'waitForTaskToken' }],
  ])('reads %s', (text, resource) => {
    expect(parseResource(text)).toMatchObject(resource);
  });

  it.each([
    'create',
    '',
    'arn:aws:s3:::bucket',
    'arn:aws:lambda:::function:f',
    'arn:aws:lambda:eu-west-1:123456789012:layer:l',
    'arn:aws:states:eu-west-1:123456789012:stateMachine:m',
    'arn:aws:states:::sqs',
    'arn:aws:states:::sqs:sendMessage.later',
    'arn:aws:states:::sqs:sendMessage.toString',
    'arn:aws:states:::aws-sdk:sqs',
  ])('finds no resource in %j', (text) => {
    expect(parseResource(text)).toBeUndefined();
  });
});
