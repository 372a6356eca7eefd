import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zipSync } from 'fflate';
import { startCloud } from 'squall';
import { type CloudClient, clientOf } from '../src/harness/cloud-client.ts';
import { createFunction, createRole } from './lambda-app.ts';
import { median, ms, percentile, type Row } from './table.ts';

const rounds = 400;
const warmUps = 150;
const budgetMs = 1.5;

const arn = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

/** Tells when it began, by the machine's clock that all processes share. */
const sourceFor = (port: number): string => `
  const http = require('node:http');
  const agent = new http.Agent({ keepAlive: true });
  exports.handler = async () => {
    const begunNs = String(process.hrtime.bigint());
    await new Promise((resolve, reject) => {
      const call = http.request({ port: ${port}, host: '127.0.0.1', method: 'POST', agent }, (response) => {
        response.resume();
        response.on('end', resolve);
      });
      call.on('error', reject);
      call.end(begunNs);
    });
  };
`;

/** How long after the call the function begins, by three ways in turns. */
export async function eventArrivals(): Promise<Row[]> {
  const arrivals = new Arrivals();
  const port = await arrivals.listen();
  await using cloud = await startCloud({ log: 'error' });
  const client = clientOf(cloud);
  await deploy(client, zipSync({ 'index.js': Buffer.from(sourceFor(port)) }));
  const event = { Source: 'bench', DetailType: 'arrival', Detail: '{"id":"a"}' };
  const ways = {
    direct: () => client.call('lambda', 'Invoke', { FunctionName: 'bench', Payload: Buffer.from('{}') }),
    rule: () => client.call('events', 'PutEvents', { Entries: [event] }),
    topic: () => client.call('sns', 'Publish', { TopicArn: arn('sns', 'bench'), Message: 'a' }),
  };
  const took: Record<keyof typeof ways, number[]> = { direct: [], rule: [], topic: [] };
  for (let round = 0; round < warmUps + rounds; round += 1) {
    for (const name of ['direct', 'rule', 'topic'] as const) {
      const arrival = arrivals.next();
      const begunNs = process.hrtime.bigint();
      await ways[name]();
      const tookMs = Number((await arrival) - begunNs) / 1e6;
      if (round >= warmUps) took[name].push(tookMs);
    }
  }
  arrivals.close();
  const row = (what: string, { direct }: typeof took, measured: readonly number[]): Row => {
    const overMs = median(measured) - median(direct);
    return {
      what: `${what}, over a direct invoke (p50)`,
      measured: ms(overMs),
      beside: `${ms(median(measured))} in all (p99 ${ms(percentile(measured, 0.99))}), direct ${ms(median(direct))}`,
      ratio: '–',
      budget: `${budgetMs} ms`,
      met: overMs <= budgetMs,
    };
  };
  return [row('PutEvents → rule → Lambda', took, took.rule), row('Publish → SQS → Lambda', took, took.topic)];
}

/** The function, a rule for it, and a topic with a queue that it takes its messages from. */
async function deploy(client: CloudClient, zip: Uint8Array): Promise<void> {
  await createRole(client);
  await createFunction(client, 'bench', zip);
  await client.call('lambda', 'AddPermission', {
    FunctionName: 'bench',
    StatementId: 'rule',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  });
  await client.call('events', 'PutRule', { Name: 'bench', EventPattern: '{"source":["bench"]}' });
  await client.call('events', 'PutTargets', {
    Rule: 'bench',
    Targets: [{ Id: 'function', Arn: arn('lambda', 'function:bench') }],
  });
  await client.call('sns', 'CreateTopic', { Name: 'bench' });
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arn('sqs', 'bench'),
      },
    ],
  });
  await client.call('sqs', 'CreateQueue', { QueueName: 'bench', Attributes: { Policy } });
  await client.call('sns', 'Subscribe', {
    TopicArn: arn('sns', 'bench'),
    Protocol: 'sqs',
    Endpoint: arn('sqs', 'bench'),
  });
  await client.call('lambda', 'CreateEventSourceMapping', {
    FunctionName: 'bench',
    EventSourceArn: arn('sqs', 'bench'),
  });
}

/** Where the function tells that it began. */
class Arrivals {
  readonly #server: Server;
  #tell: (begunNs: bigint) => void = () => undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      request.on('end', () => {
        response.end();
        this.#tell(BigInt(text));
      });
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  next(): Promise<bigint> {
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
