import { Agent } from 'node:http';
import { startNode } from './child.ts';
import { fire, type Shot } from './load.ts';
import { median, ms, percentile, perSecond, type Row } from './table.ts';

const concurrency = 64;
const forMs = 20_000;

interface Stall {
  readonly atMs: number;
  readonly stallMs: number;
  readonly collectorMs: number;
}

interface Burst {
  readonly tookMs: number[];
  readonly failures: number;
  readonly stalls: readonly Stall[];
}

/** The first seconds of 64 clients at once, all of whose requests find no environment at first. */
export async function run(): Promise<Row[]> {
  const api = await burst(() => 'api');
  const mixed = await burst((index) => mixture[index % mixture.length] ?? 'api');
  return [
    ...rowsOf(`HTTP API → Lambda → GetItem, first ${forMs / 1000} s at c=${concurrency}`, api),
    ...rowsOf(`the same beside GetItem, SendMessage and PutObject`, mixed),
  ];
}

function rowsOf(what: string, { tookMs, failures, stalls }: Burst): Row[] {
  const row = (name: string, measured: string): Row => {
    return { what: name, measured, beside: '–', ratio: '–', budget: '–', met: undefined };
  };
  const times = `${ms(median(tookMs))} / ${ms(percentile(tookMs, 0.99))} / ${ms(Math.max(...tookMs))}`;
  const own = stalls.map(({ stallMs, collectorMs }) => stallMs - collectorMs);
  const longest = `${ms(Math.max(0, ...stalls.map(({ stallMs }) => stallMs)))} / ${ms(Math.max(0, ...own))}`;
  return [
    row(`${what} (p50 / p99 / max)`, `${times}, ${perSecond((tookMs.length / forMs) * 1000)}, ${failures} failed`),
    row('its longest stall of the event loop (in all / without the collector)', longest),
  ];
}

const mixture = ['api', 'api', 'get', 'api', 'api', 'send', 'api', 'api', 'put', 'api'] as const;
type Kind = (typeof mixture)[number];

async function burst(kindOf: (index: number) => Kind): Promise<Burst> {
  const server = await startNode('bench/servers/lambda-app.ts', [], ['--conditions=squall-source']);
  const apiId = /"apiId":"(\w+)"/.exec(server.output())?.[1] ?? '';
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const tookMs: number[] = [];
  let failures = 0;
  let next = 0;
  const endMs = performance.now() + forMs;
  const client = async (): Promise<void> => {
    while (performance.now() < endMs) {
      const shot = shots[kindOf(next)](apiId, next);
      next += 1;
      const startMs = performance.now();
      if ((await fire(agent, server.port, shot)) !== 200) failures += 1;
      tookMs.push(performance.now() - startMs);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  agent.destroy();
  await server.stop();
  const stalls = /"stalls":(\[.*\])/.exec(server.output())?.[1] ?? '[]';
  return { tookMs, failures, stalls: JSON.parse(stalls) as Stall[] };
}

const shots: Readonly<Record<Kind, (apiId: string, index: number) => Shot>> = {
  api: (apiId) => ({ method: 'GET', path: `/_aws/execute-api/${apiId}/$default/`, headers: {}, body: '' }),
  get: () => json('dynamodb', 'DynamoDB_20120810.GetItem', { TableName: 'bench', Key: { pk: { S: 'a' } } }),
  send: (_, index) =>
    json('sqs', 'AmazonSQS.SendMessage', {
      QueueUrl: 'http://127.0.0.1/000000000000/bench',
      MessageBody: `message ${index}`,
    }),
  put: (_, index) => ({ method: 'PUT', path: `/bench/${index % 1000}`, headers: signed('s3'), body: 'x'.repeat(4096) }),
};

const json = (service: string, target: string, input: object): Shot => ({
  method: 'POST',
  path: '/',
  headers: { ...signed(service), 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(input),
});

const signed = (service: string): Readonly<Record<string, string>> => ({
  'x-amz-date': '20261121T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});
