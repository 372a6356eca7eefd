import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const directory = mkdtempSync(join('integration', 'explore', '.try-'));
const file = join(directory, 'coupon.test.ts');

beforeAll(() => {
  writeFileSync(
    file,
    `import { explore } from 'squall/vitest';
import { expect, test } from 'vitest';

test('is not run by the explorer', () => expect(1).toBe(2));
explore('coupon', {
  app: 'integration/fixtures/explore/coupon/app.ts',
  when: (w) => w.client({ retries: 5 }).post('/redeem', { idempotencyKey: 'k1', json: {} }),
  then: ({ outcome }) => expect(outcome.status).toBe(200),
});
`,
  );
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const squall = (...parameters: string[]) =>
  run(process.execPath, ['--conditions=squall-source', 'src/cli/main.ts', 'explore', ...parameters], {
    env: { ...process.env, NO_COLOR: '1' },
  }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  );

describe('squall explore', { timeout: 120_000 }, () => {
  test('tells programs every cell, and writes a page, a regression test and a accepted cell', async () => {
    const page = join(directory, 'report.html');
    const { code, stdout } = await squall(file, '--json', '--html', page);
    const summary = JSON.parse(stdout) as {
      cells: { title: string; verdict: string; token: string }[];
      broken: { title: string; token: string }[];
    };
    const [broken] = summary.broken;

    expect(code).toBe(1);
    expect(summary.cells.find(({ title }) => title === 'lost @ ddb.UpdateItem(Coupons)#1')?.verdict).toBe('DIV');
    expect(readFileSync(page, 'utf8')).toContain('lost @ ddb.UpdateItem(Coupons)#1');

    const replayed = await squall(file, '--replay', broken?.token ?? '');
    expect(replayed.code).toBe(1);
    expect(replayed.stdout).toContain(`✗ ${broken?.title}`);
    expect(replayed.stdout).toContain('← injected');

    const written = await squall(file, '--replay', broken?.token ?? '', '--write-test');
    expect(written.stdout).toContain(`await replay(`);
    expect(written.stdout).toContain(broken?.token);

    const accepted = await squall(file, '--accept', broken?.title ?? '', '--reason', 'a coupon more does no harm');
    expect(accepted.stdout).toContain('accepted in');
    expect(readFileSync(join(directory, '__faults__', 'coupon.json'), 'utf8')).toContain(broken?.title);
  });

  test('says what is wrong with the command', async () => {
    expect((await squall('nowhere.ts')).stderr).toContain('There is no nowhere.ts.');
    expect((await squall(file, '--replay', 'r1:x')).stderr).toContain('is not a replay token');
    expect((await squall(file, '--scenario', 'other')).stderr).toContain('It declares: coupon.');
  });
});
