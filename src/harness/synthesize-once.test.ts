import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synthesizeOnce } from './synthesize-once.ts';

let directory: string;
const write = (name: string, text: string): void => writeFileSync(join(directory, name), text);

/** Stands in for an app of the CDK: what counts here is what it reads. It tells of each run. */
const app = `
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { name } from './name.ts';
appendFileSync('runs.log', 'run\\n');
const text = existsSync('more.txt') ? readFileSync('more.txt', 'utf8') : name;
await new Promise((resolve) => setTimeout(resolve, 300));
const output: string = process.env.CDK_OUTDIR ?? '';
(await import('node:fs')).writeFileSync(join(output, 'manifest.json'), JSON.stringify({ text }));
`;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall once-')));
  write('package.json', '{ "type": "module" }');
  write('app.ts', app);
  write('name.ts', "export const name = 'first';\n");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const runs = () => readFileSync(join(directory, 'runs.log'), 'utf8').split('\n').length - 1;
const textOf = (assembly: string) => JSON.parse(readFileSync(join(assembly, 'manifest.json'), 'utf8')) as unknown;
const once = (command = 'app.ts') => synthesizeOnce(command, directory);

describe('synthesizeOnce', () => {
  it('takes the assembly again when files have changed that the synthesis did not read', async () => {
    const assembly = await once();
    write('app.test.ts', '// another test');

    expect(await once()).toBe(assembly);
    expect(runs()).toBe(1);
  });

  it('synthesizes again for a module that changed, and takes the first assembly when it is as it was', async () => {
    const first = await once();
    write('name.ts', "export const name = 'second';\n");
    const second = await once();
    write('name.ts', "export const name = 'first';\n");

    expect([textOf(first), textOf(second)]).toEqual([{ text: 'first' }, { text: 'second' }]);
    expect(await once()).toBe(first);
    expect(runs()).toBe(2);
  });

  it('synthesizes again for a file that the app looked for in vain', async () => {
    await once();
    write('more.txt', 'more');

    expect(textOf(await once())).toEqual({ text: 'more' });
  });

  it('looks at contents where only the time of a file is another', async () => {
    const assembly = await once();
    utimesSync(join(directory, 'name.ts'), new Date(), new Date(2001, 1, 1));

    expect(await once()).toBe(assembly);
    expect(runs()).toBe(1);
  });

  it('shares one synthesis among those that ask at the same time', async () => {
    const [one, other] = await Promise.all([once(), once()]);

    expect(one).toBe(other);
    expect(runs()).toBe(1);
    expect(readdirSync(join(directory, '.squall', 'assemblies'))).toHaveLength(1);
  });

  it('keeps what is used, however many other apps are synthesized meanwhile', async () => {
    const copy = (name: string) => `mkdir -p "$CDK_OUTDIR" && cp ${name} "$CDK_OUTDIR/manifest.json"`;
    const used = await once(copy('name.ts'));
    const unused = await once(copy('app.ts'));
    for (let more = 0; more < 10; more += 1) {
      await once(`${copy('name.ts')} # ${more}`);
      expect(await once(copy('name.ts'))).toBe(used);
    }

    expect(existsSync(unused)).toBe(false);
    expect(readdirSync(join(directory, '.squall', 'assemblies'))).toHaveLength(8);
  });

  it('counts every file of a project whose app cannot be watched', async () => {
    const command = 'mkdir -p "$CDK_OUTDIR" && cp name.ts "$CDK_OUTDIR/manifest.json"';
    const first = await once(command);
    expect(await once(command)).toBe(first);
    write('app.test.ts', '// another test');

    expect(await once(command)).not.toBe(first);
  });

  it.each([
    ['a thread', "new (await import('node:worker_threads')).Worker('', { eval: true });"],
    ['another program', "(await import('node:child_process')).execFileSync('cat', ['name.ts']);"],
  ])('counts every file when the app starts %s, which cannot be watched', async (_, line) => {
    write('app.ts', `${app}\n${line}\n`);
    const first = await once();
    write('app.test.ts', '// another test');

    expect(await once()).not.toBe(first);
  });

  it('leaves nothing behind of an app that fails', async () => {
    write('name.ts', 'export const name = undefined.name;');

    await expect(once()).rejects.toThrow(/undefined/);

    expect(readdirSync(join(directory, '.squall', 'assemblies'))).toEqual([]);
    expect(existsSync(join(directory, 'cdk.out'))).toBe(false);
  });
});
