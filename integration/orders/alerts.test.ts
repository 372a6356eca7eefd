import { ConfirmSubscriptionCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import { sendEvent } from './order-events.ts';
import { ordersTest, place } from './orders-test.ts';
import { undelivered } from './workers.ts';

const { test } = await ordersTest({
  cloud: { clock: 'virtual', schedules: 'held' },
  needs: ['virtual time', 'this machine'],
});

const minutes = async ({ clock }: Deployment, count: number) => {
  for (let passed = 0; passed < count; passed += 1) await clock.advance('1m');
};

interface Mail {
  readonly subject: string;
  readonly body: string;
}

async function mails({ aws }: Deployment): Promise<readonly Mail[]> {
  const query = new URLSearchParams({ protocol: 'email', endpoint: 'ops@example.com' });
  const response = await fetch(`${aws.endpoint}/_squall/sns/outbox?${query}`, { headers: { 'x-squall': '1' } });
  return ((await response.json()) as { readonly messages: readonly Mail[] }).messages;
}

/** What operators do once: an address hears of alarms. */
async function subscribe(deployment: Deployment): Promise<void> {
  const TopicArn = deployment.outputs.AlertsTopicArn;
  const subscription = new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'ops@example.com' });
  const sns = new SNSClient(deployment.clientConfig());
  await sns.send(subscription);
  await deployment.clock.advance('1s');
  const [asked] = await mails(deployment);
  const [, Token] = /Token=(\w+)/.exec(asked?.body ?? '') ?? [];
  await sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token }));
}

describe('an event that fails too often', () => {
  test('rings the alarm, and people get an email', async ({ deployment }) => {
    await minutes(deployment, 3);
    await subscribe(deployment);
    const before = await mails(deployment);

    await sendEvent(deployment, 'no JSON');
    await minutes(deployment, 10);

    const subjects = (await mails(deployment)).slice(before.length).map(({ subject }) => subject);
    expect(subjects).toContainEqual(expect.stringMatching(/^ALARM: "Orders-MonitoringDeadEvents/));
  });
});

describe('an event that the bus cannot deliver', () => {
  test('waits in Undelivered, with the reason, and rings the alarm', async ({ deployment }) => {
    await minutes(deployment, 3);
    await subscribe(deployment);
    const sqs = new SQSClient(deployment.clientConfig());
    const Attributes = { Policy: '' };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: deployment.outputs.OrderEventsUrl, Attributes }));

    const { body } = await place(deployment, 'k1').expect(201);
    await minutes(deployment, 5);

    const subjects = (await mails(deployment)).map(({ subject }) => subject);
    expect(subjects).toContainEqual(expect.stringMatching(/^ALARM: "Orders-MonitoringUndelivered/));
    expect(await undelivered(deployment)).toMatchObject([
      { body: { detail: { orderId: body.orderId } }, error: 'NO_PERMISSIONS' },
    ]);
  });
});
