import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type Cloud, startCloud } from 'squall';
import { median, ms, perSecond, type Row, times } from './table.ts';

const sizes = [1_000, 10_000, 100_000, 1_000_000] as const;
const operations = 20_000;
const rounds = 5;
const data = 'x'.repeat(100);
const account = '000000000000';
const region = 'us-east-1';
const budgets = { growth: 1.5, streams: 1.3, snapshotMs: 1 };

type Call = (operation: string, input: object) => Promise<unknown>;

const callOf =
  ({ kernel }: Cloud): Call =>
  (operation, input) =>
    kernel.call('dynamodb', operation, input, { account, region });

const itemOf = (index: number) => ({
  pk: { S: `user#${index % 1000}` },
  sk: { N: String(index) },
  data: { S: data },
});
const keyOf = (index: number) => ({ pk: { S: `user#${index % 1000}` }, sk: { N: String(index) } });

/** How tables grow, what streams cost, and what the ways in cost: through the pipeline, in this process. */
export async function run(): Promise<Row[]> {
  return [...(await growth()), await streams(), ...(await clients())];
}

const createTable = (call: Call, TableName: string, further: object = {}) =>
  call('CreateTable', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    ...further,
  });

async function fill(call: Call, TableName: string, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 25) {
    const requests = Array.from({ length: Math.min(25, to - start) }, (_, more) => ({
      PutRequest: { Item: itemOf(start + more) },
    }));
    await call('BatchWriteItem', { RequestItems: { [TableName]: requests } });
  }
}

/** Milliseconds of `operations` calls of each kind, the median of rounds taken in turns: all meet the same neighbours. */
async function inTurns<Name extends string>(
  works: Readonly<Record<Name, (index: number) => Promise<unknown>>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const took = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const startMs = performance.now();
      for (let index = 0; index < operations; index += 1) await works[name](index);
      if (round > 0) took[name].push(performance.now() - startMs);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(took[name])])) as Record<Name, number>;
}

const micros = (tookMs: number): string => `${((tookMs / operations) * 1000).toFixed(1)} µs`;

async function growth(): Promise<Row[]> {
  await using cloud = await startCloud({ log: 'error' });
  const call = callOf(cloud);
  let bytes = 0;
  for (const size of sizes) {
    global.gc?.();
    const heap = process.memoryUsage().heapUsed;
    await createTable(call, `items-${size}`);
    await fill(call, `items-${size}`, 0, size);
    global.gc?.();
    bytes = (process.memoryUsage().heapUsed - heap) / size;
  }
  const rows: Row[] = [];
  for (const name of ['Get', 'Put'] as const) {
    const works = Object.fromEntries(
      sizes.map((size) => {
        const TableName = `items-${size}`;
        // Strided, so that all of the tree is touched.
        const at = (index: number) => (index * 7919) % size;
        const work =
          name === 'Get'
            ? (index: number) => call('GetItem', { TableName, Key: keyOf(at(index)) })
            : (index: number) => call('PutItem', { TableName, Item: itemOf(at(index)) });
        return [String(size), work];
      }),
    );
    const took = await inTurns(works);
    const base = took[String(sizes[0])] ?? Number.NaN;
    for (const size of sizes.slice(1)) {
      const isLast = size === sizes.at(-1);
      const ratio = (took[String(size)] ?? Number.NaN) / base;
      rows.push({
        what: `${name}, ${size.toLocaleString('en')} items`,
        measured: micros(took[String(size)] ?? Number.NaN),
        beside: `1,000 items ${micros(base)}`,
        ratio: times(ratio),
        budget: isLast ? `≤ ${budgets.growth}×` : '–',
        met: isLast ? ratio <= budgets.growth : undefined,
      });
    }
  }
  const known = { beside: '–', ratio: '–', budget: '–', met: undefined };
  rows.push({ what: 'memory of an item of 130 bytes', measured: `${bytes.toFixed(0)} bytes`, ...known });
  rows.push(...(await snapshots(cloud)));
  return rows;
}

async function snapshots(cloud: Cloud): Promise<Row[]> {
  const took = { snapshot: [] as number[], restore: [] as number[] };
  for (let round = 0; round < 20; round += 1) {
    const startMs = performance.now();
    const snapshot = cloud.kernel.world.snapshot();
    took.snapshot.push(performance.now() - startMs);
    for (let index = 0; index < 200; index += 1)
      await callOf(cloud)('PutItem', { TableName: `items-${sizes.at(-1)}`, Item: itemOf(index) });
    const againMs = performance.now();
    cloud.kernel.world.restore(snapshot);
    took.restore.push(performance.now() - againMs);
  }
  return Object.entries(took).map(([name, times]) => ({
    what: `${name} of a table of 1M items`,
    measured: ms(median(times)),
    beside: '–',
    ratio: '–',
    budget: `≤ ${budgets.snapshotMs} ms`,
    met: median(times) <= budgets.snapshotMs,
  }));
}

async function streams(): Promise<Row> {
  await using cloud = await startCloud({ log: 'error' });
  const call = callOf(cloud);
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' };
  let count = 0;
  const putsInto = async (TableName: string, further: object) => {
    await createTable(call, TableName, further);
    await fill(call, TableName, 0, 1000);
    return (index: number) => {
      count += 1;
      return call('PutItem', { TableName, Item: { ...itemOf(index % 1000), n: { N: String(count) } } });
    };
  };
  const took = await inTurns({
    off: await putsInto('without', {}),
    on: await putsInto('with', { StreamSpecification }),
  });
  return {
    what: 'Put with a stream of both images',
    measured: micros(took.on),
    beside: `without ${micros(took.off)}`,
    ratio: times(took.on / took.off),
    budget: `≤ ${budgets.streams}×`,
    met: took.on / took.off <= budgets.streams,
  };
}

/** The same calls by the SDK, over HTTP and without a socket. */
async function clients(): Promise<Row[]> {
  await using cloud = await startCloud({ log: 'error' });
  const call = callOf(cloud);
  await createTable(call, 'asked');
  await fill(call, 'asked', 0, 1000);
  const rows: Row[] = [];
  const perSecondOf = async (
    transport: 'http' | 'in-process',
    command: (index: number) => GetItemCommand | PutItemCommand,
  ) => {
    const client = new DynamoDBClient(cloud.clientConfig({ transport }));
    const count = 3000;
    for (let index = 0; index < 500; index += 1) await client.send(command(index) as PutItemCommand);
    const startMs = performance.now();
    for (let index = 0; index < count; index += 1) await client.send(command(index) as PutItemCommand);
    return (count * 1000) / (performance.now() - startMs);
  };
  const commands = {
    Put: (index: number) => new PutItemCommand({ TableName: 'asked', Item: itemOf(index % 1000) }),
    Get: (index: number) => new GetItemCommand({ TableName: 'asked', Key: keyOf(index % 1000) }),
  };
  for (const [name, command] of Object.entries(commands)) {
    const http = await perSecondOf('http', command);
    const inProcess = await perSecondOf('in-process', command);
    rows.push({
      what: `${name} by the SDK, without a socket, c=1`,
      measured: perSecond(inProcess),
      beside: `over HTTP, same process ${perSecond(http)}`,
      ratio: times(inProcess / http),
      budget: '–',
      met: undefined,
    });
  }
  return rows;
}
