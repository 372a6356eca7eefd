import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadScenarios } from './load-file.ts';

let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'squall-load-'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text);
  }
}

it('loads modules in a project of CommonJS, with aliases of its tsconfig and without extensions', async () => {
  write({
    'package.json': '{ "type": "commonjs" }',
    'tsconfig.json':
      '{ // as tsc --init writes it\n "compilerOptions": { "paths": { "@shared/*": ["./src/shared/*"] }, }, }',
    'src/shared/names.ts': "export const route: string = '/orders';",
    'src/base.ts': 'export const retries = 3;',
    'test/shop.test.ts': `
      import { route } from '@shared/names';
      import { retries } from '../src/base';
      export const shop = { when: () => route + retries };
    `,
  });

  const [found] = await loadScenarios(join(project, 'test/shop.test.ts'));

  expect(found).toMatchObject({ name: 'shop' });
  const when = found?.scenario.when as (() => string) | undefined;
  expect(when?.()).toBe('/orders3');
});

it('loads modules where package.json says nothing, as cdk init leaves it, and Node warns of nothing', async () => {
  write({ 'package.json': '{}', 'test/shop.ts': 'export const shop = { when: (): number => 1 };' });
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.message);
  process.on('warning', note);

  const found = await loadScenarios(join(project, 'test/shop.ts'));
  // Warnings are told in the next turn of the loop.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);

  expect(found).toMatchObject([{ name: 'shop' }]);
  expect(warnings.filter((text) => text.includes('Module type'))).toEqual([]);
});

it('leaves what is nowhere to Node’s own words', async () => {
  write({ 'a.test.mts': "import '@shared/nothing';" });

  await expect(loadScenarios(join(project, 'a.test.mts'))).rejects.toThrow("Cannot find package '@shared/nothing'");
});
