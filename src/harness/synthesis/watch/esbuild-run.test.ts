import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { esbuildRunOf, identityOf } from './esbuild-run.ts';
import { shellSteps, shellWords } from './shell-words.ts';
import { unwatchedPartOf } from './unwatched-programs.ts';

let directory: string;
const environment = { PATH: '/usr/bin:/bin', NODE_OPTIONS: '--import=file:///preload.js' };
const bundle = ['--bundle', '/app/one.ts', '--outfile=out/index.js'];

beforeAll(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall-esbuild-run-')));
  const folder = join(directory, 'node_modules', '.bin');
  mkdirSync(folder, { recursive: true });
  for (const [name, start] of [
    ['esbuild', '#!/bin/sh'],
    ['tsx', '#!/usr/bin/env node'],
  ] as const) {
    writeFileSync(join(folder, name), `${start}\n`);
    chmodSync(join(folder, name), 0o755);
  }
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const runOf = (...command: string[]) => esbuildRunOf(command, { directory, environment });
const partOf = (line: string) => unwatchedPartOf(['sh', '-c', line], { directory, environment });

describe('esbuildRunOf', () => {
  it('has a source map made for breakpoints, where the app asks for none', () => {
    const wordsOf = (SQUALL_SOURCE_MAPS: string, ...more: string[]) =>
      esbuildRunOf(['esbuild', ...bundle, ...more], {
        directory,
        environment: { ...environment, PATH: join(directory, 'node_modules/.bin'), SQUALL_SOURCE_MAPS },
      })?.arguments.slice(bundle.length);

    expect(wordsOf('1')).toEqual(['--sourcemap=inline', '--sources-content=false']);
    expect(wordsOf('1', '--sourcemap')).toEqual(['--sourcemap']);
    expect(wordsOf('0')).toEqual([]);
  });

  it.each([
    ['npm', ['npx', '--no-install', 'esbuild', ...bundle]],
    ['yarn', ['yarn', 'run', 'esbuild', ...bundle]],
    ['pnpm', ['pnpm', 'exec', '--', 'esbuild', ...bundle]],
    ['bun', ['bun', 'run', 'esbuild', ...bundle]],
    ['a shell', ['bash', '-c', 'npx --no-install esbuild --bundle "/app/one.ts" --outfile=\'out/index.js\'']],
  ])('finds the project’s esbuild in a run by %s', (_, command) => {
    expect(runOf(...command)).toEqual({
      program: join(directory, 'node_modules/.bin/esbuild'),
      arguments: bundle,
      directory,
      outputFile: join(directory, 'out/index.js'),
      metafile: undefined,
    });
  });

  it.each([
    ['two programs', ['bash', '-c', `npx --no-install esbuild ${bundle.join(' ')} && cp a b`]],
    ['an expansion', ['bash', '-c', `npx --no-install esbuild ${bundle.join(' ')} "$EXTRA"`]],
    ['another program', ['npx', '--no-install', 'tsc', 'esbuild', '--bundle']],
    ['a question', ['npx', '--no-install', 'esbuild', '--version']],
    ['a watch', ['npx', '--no-install', 'esbuild', ...bundle, '--watch']],
    ['a package that is not installed', ['npx', '--yes', '--package=esbuild@0.20', 'esbuild', ...bundle]],
  ])('leaves %s as it is', (_, command) => {
    expect(runOf(...command)).toBeUndefined();
  });
});

describe('identityOf', () => {
  const identity = (output: string, ...more: string[]) =>
    identityOf(runOf('npx', 'esbuild', '--bundle', 'one.ts', `--outfile=${output}`, ...more) ?? expect.fail());

  it('does not hold where the output lies, as long as the output does not either', () => {
    expect(identity('/x/y/index.js')).toEqual(identity('/z/index.js'));
    expect(identity('/x/y/index.js')).not.toEqual(identity('/x/y/index.mjs'));
    expect(identity('/x/y/index.js', '--sourcemap')).not.toEqual(identity('/z/index.js', '--sourcemap'));
    expect(identity('/x/y/index.js', '--sourcemap')).toEqual(identity('/x/z/index.js', '--sourcemap'));
  });
});

describe('shellWords', () => {
  it('reads quotes and backslashes as a shell does', () => {
    expect(shellWords(` a 'b c' "d \\"e\\"" f\\ g --h='i'"j" '' `)).toEqual(['a', 'b c', 'd "e"', 'f g', '--h=ij', '']);
  });

  it.each(['a && b', 'a | b', 'a > b', 'a $b', 'a "$b"', 'a `b`', 'a *.ts', 'a; b', 'a # b', "a 'b", 'a\nb', 'a ~/b'])(
    'leaves %s to a shell',
    (line) => expect(shellWords(line)).toBeUndefined(),
  );

  it('takes the steps of a line apart', () => {
    expect(shellSteps("a 'x && y' && b")).toEqual([undefined, undefined, ['b']]);
    expect(shellSteps('a x && b')).toEqual([['a', 'x'], ['b']]);
  });
});

describe('unwatchedPartOf', () => {
  it('lets programs of Node pass, by whatever starts them', () => {
    expect(partOf('node app.ts')).toBeUndefined();
    expect(partOf('STAGE=dev tsx --tsconfig a.json app.ts && node b.js')).toBeUndefined();
    expect(unwatchedPartOf([process.execPath, 'app.ts'], { directory, environment })).toBeUndefined();
  });

  it('lets the question for a version pass, also of a program that is not there', () => {
    expect(partOf('typescript --version')).toBeUndefined();
    expect(partOf('cat --version app.ts')).toBe('cat --version app.ts');
  });

  it('names what nobody sees reading', () => {
    expect(partOf('cat app.ts')).toBe('cat app.ts');
    expect(partOf('node a.js && cat b')).toBe('cat b');
    expect(partOf('no-such-program')).toBe('no-such-program');
    expect(unwatchedPartOf(['node', 'a.js'], { directory, environment: { PATH: environment.PATH } })).toBe('node a.js');
  });
});
