import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { targetNames } from '../src/harness/targets/target.ts';
import { OrdersStack } from './orders-stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'squall-synth-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** What the CDK hands to CloudFormation when SQUALL_TARGET is this; handlers are taken as they are, without bundling. */
function templateFor(target: string): string {
  vi.stubEnv('SQUALL_TARGET', target);
  const app = new App({ outdir: join(folder, target), context: { 'aws:cdk:bundling-stacks': [] } });
  new OrdersStack(app, 'Orders');
  return JSON.stringify(app.synth().getStackByName('Orders').template);
}

describe('the template', () => {
  it('is the same for every target', () => {
    const [first, ...others] = targetNames.map(templateFor);

    expect(first).toContain('AWS::DynamoDB::Table');
    for (const other of others) expect(other).toBe(first);
  }, 60_000);
});
