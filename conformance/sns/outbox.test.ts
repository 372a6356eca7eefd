import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const lines: string[] = [];
const target = useCloud({ clock: 'virtual', log: 'info', writeLog: (line) => void lines.push(line) });

interface Mail {
  readonly subject: string;
  readonly body: string;
}

async function mailTo(endpoint: string): Promise<readonly Mail[]> {
  const query = new URLSearchParams({ protocol: 'email', endpoint });
  const headers = { 'x-squall': '1' };
  const response = await fetch(`${target.cloud.endpoint}/_squall/sns/outbox?${query}`, { headers });
  return ((await response.json()) as { readonly messages: readonly Mail[] }).messages;
}

it('emails are read from the outbox, confirmed by their link, and told in a line of the log', async () => {
  const sns = target.client(SNSClient);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 't' }));
  for (const Endpoint of ['ann@example.com', 'bob@example.com']) {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
  }
  await target.cloud.clock.advance('1s');

  const [asked] = await mailTo('ann@example.com');
  const [link = ''] = /http\S+Action=ConfirmSubscription\S+/.exec(asked?.body ?? '') ?? [];
  await fetch(link);
  await sns.send(new PublishCommand({ TopicArn, Subject: 'Order 7', Message: 'It is on its way.' }));
  await target.cloud.clock.advance('1s');

  expect((await mailTo('ann@example.com')).at(-1)).toMatchObject({
    subject: 'Order 7',
    body: expect.stringMatching(/^It is on its way\./),
  });
  expect(await mailTo('bob@example.com')).toHaveLength(1);
  const told = lines.filter((line) => line.includes('ann@example.com'));
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('sns: email to ann@example.com is in the outbox: GET /_squall/sns/outbox');
});
