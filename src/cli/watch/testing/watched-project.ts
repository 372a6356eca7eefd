import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect } from 'vitest';
import { type WatchOptions, watchProject } from '../watch-project.ts';

export interface WatchedProject extends AsyncDisposable {
  readonly root: string;
  readonly path: (name: string) => string;
  write(name: string, text: string): void;
  read(name: string): string;
  shell(command: string): void;
  /** Waits until each of these has been told, and answers everything that was told since the last time. */
  told(...names: string[]): Promise<string[]>;
  /** Everything told until a save that comes after. */
  toldBefore(save: string): Promise<string[]>;
  /** Waits until the watcher has heard of all that was done so far, while a call is under way or held back. */
  heard(): Promise<void>;
  close(): void;
  readonly calls: readonly (readonly string[])[];
}

/** A project of these files, by their names, in a directory of its own, which is watched. */
export function watchedProject(
  files: Readonly<Record<string, string>>,
  options: Partial<WatchOptions> & { readonly prepare?: (project: WatchedProject) => void } = {},
  onChange: () => Promise<void> = async () => {},
): WatchedProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'squall-watch-')));
  const calls: string[][] = [];
  let seen = 0;
  let saves = 0;
  const path = (name: string): string => join(root, name);
  const toldSoFar = (): string[] => calls.slice(seen).flat();
  const project: WatchedProject = {
    root,
    path,
    calls,
    write: (name, text) => {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
    },
    read: (name) => readFileSync(path(name), 'utf8'),
    shell: (command) => void execFileSync('sh', ['-ec', command], { cwd: root, stdio: 'pipe' }),
    told: async (...names) => {
      await expect.poll(toldSoFar, { timeout: 10_000, interval: 5 }).toEqual(expect.arrayContaining(names));
      const all = toldSoFar();
      seen = calls.length;
      return [...new Set(all)].sort();
    },
    toldBefore: async (save) => {
      project.write(save, `save ${saves++}`);
      return (await project.told(save)).filter((name) => name !== save);
    },
    heard: async () => {
      // Another watcher, which hears in the same order and of one file alone.
      let isHeard = false;
      const ignored = readdirSync(root).filter((name) => name !== '.heard');
      const other = watchProject(root, { ignored, alsoWatched: () => [path('.heard')] }, async () => {
        isHeard = true;
      });
      writeFileSync(path('.heard'), `${saves++}`);
      await expect.poll(() => isHeard, { timeout: 10_000, interval: 5 }).toBe(true);
      other.close();
    },
    close: () => watcher.close(),
    [Symbol.asyncDispose]: async () => {
      watcher.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  options.prepare?.(project);
  const watcher = watchProject(root, { ignored: [], ...options }, async (paths) => {
    calls.push([...paths].map((each) => relative(root, each)));
    await onChange();
  });
  return project;
}
