import { Agent } from 'node:http';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootCaller } from '../../src/cloud/kernel/identity.ts';
import { Random } from '../../src/cloud/kernel/random.ts';
import type { ServiceHead } from '../../src/cloud/wire/model/model-format.ts';
import { modelOf, serviceHeads } from '../../src/cloud/wire/model/models.ts';
import { furnish } from './furnish.ts';
import { type Answer, askRaw, type RawRequest } from './raw-http.ts';
import { wildRequest } from './wild-requests.ts';
import { WildValues } from './wild-values.ts';

/* Each operation of each service is asked over HTTP, in each of its protocols, with one value that no client would send. */

const seed = Number(process.env.SQUALL_SEED ?? Date.now() % 1_000_000_007);
const requestsPerOperation = Number(process.env.SQUALL_REQUESTS ?? 4);
/** In the machine's time; beyond it a request hangs. */
const patienceMs = 10_000;
/** An answer that is not there by then waits for time, and is given some. */
const turnMs = 20;

let cloud: Cloud;
let furnished: ReturnType<Cloud['snapshot']>;
const agent = new Agent({ keepAlive: true });
const caller = rootCaller('000000000000', '000000000000');

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
  await furnish((service, operation, input) =>
    cloud.kernel.call(service, operation, input, { caller, region: 'us-east-1' }),
  );
  furnished = cloud.snapshot();
});

afterAll(async () => {
  agent.destroy();
  await cloud.close();
});

/** Calls may wait for time: some is given to them, until they are answered. */
async function answered(pending: Promise<Answer>): Promise<Answer> {
  const giveUpMs = performance.now() + patienceMs;
  while (performance.now() < giveUpMs) {
    const turn = new Promise<undefined>((resolve) => setTimeout(resolve, turnMs, undefined));
    const answer = await Promise.race([pending, turn]);
    if (answer) return answer;
    await cloud.clock.advance(1000);
  }
  throw new Error('no answer came, whatever time it was given');
}

const brokenAnswer = /InternalFailure|InternalError|InternalServerError/;

/** What is wrong with how a request was answered; undefined when nothing is. */
async function complaint(request: RawRequest): Promise<string | undefined> {
  const since = cloud.journal.count;
  const { status, body } = await answered(askRaw(cloud.port, request, agent));
  const bug = cloud.journal.hops(since).find(({ outcome }) => outcome === 'bug');
  if (bug) return `the hop ${bug.service}:${bug.operation} ended as a bug: ${bug.code}`;
  return status === 500 && brokenAnswer.test(body) ? `500: ${body}` : undefined;
}

const shown = ({ method, path, headers, body }: RawRequest): string => {
  const { authorization: _, ...told } = headers;
  const text = Buffer.from(body.subarray(0, 1500)).toString(headers['smithy-protocol'] ? 'hex' : 'utf8');
  return `${method} ${path.slice(0, 500)} ${JSON.stringify(told).slice(0, 500)}\n${text}`;
};

/** The first complaint about each operation, with the request that led to it. */
async function complaintsAbout(head: ServiceHead): Promise<string[]> {
  const service = cloud.kernel.services.get(head.service);
  const random = new Random(seed);
  const values = new WildValues(random);
  const complaints: string[] = [];
  for (const operation of modelOf(head.service).operations.values()) {
    if (!service || !Object.hasOwn(service.operations, operation.name)) continue;
    // Whatever was deleted before is there again.
    await cloud.restore(furnished);
    for (let count = 0; count < requestsPerOperation; count += 1) {
      const protocol = head.protocols[count % head.protocols.length] ?? 'restJson1';
      const input = values.structure(operation.input);
      const request = wildRequest(head, protocol, operation, input, random);
      const wrong = await complaint(request).catch((error: Error) => error.message);
      if (wrong === undefined) continue;
      complaints.push(`${operation.name} over ${protocol}: ${wrong}\n${shown(request)}`);
      break;
    }
  }
  return complaints;
}

describe(`wild requests (SQUALL_SEED=${seed})`, () => {
  it.each(serviceHeads)('are answered by $service', { timeout: 600_000 }, async (head) => {
    expect(await complaintsAbout(head)).toEqual([]);

    const path = '/?Action=GetCallerIdentity&Version=2011-06-15';
    expect(await askRaw(cloud.port, { method: 'POST', path, headers: {}, body: new Uint8Array() })).toMatchObject({
      status: 200,
    });
  });
});
