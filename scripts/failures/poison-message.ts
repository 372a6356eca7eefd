import { setTimeout as wait } from 'node:timers/promises';
import { play } from './stage.ts';

interface Queues {
  readonly QueueUrls: readonly string[];
}

await play(
  'A message that no worker can read comes into the queue, among good ones.',
  async ({ deployment, order, tell, expect }) => {
    const { aws, cloud } = deployment;
    const { QueueUrls } = await aws.call<Queues>('sqs', 'ListQueues', {});
    const urlOf = (name: string) => QueueUrls.find((url) => url.includes(name)) ?? '';
    const [events, dead] = [urlOf('FulfilmentEvents'), urlOf('DeadEvents')];
    const count = async (QueueUrl: string) => {
      const { Attributes } = await aws.call<{ readonly Attributes: Readonly<Record<string, string>> }>(
        'sqs',
        'GetQueueAttributes',
        { QueueUrl, AttributeNames: ['All'] },
      );
      return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
    };

    await aws.call('sqs', 'SendMessage', { QueueUrl: events, MessageBody: 'not an event' });
    expect('an order beside it', (await order('poison')).status === 201);
    tell('Watch: the worker reports it alone, it comes back as often as the queue allows, and then it is put aside.');
    // Time is advanced instead of waited for: redeliveries take minutes on AWS.
    for (let round = 0; round < 12 && (await count(dead)) === 0; round += 1) {
      await wait(200);
      await cloud.clock.advance('4m');
    }
    expect('it is in the dead-letter queue', (await count(dead)) === 1, await count(dead));
    expect('and nothing is left in the queue', (await count(events)) === 0, await count(events));
    const orders = await aws.call<{ readonly Items: readonly Readonly<Record<string, object>>[] }>('dynamodb', 'Scan', {
      TableName: deployment.outputs.OrdersTable,
    });
    expect('the good order was fulfilled', orders.Items[0]?.fulfilment !== undefined, orders.Items);
  },
);
