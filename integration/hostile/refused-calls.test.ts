import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootCaller } from '../../src/cloud/kernel/identity.ts';
import { Random } from '../../src/cloud/kernel/random.ts';
import { registry } from '../../src/cloud/registry.ts';
import { modelOf } from '../../src/cloud/wire/model/models.ts';
import { furnish } from './furnish.ts';
import { WildValues } from './wild-values.ts';

/* Whatever a call is refused for, the world is the same afterwards: value for value, in every service. */

const seed = Number(process.env.SQUALL_SEED ?? Date.now() % 1_000_000_007);
const inputsPerOperation = Number(process.env.SQUALL_INPUTS ?? 25);
const turnsMax = 50;
const region = 'us-east-1';
const caller = rootCaller('000000000000', '000000000000');

let cloud: Cloud;
let furnished: ReturnType<Cloud['snapshot']>;

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent', clock: 'virtual' });
  await furnish(call);
  await call('apigatewayv2', 'CreateApi', { Name: 'api', ProtocolType: 'HTTP' });
  furnished = cloud.snapshot();
});

afterAll(() => cloud.close());

const call = (service: string, operation: string, input: object): Promise<unknown> =>
  cloud.kernel.call(service, operation, input, { caller, region });

/** All that the world holds, by collection and key; unchanged values are the same objects. */
function contents(): ReadonlyMap<string, unknown> {
  const { world } = cloud.kernel;
  return new Map(
    world
      .names()
      .flatMap((name) =>
        [...world.collection(name).entries()].map(([key, value]) => [`${name} ${key}`, value] as const),
      ),
  );
}

/** What is different now: the places of values that were added, removed or replaced. */
function changedSince(before: ReadonlyMap<string, unknown>): string[] {
  const now = contents();
  const places = new Set([...before.keys(), ...now.keys()]);
  return [...places].filter((place) => before.get(place) !== now.get(place));
}

/** How a call ended; undefined for one that waits for time to pass. */
async function endOf(pending: Promise<unknown>): Promise<'answered' | 'refused' | undefined> {
  let end: 'answered' | 'refused' | undefined;
  pending.then(
    () => {
      end = 'answered';
    },
    () => {
      end = 'refused';
    },
  );
  for (let turn = 0; turn < turnsMax && end === undefined; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return end;
}

/** What services report of themselves comes in whenever CloudWatch is asked, whatever becomes of the question. */
const isReport = /^cloudwatch\/\S+\/(?:(?:metrics|minutes) AWS\/|sweeps )/;

describe(`a refused call (SQUALL_SEED=${seed})`, () => {
  it('of an HTTP API with a target and a malformed route key leaves no API', async () => {
    await cloud.restore(furnished);
    const before = contents();

    const created = call('apigatewayv2', 'CreateApi', {
      Name: 'half made',
      ProtocolType: 'HTTP',
      Target: 'https://example.com',
      RouteKey: 'not a route',
    });

    await expect(created).rejects.toThrow();
    expect(changedSince(before)).toEqual([]);
  });

  it.each(registry)('changes nothing in $name', { timeout: 120_000 }, async ({ name, operations }) => {
    const wild = new WildValues(new Random(seed));
    const complaints: string[] = [];
    let refused = 0;
    await cloud.restore(furnished);
    for (const operation of modelOf(name).operations.values()) {
      if (!Object.hasOwn(operations, operation.name)) continue;
      for (let count = 0; count < inputsPerOperation; count += 1) {
        const input = wild.structure(operation.input);
        const before = contents();
        const end = await endOf(call(name, operation.name, input));
        const changed = end === undefined ? [] : changedSince(before).filter((change) => !isReport.test(change));
        // Deletions would leave little to refuse for the operations to come.
        if (changed.length > 0 || end === undefined) await cloud.restore(furnished);
        if (end === 'refused') refused += 1;
        if (end !== 'refused' || changed.length === 0) continue;
        complaints.push(`${operation.name} ${JSON.stringify(input).slice(0, 900)} changed ${changed.join(', ')}`);
        break;
      }
    }

    expect(complaints).toEqual([]);
    expect(refused).toBeGreaterThan(0);
  });
});
