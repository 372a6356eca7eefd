import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { stackTest } from './vitest.ts';

const app = mkdtempSync(join(tmpdir(), 'squall-stack-test-'));
const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/p', Type: 'String', Value: 'deployed' } };
const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } };
writeFileSync(join(app, 'A.json'), JSON.stringify({ Resources: { P: parameter } }));
writeFileSync(join(app, 'manifest.json'), JSON.stringify({ artifacts: { A: stack } }));

let opened = 0;
const test = stackTest({
  app,
  cloud: { log: 'error' },
  prepare: async () => {
    opened += 1;
  },
});

let openedBeforeTests: number | undefined;
beforeAll(() => {
  openedBeforeTests = opened;
});
afterAll(() => rmSync(app, { recursive: true }));

for (const name of ['first', 'second']) {
  test(`opens once, in a hook and not in the time of a test (${name})`, async ({ deployment }) => {
    await deployment.aws.call('ssm', 'DeleteParameter', { Name: '/p' });

    expect([openedBeforeTests, opened]).toEqual([1, 1]);
  });
}
