import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { type Cloud, startCloud } from 'squall';
import { expect, it } from 'vitest';

const logGroupName = 'g';

const eventsOf = ({ kernel }: Cloud): number =>
  kernel.world.names('logs/').reduce((sum, name) => {
    return name.includes('/events/') ? sum + kernel.world.collection(name).size : sum;
  }, 0);

it('events that expired are removed from streams that nobody writes to any more', async () => {
  await using cloud = await startCloud({ log: 'error', clock: 'virtual' });
  const client = new CloudWatchLogsClient(cloud.clientConfig());
  const write = async (logStreamName: string) => {
    await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const logEvents = [{ timestamp: cloud.clock.now(), message: 'line' }];
    await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  };
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  await client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));

  for (let day = 0; day < 20; day += 1) {
    await write(`stream ${day}`);
    await cloud.clock.advance('1d');
  }

  expect(eventsOf(cloud)).toBeLessThanOrEqual(2);
  await cloud.clock.advance('1h');
  const logEvents = [{ timestamp: cloud.clock.now(), message: 'again' }];
  await client.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'stream 0', logEvents }));
  expect(eventsOf(cloud)).toBe(1);
});
