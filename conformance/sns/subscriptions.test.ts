import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let sns: SNSClient;
let TopicArn: string;
beforeEach(async () => {
  sns = target.client(SNSClient);
  TopicArn = (await sns.send(new CreateTopicCommand({ Name: 't' }))).TopicArn ?? '';
});

const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
const invalid = (text: string) => ({ name: 'InvalidParameterException', message: `Invalid parameter: ${text}` });

async function subscribe(Protocol: string, Endpoint: string, Attributes?: Record<string, string>, topic = TopicArn) {
  const command = new SubscribeCommand({ TopicArn: topic, Protocol, Endpoint, ...(Attributes && { Attributes }) });
  return (await sns.send(command)).SubscriptionArn ?? '';
}
const attributesOf = async (SubscriptionArn: string) =>
  (await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
const set = (SubscriptionArn: string, AttributeName: string, AttributeValue: string) =>
  sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName, AttributeValue }));

describe('Subscribe', () => {
  it('answers the same subscription for the same endpoint', async () => {
    const first = await subscribe('sqs', queue, { RawMessageDelivery: 'true' });

    const again = await subscribe('sqs', queue);
    const other = subscribe('sqs', queue, { RawMessageDelivery: 'false' });

    expect(first).toMatch(new RegExp(`^${TopicArn}:[0-9a-f-]{36}$`));
    expect(again).toBe(first);
    await expect(other).rejects.toMatchObject(
      invalid('Attributes Reason: Subscription already exists with different attributes'),
    );
  });

  it.each([
    ['carrier-pigeon', 'x', 'Amazon SNS does not support this protocol string: carrier-pigeon'],
    ['sqs', 'q', 'SQS endpoint ARN'],
    ['lambda', 'f', 'Lambda endpoint ARN'],
    ['http', 'https://example.com', 'Endpoint must match the specified protocol'],
    ['https', 'http://example.com', 'Endpoint must match the specified protocol'],
    ['email', 'nobody', 'Email address'],
    [
      'application',
      'arn:aws:sns:us-east-1:000000000000:endpoint/GCM/app/gone',
      'Endpoint Reason: Endpoint does not exist for endpoint arn:aws:sns:us-east-1:000000000000:endpoint/GCM/app/gone',
    ],
    [
      'sqs',
      `${queue}.fifo`,
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    ],
  ])('refuses %s endpoints like %s', async (protocol, endpoint, text) => {
    await expect(subscribe(protocol, endpoint)).rejects.toMatchObject(invalid(text));
  });

  it('refuses phones that have no number, in words of its own', async () => {
    await expect(subscribe('sms', 'NAA+15551234567')).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid SMS endpoint: NAA+15551234567',
    });
  });

  it('compares what is asked for with what holds', async () => {
    const FilterPolicy = '{"a":["b"]}';
    const body = { FilterPolicy, FilterPolicyScope: 'MessageBody' };
    const plain = await subscribe('sqs', queue);
    const filtered = await subscribe('sqs', `${queue}2`, body);

    expect(await subscribe('sqs', queue, { RawMessageDelivery: 'false' })).toBe(plain);
    expect(await subscribe('sqs', `${queue}2`, { FilterPolicy })).toBe(filtered);
    await expect(subscribe('sqs', queue, { FilterPolicy })).rejects.toMatchObject(
      invalid('Attributes Reason: Subscription already exists with different attributes'),
    );
  });

  it('takes what answers at the port of this cloud by https, as the addresses of APIs and functions are https at AWS', async () => {
    const { endpoint, port } = target.cloud;
    const api = await subscribe('https', `${endpoint}/_aws/execute-api/abc/prod/hook`);
    const url = await subscribe('https', `http://abc.lambda-url.us-east-1.localhost:${port}/`);

    expect([api, url]).toEqual(['pending confirmation', 'pending confirmation']);
    await expect(subscribe('https', `http://127.0.0.1:${port - 1}/`)).rejects.toMatchObject(
      invalid('Endpoint must match the specified protocol'),
    );
  });

  it('refuses anything but queues on FIFO topics', async () => {
    const command = new CreateTopicCommand({ Name: 't.fifo', Attributes: { FifoTopic: 'true' } });
    const { TopicArn: fifo = '' } = await sns.send(command);

    const mail = subscribe('email', 'ann@example.com', undefined, fifo);

    await expect(mail).rejects.toMatchObject(invalid('Invalid protocol type: email'));
    expect(await subscribe('sqs', queue, undefined, fifo)).toContain(fifo);
  });

  it.each([
    [{ Colour: 'red' }, 'AttributeName'],
    [
      { RawMessageDelivery: 'yes' },
      'Attributes Reason: RawMessageDelivery: Invalid value [yes]. Must be true or false.',
    ],
    [{ RedrivePolicy: 'x' }, 'Attributes Reason: RedrivePolicy: failed to parse JSON.'],
    [
      { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue, maxReceiveCount: 1 }) },
      'Attributes Reason: RedrivePolicy: invalid JSON. Attribute maxReceiveCount is unknown.',
    ],
    [
      { FilterPolicyScope: 'Everything' },
      'Attributes Reason: FilterPolicyScope: Invalid value [Everything]. Please use either MessageBody or MessageAttributes',
    ],
  ])('refuses %j', async (attributes, text) => {
    await expect(subscribe('sqs', queue, attributes as Record<string, string>)).rejects.toMatchObject(invalid(text));
  });

  it('refuses topics that are not there', async () => {
    await expect(subscribe('sqs', queue, undefined, `${TopicArn}x`)).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Topic does not exist',
    });
  });
});

