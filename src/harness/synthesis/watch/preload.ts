/**
 * Loaded by `node --import` before everything else in every Node process of a synthesis: notes what the process reads
 * and starts, and takes runs of esbuild over. It must not stand in the way of any app: what it cannot do, it leaves.
 */
import fs from 'node:fs';
import nodeModule from 'node:module';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { NoteTaker } from './process-notes.ts';
import { Bundler } from './run-bundling.ts';
import { typeCheckOf } from './type-check.ts';
import { watchChildren } from './watch-children.ts';
import { watchFiles } from './watch-files.ts';
import { watchModules } from './watch-modules.ts';
import { readWatchSettings, type WatchSettings } from './watch-settings.ts';
import { watchThreads } from './watch-threads.ts';

const settings = readWatchSettings(process.env);
// A process that outlives the synthesis has nobody to tell.
if (settings && fs.existsSync(settings.notes)) watchProcess(settings);

function watchProcess(watched: WatchSettings): void {
  const { writeFileSync } = fs;
  const notes = new NoteTaker(watched);
  const file = join(watched.notes, `${process.pid}-${threadId}.json`);
  const write = (isFinished: boolean) => {
    try {
      notes.unnoticed(() => writeFileSync(file, JSON.stringify(notes.all(isFinished))));
    } catch {
      // The synthesis is over and has cleared up.
    }
  };
  const configuration = typeCheckOf(process.argv, process.cwd(), watched.root);
  if (configuration) {
    for (const path of configuration) notes.file(path);
    write(true);
    return;
  }
  // Replaced at the end: a process that is killed leaves this.
  write(false);
  if (/jsii-runtime\.js$/.test(process.argv[1] ?? '')) notes.unwatched('an app in another language');
  process.on('exit', (code) => write(code === 0));
  watchModules(notes);
  watchChildren(notes, new Bundler(notes, watched.bundles, watched.notes));
  watchThreads(notes);
  watchFiles(notes);
  nodeModule.syncBuiltinESMExports();
}
