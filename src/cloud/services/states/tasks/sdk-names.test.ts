import { describe, expect, it } from 'vitest';
import { javaName } from '../../../wire/json/sdk-json.ts';
import { exceptionOf, javaException, javaService } from './sdk-names.ts';

describe('names of AWS’s SDKs for Java', () => {
  it.each([
    ['NoSuchKey', 'NoSuchKeyException'],
    ['ConditionalCheckFailedException', 'ConditionalCheckFailedException'],
    ['KMSInternalException', 'KmsInternalException'],
    ['EC2ThrottledException', 'Ec2ThrottledException'],
    ['ResourceNotFoundFault', 'ResourceNotFoundException'],
  ])('%s is a %s', (shape, name) => {
    expect(javaException(shape)).toBe(name);
  });

  it('leaves capitals alone in the older one', () => {
    expect(exceptionOf('KMSInternalException')).toBe('KMSInternalException');
  });

  it.each([
    ['dynamodb', 'DynamoDb'],
    ['sfn', 'Sfn'],
    ['s3', 'S3'],
    ['eventbridge', 'EventBridge'],
    ['secretsmanager', 'SecretsManager'],
  ])('%s is %s', (sdkName, name) => {
    expect(javaService(sdkName)).toBe(name);
  });

  it.each([
    ['MD5OfMessageBody', 'Md5OfMessageBody'],
    ['SS', 'Ss'],
    ['BOOL', 'Bool'],
    ['NULL', 'Nul'],
    ['ETag', 'ETag'],
    ['SSEKMSKeyId', 'SsekmsKeyId'],
    ['DBInstances', 'DbInstances'],
    ['executionArn', 'ExecutionArn'],
    ['S', 'S'],
    ['ARN', 'Arn'],
  ])('the member %s is %s', (member, name) => {
    expect(javaName(member)).toBe(name);
  });
});
