import { realpathSync, type watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createFileContents, isEmptyFile } from './file-contents.ts';
import { joinBursts } from './join-bursts.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { pollTree } from './poll-tree.ts';
import { projectRules } from './project-rules.ts';
import { type Tree, watchTree } from './watch-tree.ts';

export interface Watcher {
  /** No further change is acted on; what is under way goes on. */
  close(): void;
}

export interface WatchOptions {
  /** Directories to leave out, besides those that tools write. */
  readonly ignored: readonly string[];
  /**
   * Files, absolute, that matter though they are hidden, generated or outside of the directory. Asked at the start and
   * after each `onChange`; the directory of each is watched.
   */
  readonly alsoWatched?: () => Iterable<string>;
  /** Told once when the system grants no more watches, and the project is looked at every second instead. */
  readonly onLimit?: (message: string) => void;
  /** How a directory is watched: `fs.watch`. */
  readonly open?: typeof watch;
}

/** An editor that truncates a file and then writes it is through by the end of these. */
const writingMs = 50;
const waitsMax = 3;

/**
 * Calls `onChange` with the paths, absolute, of files below `directory` that were written, made or removed, by all the
 * ways in which programs save. Those of one burst come in one call, those of a call's time in the next. A file whose
 * contents are as when it was told last is not told; what lies behind a link is told by both of its paths.
 */
export function watchProject(
  directory: string,
  options: WatchOptions,
  onChange: (paths: ReadonlySet<string>) => Promise<void>,
): Watcher {
  const rules = projectRules(directory, options.ignored);
  const contents = createFileContents();
  let isClosed = false;
  const request = oneAtATime(async (paths) => {
    for (let waits = 0; waits < waitsMax && [...paths].some(isEmptyFile); waits++) await wait(writingMs);
    const changed = await contents.changed(paths);
    if (isClosed || changed.size === 0) return;
    await onChange(withRealPaths(changed));
    watchExtras();
  });
  const bursts = joinBursts(request);
  let tree: Tree | undefined;
  const watchExtras = (): void => {
    if (!isClosed) tree?.alsoWatch(options.alsoWatched?.() ?? []);
  };
  let isLimited = false;
  const poll = (error: Error): void => {
    if (isLimited) return;
    isLimited = true;
    // It may be in the middle of its list.
    setImmediate(() => {
      if (isClosed) return;
      tree?.close();
      tree = pollTree(rules, bursts.note);
      watchExtras();
      options.onLimit?.(limitMessage(error));
    });
  };
  tree = watchTree({ rules, onPath: bursts.note, onLimit: poll, ...(options.open && { open: options.open }) });
  watchExtras();
  return {
    close: () => {
      isClosed = true;
      bursts.close();
      tree?.close();
    },
  };
}

/** Programs that resolve links, as Node does for modules, know files by their real paths. */
function withRealPaths(paths: ReadonlySet<string>): Set<string> {
  const all = new Set(paths);
  for (const path of paths) {
    try {
      all.add(join(realpathSync(dirname(path)), basename(path)));
    } catch {
      // Its directory has gone as well.
    }
  }
  return all;
}

const limitMessage = (error: Error): string =>
  'code' in error && error.code === 'EMFILE'
    ? 'The system grants no more watchers (fs.inotify.max_user_instances), so files are looked at every second. More: sudo sysctl fs.inotify.max_user_instances=512'
    : 'The system grants no more watches (fs.inotify.max_user_watches), so files are looked at every second. More: sudo sysctl fs.inotify.max_user_watches=524288';
