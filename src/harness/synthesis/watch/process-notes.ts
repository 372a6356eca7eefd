import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bundling } from '../synthesis-record.ts';
import { digestOfDirectory, type FileStamp, type InputState, stampOf } from './file-stamp.ts';
import type { WatchSettings } from './watch-settings.ts';

/** A bundling, with what its inputs were when it was made. */
export interface NotedBundling extends Bundling {
  /** By path: digest and stamp; null: looked for and not there. */
  readonly inputStates: readonly InputState[];
}

/** What one process of a synthesis leaves behind. */
export interface ProcessNotes {
  /** Whether it ran to its end, and ended well. */
  readonly isFinished: boolean;
  /** Whether it ran code of the project: then it is the app, or a part of it. */
  readonly ranProject: boolean;
  /** What it started or did that cannot be watched. */
  readonly unwatched: readonly string[];
  readonly files: readonly (readonly [path: string, stamp: FileStamp | null])[];
  /** Seen to be there, not read. */
  readonly seen: readonly string[];
  readonly directories: readonly (readonly [path: string, digest: string])[];
  readonly bundlings: readonly NotedBundling[];
}

const ignoredParts = ['node_modules', '.git', '.squall', 'cdk.out'].map((name) => `${sep}${name}${sep}`);

/** Collects what a process reads. Stamps are taken when a path is noted, which is before it is read. */
export class NoteTaker {
  readonly #settings: WatchSettings;
  readonly #files = new Map<string, FileStamp | null>();
  readonly #seen = new Set<string>();
  readonly #directories = new Map<string, string>();
  readonly #bundlings: NotedBundling[] = [];
  readonly #unwatched = new Set<string>();
  #ranProject = false;
  #pauses = 0;

  constructor(settings: WatchSettings) {
    this.#settings = settings;
  }

  /** Answers the absolute path if it is one of the project. */
  projectPath(path: unknown): string | undefined {
    const text = textOf(path);
    if (text === undefined) return undefined;
    const absolute = resolve(text);
    const { root, output, notes } = this.#settings;
    if (!isWithin(absolute, root) || isWithin(absolute, output) || isWithin(absolute, notes)) return undefined;
    const rest = `${absolute.slice(root.length)}${sep}`;
    return ignoredParts.some((part) => rest.includes(part)) ? undefined : absolute;
  }

  file(path: unknown): void {
    const absolute = this.#pauses === 0 ? this.projectPath(path) : undefined;
    if (absolute !== undefined) this.#note(absolute);
  }

  /** A look whether a path is there, or of what kind it is. */
  lookup(path: unknown): void {
    const absolute = this.#pauses === 0 ? this.projectPath(path) : undefined;
    if (absolute === undefined || this.#files.has(absolute) || this.#seen.has(absolute)) return;
    if (stampOf(absolute)) this.#seen.add(absolute);
    else this.#files.set(absolute, null);
  }

  directory(path: unknown): void {
    const absolute = this.#pauses === 0 ? this.projectPath(path) : undefined;
    if (absolute === undefined || this.#directories.has(absolute)) return;
    const digest = digestOfDirectory(absolute);
    if (digest !== undefined) this.#directories.set(absolute, digest);
    else this.lookup(absolute);
  }

  /** Code of the project that was loaded: what Node asks about it on the way are the package.json files above. */
  module(path: string): void {
    const absolute = this.projectPath(path);
    if (absolute === undefined) return;
    this.#ranProject = true;
    if (this.#files.has(absolute)) return;
    this.#note(absolute);
    for (let folder = dirname(absolute); isWithin(folder, this.#settings.root); folder = dirname(folder)) {
      this.#note(join(folder, 'package.json'));
      if (folder === dirname(folder)) break;
    }
  }

  /** What is checked out was asked of Git. */
  history(directory: string): void {
    for (let folder = directory; isWithin(folder, this.#settings.root); folder = dirname(folder)) {
      const isRepository = stampOf(join(folder, '.git')) !== undefined;
      for (const name of isRepository ? ['HEAD', 'logs/HEAD', 'config'] : []) this.#note(join(folder, '.git', name));
      if (isRepository || folder === dirname(folder)) return;
    }
    this.unwatched('git');
  }

  bundling(bundling: NotedBundling): void {
    this.#bundlings.push(bundling);
  }

  unwatched(reason: string): void {
    this.#unwatched.add(reason);
  }

  /** Runs what is the watch's own doing. */
  unnoticed<T>(run: () => T): T {
    this.#pauses += 1;
    try {
      return run();
    } finally {
      this.#pauses -= 1;
    }
  }

  all(isFinished: boolean): ProcessNotes {
    return {
      isFinished,
      ranProject: this.#ranProject,
      unwatched: [...this.#unwatched],
      files: [...this.#files],
      seen: [...this.#seen],
      directories: [...this.#directories],
      bundlings: this.#bundlings,
    };
  }

  #note(absolute: string): void {
    if (!this.#files.has(absolute)) this.#files.set(absolute, stampOf(absolute) ?? null);
  }
}

export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);

function textOf(path: unknown): string | undefined {
  if (typeof path === 'string') return path.startsWith('file://') ? urlPath(path) : path;
  if (path instanceof URL) return urlPath(path);
  return path instanceof Uint8Array ? Buffer.from(path).toString('utf8') : undefined;
}

function urlPath(url: string | URL): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