describe('attributes of a subscription', () => {
  it('are told with what AWS adds', async () => {
    const SubscriptionArn = await subscribe('sqs', queue, { FilterPolicy: '{"a":["b"]}' });

    expect(await attributesOf(SubscriptionArn)).toEqual({
      SubscriptionArn,
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queue,
      Owner: '000000000000',
      SubscriptionPrincipal: 'arn:aws:iam::000000000000:root',
      ConfirmationWasAuthenticated: 'true',
      PendingConfirmation: 'false',
      RawMessageDelivery: 'false',
      FilterPolicy: '{"a":["b"]}',
      FilterPolicyScope: 'MessageAttributes',
    });
  });

  it('change one at a time, and are gone when set to nothing', async () => {
    const arn = await subscribe('sqs', queue);

    await set(arn, 'RawMessageDelivery', 'true');
    await set(arn, 'FilterPolicy', '{"a":["b"]}');
    const changed = await attributesOf(arn);
    await set(arn, 'FilterPolicy', '');
    const cleared = await attributesOf(arn);

    expect(changed).toMatchObject({ RawMessageDelivery: 'true', FilterPolicyScope: 'MessageAttributes' });
    expect(cleared).not.toHaveProperty('FilterPolicy');
    expect(cleared).not.toHaveProperty('FilterPolicyScope');
    await expect(set(arn, 'Colour', 'red')).rejects.toMatchObject(invalid('AttributeName'));
    await expect(set(arn, 'FilterPolicy', '{')).rejects.toThrow(/^Invalid parameter: FilterPolicy: /);
  });

  it.each(['', '{}', ' { } '])('let go of their filter policy for %j', async (nothing) => {
    const arn = await subscribe('sqs', queue, { FilterPolicy: '{"a":["b"]}' });

    await set(arn, 'FilterPolicy', nothing);

    expect(await attributesOf(arn)).not.toHaveProperty('FilterPolicy');
    expect(await subscribe('sqs', `${queue}2`, { FilterPolicy: nothing })).toContain(TopicArn);
  });

  it('tell what is no JSON in a filter policy', async () => {
    const arn = await subscribe('sqs', queue);
    const source =
      '(code 109)): was expecting double-quote to start field name\n at [Source: (String)"{mal"; line: 1, column: 3]';

    await expect(set(arn, 'FilterPolicy', '{mal')).rejects.toMatchObject(
      invalid(`FilterPolicy: failed to parse JSON. Unexpected character ('m' ${source}`),
    );
    await expect(set(arn, 'FilterPolicy', '{"a":"b"}')).rejects.toThrow(
      /^Invalid parameter: FilterPolicy: "a" must be an object or an array/,
    );
  });

  it('keep a scope that is set ahead of its policy, and tell it with that', async () => {
    const arn = await subscribe('sqs', queue);

    await set(arn, 'FilterPolicyScope', 'MessageBody');
    const ahead = await attributesOf(arn);
    await set(arn, 'FilterPolicy', '{"a":{"b":["c"]}}');

    expect(ahead).not.toHaveProperty('FilterPolicyScope');
    expect(await attributesOf(arn)).toMatchObject({
      FilterPolicy: '{"a":{"b":["c"]}}',
      FilterPolicyScope: 'MessageBody',
    });
  });

  it('are asked of subscriptions alone', async () => {
    await expect(attributesOf('x')).rejects.toMatchObject(
      invalid('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1'),
    );
    await expect(attributesOf(TopicArn)).rejects.toMatchObject(invalid('SubscriptionId'));
    await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn: TopicArn }))).rejects.toMatchObject(
      invalid('SubscriptionId'),
    );
  });

  it('do not make functions take raw messages', async () => {
    const arn = await subscribe('lambda', 'arn:aws:lambda:us-east-1:000000000000:function:f');

    await expect(set(arn, 'RawMessageDelivery', 'true')).rejects.toMatchObject(
      invalid('Delivery protocol [lambda] does not support raw message delivery.'),
    );
  });

  it('of no subscription are refused', async () => {
    const gone = { name: 'NotFoundException', message: 'Subscription does not exist' };

    await expect(attributesOf(`${TopicArn}:none`)).rejects.toMatchObject(gone);
    await expect(set(`${TopicArn}:none`, 'RawMessageDelivery', 'true')).rejects.toMatchObject(gone);
    await expect(attributesOf('none')).rejects.toMatchObject(
      invalid('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1'),
    );
  });
});

