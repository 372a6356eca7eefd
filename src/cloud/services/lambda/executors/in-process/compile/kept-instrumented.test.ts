import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instrument } from './instrument.ts';
import { keptInstrumented } from './kept-instrumented.ts';

const long = `exports.value = 1;\n${'// a line\n'.repeat(10_000)}`;
let directory = '';
let count = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'instrumented-'));
  count = 0;
});
afterEach(() => rmSync(directory, { recursive: true }));

const make: typeof instrument = (...parameters) => {
  count += 1;
  return instrument(...parameters);
};
const kept = (source: string, { isModule = false, shims = ['process'] } = {}) =>
  keptInstrumented(source, isModule, shims, { directory, make });

describe('instrumented code', () => {
  it('is made once for all processes', () => {
    const first = kept(long);

    expect(kept(long)).toEqual(first);
    expect(first).toEqual(instrument(long, false, ['process']));
    expect(count).toBe(1);
  });

  it('is made anew for another source, other shims and another kind of module', () => {
    kept(long);
    kept(`${long} `);
    kept(long, { shims: ['process', 'Date'] });

    expect(kept('export const value = 1;'.concat('\n'.repeat(60_000)), { isModule: true }).code).toContain('async');
    expect(count).toBe(4);
    expect(readdirSync(directory)).toHaveLength(4);
  });

  it('is made anew where what was kept is broken', () => {
    const first = kept(long);
    for (const name of readdirSync(directory)) writeFileSync(join(directory, name), '{"code":"function');

    expect(kept(long)).toEqual(first);
    expect(kept(long)).toEqual(first);
    expect(count).toBe(2);
  });

  it('is not kept where it is short', () => {
    kept('exports.value = 1;');

    expect(readdirSync(directory)).toEqual([]);
  });

  it('is made where nothing can be kept', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');

    expect(keptInstrumented(long, false, [], { directory: file }).code).toContain('exports.value');
  });

  it('is kept for the last hundred sources', () => {
    for (let index = 0; index < 110; index += 1) writeFileSync(join(directory, String(index)), '');

    kept(long);

    expect(readdirSync(directory)).toHaveLength(86);
  });
});
