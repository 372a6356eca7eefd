import { CreateTopicCommand, PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let sns: SNSClient;
let TopicArn: string;
beforeEach(async () => {
  sns = target.client(SNSClient);
  TopicArn = (await sns.send(new CreateTopicCommand({ Name: 't' }))).TopicArn ?? '';
});

const publish = (input: Partial<PublishCommandInput>) =>
  sns.send(new PublishCommand({ TopicArn, Message: 'hello', ...input }));
const invalid = (text: string) => ({ name: 'InvalidParameterException', message: `Invalid parameter: ${text}` });

describe('Publish', () => {
  it('answers an id', async () => {
    const { MessageId, SequenceNumber } = await publish({});

    expect(MessageId).toMatch(/^[0-9a-f-]{36}$/);
    expect(SequenceNumber).toBeUndefined();
  });

  it.each([
    ['an empty message', { Message: '' }, 'Empty message'],
    ['more than 256 KiB', { Message: 'x'.repeat(262_145) }, 'Message too long'],
    ['a subject of two lines', { Subject: 'a\nb' }, 'Subject'],
    ['a subject over 100 characters', { Subject: 'x'.repeat(101) }, 'Subject'],
    ['another structure than json', { MessageStructure: 'xml' }, 'MessageStructure'],
    [
      'a structure that is no JSON',
      { MessageStructure: 'json', Message: 'x' },
      'Message Structure - JSON message body failed to parse',
    ],
    [
      'a structure without a default',
      { MessageStructure: 'json', Message: '{"sqs":"x"}' },
      'Message Structure - No default entry in JSON message body',
    ],
    [
      'a structure whose default is no text',
      { MessageStructure: 'json', Message: '{"default":{"a":1}}' },
      'Message Structure - No default entry in JSON message body',
    ],
    [
      'a deduplication id',
      { MessageDeduplicationId: 'd' },
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    ],
    ['an ARN that is none', { TopicArn: 'x' }, 'TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    [
      'an ARN without a region',
      { TopicArn: 'arn:aws:sts::000000000000:assumed-role/r/s' },
      'TopicArn Reason: A  ARN must begin with arn:null, not arn:aws:sts::000000000000:assumed-role/r/s',
    ],
    ['a topic of another region', { TopicArn: 'arn:aws:sns:eu-west-1:000000000000:t' }, 'TopicArn'],
    [
      'a target of another region',
      { TopicArn: undefined, TargetArn: 'arn:aws:sns:eu-west-1:000000000000:t' },
      'TargetArn',
    ],
    [
      'a device that is not there',
      { TopicArn: undefined, TargetArn: 'arn:aws:sns:us-east-1:000000000000:endpoint/GCM/app/1' },
      'TargetArn Reason: No endpoint found for the target arn specified',
    ],
    ['no target', { TopicArn: undefined }, 'TopicArn or TargetArn Reason: no value for required parameter'],
  ])('refuses %s', async (_title, input, text) => {
    await expect(publish(input as Partial<PublishCommandInput>)).rejects.toMatchObject(invalid(text));
  });

  it.each([
    [
      { DataType: 'Text', StringValue: 'x' },
      "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.",
    ],
    [{ DataType: 'Number', StringValue: 'x' }, "Could not cast message attribute 'a' value to number."],
    [
      { DataType: 'String', StringValue: '' },
      "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.",
    ],
    [
      { DataType: 'String', BinaryValue: Buffer.from('x') },
      "The message attribute 'a' with type 'String' must use field 'String'.",
    ],
  ])('refuses an attribute like %j', async (a, message) => {
    await expect(publish({ MessageAttributes: { a } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message,
    });
  });

  it('refuses topics that are not there', async () => {
    await expect(publish({ TopicArn: `${TopicArn}x` })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });

  it('takes up to a mebibyte where the topic says so', async () => {
    const Attributes = { MaximumMessageSize: '1048576' };
    const { TopicArn: large } = await sns.send(new CreateTopicCommand({ Name: 'large', Attributes }));

    expect((await publish({ TopicArn: large, Message: 'x'.repeat(1_048_576) })).MessageId).toBeDefined();
    await expect(publish({ TopicArn: large, Message: 'x'.repeat(1_048_577) })).rejects.toThrow('Message too long');
  });
});
