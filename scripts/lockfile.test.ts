import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};
const entries = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);

describe('package-lock.json', () => {
  it('has the integrity of every package that npm may download', () => {
    const lacking = entries
      // What lies in another package's archive is covered by that one's integrity.
      .filter(([, { integrity, inBundle }]) => !inBundle && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));

    expect(entries.length).toBeGreaterThan(100);
    expect(lacking.map(([path]) => path)).toEqual([]);
  });

  it('names no host, so that whoever installs takes packages from a registry of his own', () => {
    const named = entries.filter(([, { resolved }]) => resolved !== undefined && /^\w+:\/\//.test(resolved));

    expect(named.map(([path]) => path)).toEqual([]);
  });
});
