import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);

/** Optional binaries of other platforms, which `npm run lockfile` could not ask a registry about; see there. */
const withoutIntegrity = /^node_modules\/@(?:biomejs\/cli|oxc-parser\/binding)-[\w-]+$/;

describe('package-lock.json', () => {
  it('has the integrity of every package that npm may download', () => {
    const lacking = entries
      // What lies in another package's archive is covered by that one's integrity.
      .filter(([, { integrity, inBundle }]) => !inBundle && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))
      .filter(([path, { optional, os }]) => !(withoutIntegrity.test(path) && optional && os));

    expect(entries.length).toBeGreaterThan(100);
    expect(lacking.map(([path]) => path)).toEqual([]);
  });

  it('names no host, so that whoever installs takes packages from a registry of his own', () => {
    const named = entries.filter(([, { resolved }]) => resolved !== undefined && /^\w+:\/\//.test(resolved));

    expect(named.map(([path]) => path)).toEqual([]);
  });
});
