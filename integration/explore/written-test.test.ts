import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { templateOf } from '../../src/explore/testing/template.ts';

const run = promisify(execFile);
const directory = mkdtempSync(join('integration', 'explore', '.try-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const charging = (headers: string): string =>
  `exports.handler = async (e) => { const r = await fetch('https://provider.test/charges', { method: 'POST', headers: ${headers} }); if (!r.ok) throw new Error('no'); return { statusCode: 200, body: await r.text() }; };`;
const buggy = charging('{}');
const corrected = charging("{ 'idempotency-key': e.headers['idempotency-key'] }");
const chargingNobody = "exports.handler = async () => ({ statusCode: 200, body: 'free' });";

/** A file as users have them: with tests of its own, which are not the written test's. */
const scenario = `import { explore, fakeHttp } from 'squall/vitest';
import { expect, test } from 'vitest';
test('is another test', () => expect(1).toBe(2));
explore('charge', {
  app: '${directory}/app.json',
  external: [fakeHttp('https://provider.test', {
    state: () => ({ charges: [], keys: {} }),
    'POST /charges': ({ headers, s, id }) => {
      const key = headers['idempotency-key'] ?? id('none');
      if (!s.keys[key]) s.charges.push((s.keys[key] = { id: id('ch') }));
      return s.keys[key];
    },
  })],
  ignore: ['provider.test/keys'],
  when: (w) => w.client({ retries: 3 }).post('/do', { idempotencyKey: 'k1', json: {} }),
});
`;

const program = (file: string, ...parameters: string[]) =>
  run(process.execPath, [file, ...parameters], { env: { ...process.env, NO_COLOR: '1', VITEST: undefined } }).then(
    ({ stdout, stderr }) => ({ code: 0, told: stdout + stderr, stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      told: stdout + stderr,
      stdout,
    }),
  );

const deploy = (code: string) => writeFileSync(join(directory, 'app.json'), JSON.stringify(templateOf({ code })));

describe('a written regression test', { timeout: 240_000 }, () => {
  test('is red on the buggy code, green on the corrected one, and red with a word where its fault never comes', async () => {
    writeFileSync(join(directory, 'charge.test.ts'), scenario);
    deploy(buggy);
    const explored = await program(
      'src/cli/main.ts',
      'explore',
      join(directory, 'charge.test.ts'),
      '--filter',
      'lost @ http',
      '--write-test',
    );
    const written = explored.stdout.slice(explored.stdout.indexOf("import { expect, test } from 'vitest'"));
    writeFileSync(join(directory, 'written.test.ts'), written);
    const tested = (code: string) => {
      deploy(code);
      return program('node_modules/vitest/vitest.mjs', 'run', join(directory, 'written.test.ts'));
    };

    expect(written).toMatch(/\{ timeout: \d+_000 \}/);
    expect(await tested(buggy)).toMatchObject({ code: 1, told: expect.stringContaining('DUP') });
    expect(await tested(corrected)).toMatchObject({ code: 0 });
    expect(await tested(chargingNobody)).toMatchObject({
      code: 1,
      told: expect.stringMatching(/http\.POST\(provider\.test\/charges\)#1, which \S+ is to meet, is never called/),
    });
  });
});
