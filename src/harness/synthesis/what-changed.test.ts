import { describe, expect, it } from 'vitest';
import { type Bundling, present, type SynthesisRecord } from './synthesis-record.ts';
import { changeOf, type Disk, isUpToDate, needsSynthesis } from './what-changed.ts';

const bundling = (name: string, inputs: readonly string[]): Bundling => ({
  command: ['esbuild', name],
  directory: '/app',
  inputs,
  outputName: 'index.js',
  outputDigest: name,
});
const pay = bundling('pay', ['/app/handlers/pay.ts', '/app/shared/money.ts']);
const order = bundling('order', ['/app/handlers/order.ts', '/app/shared/money.ts']);

const record: SynthesisRecord = {
  isComplete: true,
  files: new Map([
    ['/app/stack/app.ts', 'a1'],
    ['/app/cdk.context.json', undefined],
    ['/app/handlers/pay.ts', present],
  ]),
  directories: new Map([['/app/handlers', 'pay order']]),
  bundlings: [pay, order],
};

const disk = (changes: Readonly<Record<string, string | undefined>> = {}): Disk => {
  const contents = new Map<string, string | undefined>([...record.files, ...record.directories]);
  for (const [path, digest] of Object.entries(changes)) contents.set(path, digest);
  return { digestOfFile: (path) => contents.get(path), digestOfDirectory: (path) => contents.get(path) };
};

describe('changeOf', () => {
  it('names the bundlings that have a changed file as input, and asks for no synthesis', () => {
    const change = changeOf(record, ['/app/shared/money.ts'], disk());

    expect(change.bundlings).toEqual([pay, order]);
    expect(changeOf(record, ['/app/handlers/pay.ts'], disk()).bundlings).toEqual([pay]);
    expect(needsSynthesis(change)).toBe(false);
  });

  it('asks for a synthesis when a file that it read is another, or one that it missed is there', () => {
    const edited = changeOf(record, ['/app/stack/app.ts'], disk({ '/app/stack/app.ts': 'a2' }));
    const appeared = changeOf(record, ['/app/cdk.context.json'], disk({ '/app/cdk.context.json': 'c1' }));

    expect(edited.filesReadBySynthesis).toEqual(['/app/stack/app.ts']);
    expect(appeared.filesReadBySynthesis).toEqual(['/app/cdk.context.json']);
    expect(needsSynthesis(edited) && needsSynthesis(appeared)).toBe(true);
  });

  it('takes a save without a change, and files that nothing read, for nothing', () => {
    const change = changeOf(record, ['/app/stack/app.ts', '/app/README.md'], disk());

    expect(change).toEqual({ bundlings: [], filesReadBySynthesis: [], listedDirectories: [] });
    expect(needsSynthesis(change)).toBe(false);
  });

  it('asks for a synthesis when a file is gone that was only looked for, not when it has other contents', () => {
    const edited = changeOf(record, ['/app/handlers/pay.ts'], disk({ '/app/handlers/pay.ts': 'p2' }));
    const removed = changeOf(record, ['/app/handlers/pay.ts'], disk({ '/app/handlers/pay.ts': undefined }));

    expect(edited.filesReadBySynthesis).toEqual([]);
    expect(removed.filesReadBySynthesis).toEqual(['/app/handlers/pay.ts']);
  });

  it('asks for a synthesis when a listed directory has other entries, not when one of its files changed', () => {
    const added = changeOf(record, ['/app/handlers/new.ts'], disk({ '/app/handlers': 'new pay order' }));

    expect(added.listedDirectories).toEqual(['/app/handlers']);
    expect(needsSynthesis(added)).toBe(true);
    expect(needsSynthesis(changeOf(record, ['/app/handlers/pay.ts'], disk()))).toBe(false);
  });
});

describe('isUpToDate', () => {
  it('holds while all files and directories are as they were read', () => {
    expect(isUpToDate(record, disk())).toBe(true);
    expect(isUpToDate(record, disk({ '/app/stack/app.ts': undefined }))).toBe(false);
    expect(isUpToDate(record, disk({ '/app/cdk.context.json': 'c1' }))).toBe(false);
    expect(isUpToDate(record, disk({ '/app/handlers': 'pay' }))).toBe(false);
  });

  it('never holds for a record that is not complete', () => {
    expect(isUpToDate({ ...record, isComplete: false }, disk())).toBe(false);
  });
});
