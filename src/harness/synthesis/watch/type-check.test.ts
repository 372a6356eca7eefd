import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typeCheckOf } from './type-check.ts';

let project = '';

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'squall-type-check-'));
  mkdirSync(join(project, 'app'));
});

afterEach(() => rmSync(project, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(project, name), text);

const checked = (...words: string[]) =>
  typeCheckOf(['node', join(project, 'node_modules/.bin/tsc'), ...words], join(project, 'app'), project)?.map((path) =>
    path.slice(project.length + 1),
  );

describe('typeCheckOf', () => {
  it('knows by the flag that nothing is written', () => {
    expect(checked('--noEmit')).toEqual([]);
    expect(checked('--noEmit', 'false')).toBeUndefined();
    expect(checked('--build', '--noEmit')).toBeUndefined();
  });

  it('knows it by the nearest configuration, and by what that extends', () => {
    write('tsconfig.json', '{ // the base\n "compilerOptions": { "noEmit": true, }, }');
    expect(checked()).toEqual(['tsconfig.json']);

    write('app/tsconfig.json', '{ "extends": "../tsconfig" }');
    expect(checked()).toEqual(['app/tsconfig.json', 'tsconfig.json']);

    write('app/tsconfig.json', '{ "extends": "../tsconfig", "compilerOptions": { "noEmit": false } }');
    expect(checked()).toBeUndefined();
    expect(checked('-p', '..')).toEqual(['tsconfig.json']);
  });

  it('cannot tell where nothing is said, and of other programs', () => {
    expect(checked()).toBeUndefined();

    write('app/tsconfig.json', '{ "extends": "@tsconfig/node22" }');
    expect(checked()).toBeUndefined();

    write('app/tsconfig.json', '{ "compilerOptions": { "noEmit": true } }');
    expect(checked()).toEqual(['app/tsconfig.json']);
    expect(typeCheckOf(['node', 'bin/app.js'], join(project, 'app'), project)).toBeUndefined();
  });
});
