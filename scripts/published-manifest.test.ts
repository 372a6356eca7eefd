import { describe, expect, it } from 'vitest';
import { publishedManifest, readManifest } from './published-manifest.ts';

describe('the published package.json', () => {
  const published = publishedManifest(readManifest());

  it('leads nowhere but to compiled code', () => {
    expect(JSON.stringify(published)).not.toMatch(/squall-source|\.\/src\//);
    expect(Object.keys(published.exports)).toEqual([
      '.',
      './vitest',
      './testing',
      './testcontainers',
      './package.json',
    ]);
    expect(published.bin).toEqual({ squall: 'dist/cli/main.js' });
  });

  it('has nothing that only a clone needs', () => {
    const needed = ['private', 'scripts', 'devDependencies', 'allowScripts', 'publishConfig'];

    expect(needed.filter((field) => field in published)).toEqual([]);
  });
});
