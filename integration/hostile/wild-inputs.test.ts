import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError, SquallError, UnsupportedError } from '../../src/cloud/kernel/errors.ts';
import { rootCaller } from '../../src/cloud/kernel/identity.ts';
import { Random } from '../../src/cloud/kernel/random.ts';
import type { OperationModel } from '../../src/cloud/wire/model/model.ts';
import { modelOf, serviceHeads } from '../../src/cloud/wire/model/models.ts';
import { serializeOutput } from '../../src/cloud/wire/wire.ts';
import { furnish } from './furnish.ts';
import { WildValues } from './wild-values.ts';

/* Each operation of each service is asked with inputs of the model's types and of values that nobody meant. */

const seed = Number(process.env.SQUALL_SEED ?? Date.now() % 1_000_000_007);
const inputsPerOperation = Number(process.env.SQUALL_INPUTS ?? 20);
/** In the machine's time: reading a file takes some of it, whatever the clock says. */
const patienceMs = 10_000;
const region = 'us-east-1';
const caller = rootCaller('000000000000', '000000000000');

let cloud: Cloud;
let furnished: ReturnType<Cloud['snapshot']>;

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
  await furnish(call);
  furnished = cloud.snapshot();
});

afterAll(() => cloud.close());

const call = (service: string, operation: string, input: object): Promise<unknown> =>
  cloud.kernel.call(service, operation, input, { caller, region });

const isAnswer = (error: unknown): boolean =>
  error instanceof AwsError || error instanceof UnsupportedError || error instanceof SquallError;

/** What is wrong with how an input was answered; undefined when nothing is. */
async function complaint(service: string, operation: OperationModel, input: object): Promise<string | undefined> {
  const since = cloud.journal.count;
  let failure: string | undefined;
  try {
    const output = await answered(call(service, operation.name, input));
    const protocol = serviceHeads.find((head) => head.service === service)?.protocols[0] ?? 'restJson1';
    const wireCall = { service, model: modelOf(service), operation: operation.name, region, protocol };
    serializeOutput({ ...wireCall, accessKeyId: undefined }, output, 'id');
  } catch (error) {
    if (!isAnswer(error)) failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const bug = cloud.journal.hops(since).find(({ outcome }) => outcome === 'bug');
  return failure ?? (bug && `the hop ${bug.service}:${bug.operation} ended as a bug: ${bug.code}`);
}

/** Calls may wait for time: some is given to them, until they are answered. */
async function answered(pending: Promise<unknown>): Promise<unknown> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  pending.then(over, over);
  const giveUpMs = performance.now() + patienceMs;
  for (let turn = 0; performance.now() < giveUpMs && !isOver; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (turn > 20) await cloud.clock.advance(1000);
  }
  if (!isOver) throw new Error('no answer came, whatever time it was given');
  return pending;
}

const shown = (input: object): string =>
  JSON.stringify(input, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value)
      ? String(value)
      : typeof value === 'bigint'
        ? `${value}n`
        : typeof value === 'string' && value.length > 80
          ? `${value.slice(0, 40)}…(${value.length})`
          : value,
  ).slice(0, 900);

describe(`wild inputs (SQUALL_SEED=${seed})`, () => {
  const names = serviceHeads.map(({ service }) => service);

  it.each(names)('are answered by %s', { timeout: 120_000 }, async (name) => {
    const service = cloud.kernel.services.get(name);
    const random = new Random(seed);
    const wild = new WildValues(random);
    const complaints: string[] = [];
    for (const operation of modelOf(name).operations.values()) {
      if (!service || !Object.hasOwn(service.operations, operation.name)) continue;
      // Whatever was deleted before is there again.
      await cloud.restore(furnished);
      for (let count = 0; count < inputsPerOperation; count += 1) {
        const input = wild.structure(operation.input);
        const wrong = await complaint(name, operation, input);
        if (wrong === undefined) continue;
        complaints.push(`${operation.name} ${shown(input)}\n${wrong}`);
        break;
      }
    }

    expect(complaints).toEqual([]);
    expect(await call('sts', 'GetCallerIdentity', {})).toMatchObject({ Account: '000000000000' });
  });
});
