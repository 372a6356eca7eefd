import { rmSync } from 'node:fs';
import { type Cloud, startCloud } from 'squall';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyRoot, missing, Terraform } from './terraform.ts';

if (missing) console.warn(`!! NO TERRAFORM: its suite was NOT run, as it needs ${missing}.`);

describe.skipIf(missing !== undefined)('Terraform with the AWS provider', () => {
  let cloud: Cloud;
  let root: string;
  let terraform: Terraform;

  beforeAll(async () => {
    cloud = await startCloud();
    root = copyRoot('services');
    terraform = new Terraform(root, cloud.endpoint);
    await terraform.run('init');
  }, 120_000);
  afterAll(async () => {
    await cloud.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('applies a resource of every kind, finds no drift, and destroys all of it', { timeout: 600_000 }, async () => {
    const applied = await terraform.run('apply', '-auto-approve', '-parallelism=40');
    expect(applied.text).toContain('Apply complete!');

    const { text: url } = await terraform.run('output', '-raw', 'url');
    expect(await (await fetch(`${url}/hello`)).text()).toBe('from Terraform');

    // 2: there would be something to do.
    const planned = await terraform.run('plan', '-detailed-exitcode');
    expect(planned.code, planned.text).toBe(0);

    const destroyed = await terraform.run('destroy', '-auto-approve', '-parallelism=40');
    expect(destroyed.text).toContain('Destroy complete!');
  });
});