describe('subscriptions', () => {
  it('are pending until somebody confirms them, and listed so', async () => {
    const told = await subscribe('email', 'ann@example.com');
    const command = { TopicArn, Protocol: 'email', Endpoint: 'bob@example.com', ReturnSubscriptionArn: true };
    const { SubscriptionArn: arn = '' } = await sns.send(new SubscribeCommand(command));

    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));

    expect(told).toBe('pending confirmation');
    expect(arn).toContain(TopicArn);
    expect(Subscriptions?.map(({ SubscriptionArn }) => SubscriptionArn)).toEqual([
      'PendingConfirmation',
      'PendingConfirmation',
    ]);
    expect(Attributes).toMatchObject({ SubscriptionsPending: '2', SubscriptionsConfirmed: '0' });
    const confirm = (topic: string) => sns.send(new ConfirmSubscriptionCommand({ TopicArn: topic, Token: 'none' }));
    await expect(confirm(TopicArn)).rejects.toMatchObject(invalid('Token'));
    await expect(confirm(`${TopicArn}x`)).rejects.toMatchObject(invalid('Token'));
    await expect(confirm(TopicArn.replace('us-east-1', 'us-west-1'))).rejects.toMatchObject(invalid('Topic'));
    await expect(confirm('t')).rejects.toMatchObject(invalid('Topic'));
  });

  it('are gone when they are deleted, twice if need be', async () => {
    const SubscriptionArn = await subscribe('sqs', queue);

    for (let round = 0; round < 2; round += 1) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));

    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
    await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn: 'none' }))).rejects.toMatchObject(
      invalid('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1'),
    );
  });
});
