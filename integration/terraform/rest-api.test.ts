import { rmSync } from 'node:fs';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRoot, missing, Terraform } from './terraform.ts';

const applyArgs = ['-auto-approve', '-parallelism=40'] as const;

describe.skipIf(missing !== undefined)('Terraform with REST APIs', { timeout: 900_000 }, () => {
  let cloud: Cloud;
  let root: string;
  let terraform: Terraform;

  beforeAll(async () => {
    cloud = await startCloud();
    root = copyRoot('rest-api');
    terraform = new Terraform(root, cloud.endpoint);
    await terraform.run('init');
  }, 120_000);
  afterAll(async () => {
    await cloud.close();
    rmSync(root, { recursive: true, force: true });
  });

  const outputs = (name: string) => terraform.output(name);

  async function expectNoDrift(...args: readonly string[]): Promise<void> {
    // 2: there would be something to do.
    const planned = await terraform.run('plan', '-detailed-exitcode', ...args);
    expect(planned.code, planned.text).toBe(0);
  }

  it('makes one resource of every kind, and finds them by data sources and without drift', async () => {
    const applied = await terraform.run('apply', ...applyArgs);
    expect(applied.text).toContain('Apply complete!');

    expect(await outputs('found')).toEqual({
      ...{ api: true, resource: true, export: true, link: true, domain: true },
      ...{ sdk: 'application/octet-stream', token: 'token', key: 'a-key-of-more-than-twenty-letters' },
    });
    await expectNoDrift();
  });

  it('serves what was applied: a function, a queue, and definitions of both kinds', async () => {
    const { api, defined, put } = await outputs('urls');

    expect(await (await fetch(`${api}/any/path`)).text()).toBe('from Terraform');
    const json = { 'content-type': 'application/json' };
    const sent = await fetch(`${api}/orders`, { method: 'POST', headers: json, body: '{"sku":"tea"}' });
    expect([sent.status, await sent.text()]).toEqual([202, '{"sent":"first"}']);
    const refused = await fetch(`${api}/orders`, { method: 'POST', headers: json, body: '{}' });
    expect([refused.status, await refused.text()]).toEqual([400, '{"message":"Invalid request body"}']);
    expect(await (await fetch(`${defined}/path1`)).json()).toEqual({ defined: 'first' });
    expect(await (await fetch(`${put}/pets`)).text()).toBe('from Terraform');
  });

  it('changes them in place, without drift, and deploys anew what its trigger names', async () => {
    const changed = await terraform.run('apply', ...applyArgs, '-var', 'revision=2');
    expect(changed.text).toContain('Apply complete!');

    await expectNoDrift('-var', 'revision=2');
    const { defined } = await outputs('urls');
    expect(await (await fetch(`${defined}/path1`)).json()).toEqual({ defined: 'second' });
  });

  it('destroys all of it', async () => {
    const destroyed = await terraform.run('destroy', ...applyArgs, '-var', 'revision=2');
    expect(destroyed.text).toContain('Destroy complete!');
  });
});
