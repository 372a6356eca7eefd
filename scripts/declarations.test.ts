import { describe, expect, it } from 'vitest';
import { foreignPackages, reachableDeclarations } from './declarations.ts';

const files: Readonly<Record<string, string>> = {
  'dist/index.d.ts': `export type { A } from './a/a.ts';\nexport declare const b: import("./b.js").B;`,
  'dist/a/a.d.ts': `import type { Kept } from '@scope/kept/deep';\nimport { Readable } from 'node:stream';\nimport '../index.ts';`,
  'dist/b.d.ts': `import type { Foreign } from '@scope/foreign/deep';`,
  'dist/unreachable.d.ts': `import type { Other } from 'other';`,
};
const read = (path: string): string => files[path] ?? `no ${path}`;

describe('declarations of the package', () => {
  it('are those that the entries lead to, by import, export and import type', () => {
    const reachable = reachableDeclarations(['./dist/index.d.ts'], read);

    expect([...reachable.keys()].toSorted()).toEqual(['dist/a/a.d.ts', 'dist/b.d.ts', 'dist/index.d.ts']);
  });

  it('name a package that is no dependency', () => {
    const reachable = reachableDeclarations(['dist/index.d.ts'], read);

    expect(foreignPackages(reachable, ['@scope/kept'])).toEqual(['dist/b.d.ts: @scope/foreign']);
  });
});
