import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';
import { UnsupportedError } from '../kernel/errors.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
});
afterEach(() => cloud.close());

const call = (sdkName: string, action: string, input: unknown) =>
  cloud.kernel.callSdk({ sdkName, action, input, account: '000000000000', region: 'us-east-1' });

describe('a call in the words of the SDKs', () => {
  it('takes members in capitals, and answers in them', async () => {
    await call('sqs', 'createQueue', { QueueName: 'q', Attributes: { VisibilityTimeout: '7' } });
    const queue = await call('sqs', 'getQueueUrl', { QueueName: 'q' });
    const sent = await call('sqs', 'sendMessage', { ...queue, MessageBody: 'hello' });
    // In the model its members begin with small letters.
    const groups = await call('cloudwatchlogs', 'createLogGroup', { LogGroupName: 'g' });
    const found = await call('cloudwatchlogs', 'describeLogGroups', { Limit: '5' });

    expect(sent).toMatchObject({ Md5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' });
    expect(groups).toEqual({});
    expect(found).toMatchObject({ LogGroups: [{ LogGroupName: 'g' }] });
  });

  it('writes times as ISO 8601, and bytes as text', async () => {
    await call('s3', 'createBucket', { Bucket: 'bucket' });
    await call('s3', 'putObject', { Bucket: 'bucket', Key: 'k', Body: { a: 1 } });

    const {
      Contents: [object],
    } = (await call('s3', 'listObjectsV2', { Bucket: 'bucket' })) as { Contents: [object] };

    expect(object).toMatchObject({
      Key: 'k',
      Size: 7,
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it.each([
    ['redshift', 'describeClusters'],
    ['sqs', 'noSuchAction'],
  ])('names what is not there: %s:%s', async (sdkName, action) => {
    await expect(call(sdkName, action, {})).rejects.toThrow(UnsupportedError);
  });

  it.each([[[]], ['text'], [{ QueueUrl: {} }]])('refuses what is no input: %j', async (input) => {
    await expect(call('sqs', 'sendMessage', input)).rejects.toMatchObject({ code: 'SerializationException' });
  });
});
