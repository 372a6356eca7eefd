import { type FSWatcher, lstatSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { kindOf, type Listing, listDirectory } from './list-directory.ts';
import { isWithin, type ProjectRules } from './project-rules.ts';

export interface Tree {
  /** From now on, changes of these files are told as well, and of no others that the rules ignore. */
  alsoWatch(paths: Iterable<string>): void;
  close(): void;
}

export interface TreeOptions {
  readonly rules: ProjectRules;
  /** Something happened to this path; it may have happened before, or change nothing. */
  readonly onPath: (path: string) => void;
  /** The system grants no more watches: what comes from here on may be missed. */
  readonly onLimit: (error: Error) => void;
  readonly open?: typeof watch;
}

/** Elsewhere one watch covers all that lies below a directory, at no cost. */
const watchesEach = process.platform === 'linux';

/**
 * Watches a project by its directories, and never one that is ignored: a watch of a file is lost with its inode, which
 * `git checkout`, `sed -i` and careful editors replace, and `chokidar` 5 needs one for each file (4317 for the 459
 * directories of this repository).
 */
export function watchTree(options: TreeOptions): Tree {
  const tree = new WatchedTree(options);
  tree.start();
  return tree;
}

class WatchedTree implements Tree {
  readonly #rules: ProjectRules;
  readonly #options: TreeOptions;
  readonly #listings = new Map<string, Listing>();
  readonly #handles = new Map<string, FSWatcher>();
  readonly #extraHandles = new Map<string, FSWatcher>();
  #extras: ReadonlySet<string> = new Set();

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#rules = options.rules;
  }

  start(): void {
    this.#add(this.#rules.root, () => {});
  }

  alsoWatch(paths: Iterable<string>): void {
    this.#extras = new Set([...paths].filter((path) => this.#isOutside(path)));
    const wanted = new Set([...this.#extras].map(dirname).filter((path) => !this.#isCovered(path)));
    for (const path of this.#extraHandles.keys()) if (!wanted.has(path)) close(this.#extraHandles, path);
    for (const path of wanted) if (!this.#extraHandles.has(path)) this.#open(this.#extraHandles, path, false);
  }

  close(): void {
    for (const handles of [this.#handles, this.#extraHandles]) {
      for (const path of [...handles.keys()]) close(handles, path);
    }
  }

  #isOutside = (path: string): boolean => !isWithin(this.#rules.root, path) || this.#rules.isIgnored(path);

  #isCovered = (path: string): boolean => this.#handles.has(path) || (!watchesEach && isWithin(this.#rules.root, path));

  /** Watched first and listed then: what comes in between is in the list, or told. */
  #add(directory: string, found: (path: string) => void): void {
    if (watchesEach || directory === this.#rules.root || isLink(directory)) {
      this.#open(this.#handles, directory, !watchesEach);
    }
    const listing = listDirectory(directory, this.#rules);
    if (!listing) {
      close(this.#handles, directory);
      return;
    }
    this.#listings.set(directory, listing);
    for (const path of listing.files) found(path);
    for (const path of listing.directories) this.#add(path, found);
  }

  #drop(directory: string): void {
    close(this.#handles, directory);
    const listing = this.#listings.get(directory);
    this.#listings.delete(directory);
    for (const path of listing?.files ?? []) this.#options.onPath(path);
    for (const path of listing?.directories ?? []) this.#drop(path);
  }

  #heard(event: string, path: string): void {
    this.#tellExtras(event, path);
    if (this.#isOutside(path)) return;
    let known = path;
    while (known !== this.#rules.root && !this.#listings.has(dirname(known))) known = dirname(known);
    const listing = this.#listings.get(dirname(known));
    if (!listing || known === this.#rules.root) return;
    if (event === 'rename' || !isListed(listing, known)) this.#lookAgain(known, listing);
    else if (listing.files.has(known)) this.#options.onPath(known);
  }

  /** Everything at a path that came, went or was replaced: a directory of the same name may be another one. */
  #lookAgain(path: string, listing: Listing): void {
    if (listing.files.delete(path)) this.#options.onPath(path);
    if (listing.directories.delete(path)) this.#drop(path);
    const kind = kindOf(path, this.#rules);
    if (kind === 'directory') {
      listing.directories.add(path);
      this.#add(path, this.#options.onPath);
    } else if (kind === 'file') {
      listing.files.add(path);
      this.#options.onPath(path);
    }
  }

  /** Also of files below it: a build removes `dist` and makes it anew, and then they are watched in the new one. */
  #tellExtras(event: string, path: string): void {
    if (event === 'change') {
      if (this.#extras.has(path)) this.#options.onPath(path);
      return;
    }
    const told = [...this.#extras].filter((extra) => isWithin(path, extra));
    for (const extra of told) {
      this.#options.onPath(extra);
      if (extra !== path) close(this.#extraHandles, dirname(extra));
    }
    if (told.length > 0) this.alsoWatch(this.#extras);
  }

  #open(handles: Map<string, FSWatcher>, directory: string, recursive: boolean): void {
    const { open = watch, onLimit } = this.#options;
    try {
      const handle = open(directory, { recursive }, (event, name) => {
        if (handles.get(directory) === handle && name !== null) this.#heard(event, join(directory, name));
      });
      // Of a directory that goes away, on Windows.
      handle.on('error', () => {});
      handles.set(directory, handle);
    } catch (error) {
      if (isLimit(error)) onLimit(error);
    }
  }
}

const isListed = ({ files, directories }: Listing, path: string): boolean => files.has(path) || directories.has(path);

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;

function close(handles: Map<string, FSWatcher>, path: string): void {
  handles.get(path)?.close();
  handles.delete(path);
}

const isLimit = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EMFILE');
