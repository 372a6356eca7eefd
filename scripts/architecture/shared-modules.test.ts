import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { textOf } from './sources.ts';

/** Folders whose files share modules, by `vitest.config.ts`. */
const deployed = ['explore', 'journal', 'orders', 'partners'].map((folder) => `integration/${folder}`);
const shared = ['src', 'conformance', ...deployed];

const tests = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', ...shared.map((folder) => `${folder}/*.test.ts`)],
  { encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '');

/** Those that vitest.config.ts runs with modules of their own. */
const alone = [...textOf('vitest.config.ts').matchAll(/'(src\/[^'*]+\.test\.ts)'/g)].map(([, path]) => path);

it('tests that mock or reset modules share none with other files', () => {
  const mocking = tests.filter((path) => /\bvi\.(?:mock|doMock|resetModules)\(/.test(textOf(path)));

  expect(mocking.length).toBeGreaterThan(0);
  expect(mocking.filter((path) => !alone.includes(path))).toEqual([]);
});

it('every file that shares no modules is still there', () => {
  expect(alone.length).toBeGreaterThan(0);
  expect(alone.filter((path) => path === undefined || !tests.includes(path))).toEqual([]);
});
