import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../cloud.ts';
import type { MachineType } from '../state.ts';
import { assertResource } from './assert-resource.ts';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
});
afterAll(() => cloud.close());

const check = (resource: string, type: MachineType = 'STANDARD') => {
  try {
    assertResource(resource, type, cloud.kernel, '/States/Call/Resource');
    return undefined;
  } catch (error) {
    return error as Error & { readonly code?: string };
  }
};

const prefix = "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ";
const activity = 'arn:aws:states:us-east-1:000000000000:activity:a';

describe('assertResource', () => {
  it.each([
    'arn:aws:lambda:us-east-1:000000000000:function:f:1',
    activity,
    'arn:aws:states:::lambda:invoke',
    'arn:aws:states:::lambda:invoke.waitForTaskToken',
    'arn:aws:states:::dynamodb:updateItem',
    'arn:aws:states:::states:startExecution.sync:2',
    'arn:aws:states:::apigateway:invoke',
    'arn:aws:states:::events:putEvents.waitForTaskToken',
    'arn:aws:states:::http:invoke',
    'arn:aws:states:::aws-sdk:s3:listObjectsV2',
    'arn:aws:states:::aws-sdk:scheduler:createSchedule',
  ])('takes %s', (resource) => {
    expect(check(resource)).toBeUndefined();
  });

  it.each([
    'arn:aws:states:::ecs:runTask.sync',
    'arn:aws:states:::batch:submitJob.sync',
    'arn:aws:states:::glue:startJobRun.sync',
    'arn:aws:states:::bedrock:invokeModel',
    'arn:aws:states:::elasticmapreduce:createCluster.sync',
    'arn:aws:states:::aws-sdk:rekognition:detectLabels',
  ])('refuses %s by its name', (resource) => {
    expect(check(resource)).toMatchObject({
      name: 'NotImplemented',
      message: `Squall does not emulate tasks of ${resource}, and no mock stands for this one.`,
    });
  });

  it.each([
    'arn:aws:states:::sqs:receiveMessage',
    'arn:aws:states:::sqs:sendMessage.sync',
    'arn:aws:states:::dynamodb:putItem.waitForTaskToken',
    'arn:aws:states:::nothing:invoke',
    'arn:aws:states:::http:invoke.waitForTaskToken',
    'arn:aws:states:::aws-sdk:sqs:noSuchAction',
    'arn:aws:states:::aws-sdk:sqs:SendMessage',
    'arn:aws:states:::aws-sdk:sqs:sendMessage.sync',
    'arn:aws:s3:::bucket',
  ])('refuses %s, as AWS does', (resource) => {
    expect(check(resource)).toMatchObject({
      code: 'InvalidDefinition',
      message: `${prefix}The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/Call/Resource'`,
    });
  });

  it('refuses what is no ARN', () => {
    expect(check('create')?.message).toBe(`${prefix}Value is not a valid resource ARN at /States/Call/Resource'`);
  });

  it.each([
    ['arn:aws:states:::states:startExecution.sync:2', "'.sync' service integration"],
    ['arn:aws:states:::lambda:invoke.waitForTaskToken', "'.waitForTaskToken' service integration"],
    [activity, `Activity ARN '${activity}'`],
  ])('refuses %s in express machines', (resource, what) => {
    expect(check(resource, 'EXPRESS')).toMatchObject({
      code: 'InvalidDefinition',
      message: `${prefix}Express state machine does not support ${what} at /States/Call/Resource'`,
    });
  });
});
