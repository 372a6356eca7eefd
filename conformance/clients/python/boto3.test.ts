import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listChecks, type Outcome, runChecks } from './checks.ts';

const { names, missing } = listChecks();

if (missing) console.warn(`!! NO BOTO3: its suite was NOT run, as it needs ${missing}.`);

/** One cloud and one Python process run all checks of `checks/`; each is a test here, by its name. */
describe.skipIf(missing !== undefined)('boto3', () => {
  let cloud: Cloud;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    cloud = await startCloud({ log: 'error' });
    outcomes = await runChecks(cloud.endpoint);
  }, 120_000);
  afterAll(() => cloud?.close());

  it('has checks of every service, each under a name of its own', () => {
    expect(names.length).toBeGreaterThan(90);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(names)('%s', (name) => {
    const { ok, error } = outcomes.get(name) ?? { ok: false, error: 'the check was not run' };

    expect(ok, error).toBe(true);
  });
});
