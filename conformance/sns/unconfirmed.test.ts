import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { startReceiver } from './http-receiver.ts';

const target = useCloud({ clock: 'virtual' });
let sns: SNSClient;
let TopicArn: string;
beforeEach(async () => {
  sns = target.client(SNSClient);
  TopicArn = (await sns.send(new CreateTopicCommand({ Name: 't' }))).TopicArn ?? '';
});

async function subscribe(): Promise<string> {
  const command = { TopicArn, Protocol: 'email', Endpoint: 'ann@example.com', ReturnSubscriptionArn: true };
  const { SubscriptionArn = '' } = await sns.send(new SubscribeCommand(command));
  await target.cloud.clock.advance('1s');
  return SubscriptionArn;
}

/** The token of the last email. */
async function mailedToken(): Promise<string> {
  const response = await fetch(`${target.cloud.endpoint}/_squall/sns/outbox?protocol=email`, {
    headers: { 'x-squall': '1' },
  });
  const { messages } = (await response.json()) as { readonly messages: readonly { readonly body: string }[] };
  return /Token=(\w+)/.exec(messages.at(-1)?.body ?? '')?.[1] ?? '';
}

const confirm = async (Token: string) => sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));

describe('a subscription that nobody confirms', () => {
  it('is there for 48 hours, and then is gone with its token', async () => {
    const SubscriptionArn = await subscribe();
    const Token = await mailedToken();

    await target.cloud.clock.advance('47h');
    const early = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    await target.cloud.clock.advance('1h');

    expect(early.Attributes).toMatchObject({ PendingConfirmation: 'true' });
    await expect(confirm(Token)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Token',
    });
    await expect(sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ SubscriptionsPending: '0', SubscriptionsDeleted: '0' });
  });

  it.each([
    ['ListSubscriptions', () => sns.send(new ListSubscriptionsCommand({}))],
    ['ListSubscriptionsByTopic', () => sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))],
  ])('%s › leaves it out after 48 hours', async (_name, list) => {
    await subscribe();
    const before = await list();

    await target.cloud.clock.advance('48h');

    expect(before.Subscriptions).toMatchObject([{ SubscriptionArn: 'PendingConfirmation' }]);
    expect((await list()).Subscriptions).toEqual([]);
  });

  it('has another 48 hours when it is asked for again', async () => {
    const SubscriptionArn = await subscribe();
    await target.cloud.clock.advance('40h');
    await subscribe();

    await target.cloud.clock.advance('40h');
    const confirmed = await confirm(await mailedToken());

    expect(confirmed.SubscriptionArn).toBe(SubscriptionArn);
  });
});

describe('a subscription that was confirmed', () => {
  it('stays', async () => {
    const SubscriptionArn = await subscribe();
    await confirm(await mailedToken());

    await target.cloud.clock.advance('100d');

    const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    expect(Attributes).toMatchObject({ PendingConfirmation: 'false' });
  });

  it('comes back by the token that it was unsubscribed with, for 48 hours', async () => {
    await using receiver = await startReceiver();
    const command = { TopicArn, Protocol: 'http', Endpoint: receiver.url, ReturnSubscriptionArn: true };
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(command));
    await target.cloud.clock.advance('1s');
    const tokenIn = async (count: number) =>
      JSON.parse((await receiver.untilReceived(count))[count - 1]?.body ?? '').Token;
    await confirm(await tokenIn(1));
    const unsubscribe = async () => {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      await target.cloud.clock.advance('1s');
    };

    await unsubscribe();
    await target.cloud.clock.advance('47h');
    await confirm(await tokenIn(2));
    await unsubscribe();
    const late = await tokenIn(3);
    await target.cloud.clock.advance('48h');

    await expect(confirm(late)).rejects.toThrow('Invalid parameter: Token');
  });
});
