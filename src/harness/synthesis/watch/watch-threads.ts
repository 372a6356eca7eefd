import workerThreads from 'node:worker_threads';
import type { NoteTaker } from './process-notes.ts';

/** Threads have modules of their own, and not every one loads what the process was told to load first. */
export function watchThreads(notes: NoteTaker): void {
  const { Worker } = workerThreads;
  workerThreads.Worker = class extends Worker {
    constructor(...parameters: ConstructorParameters<typeof Worker>) {
      notes.unwatched('a worker thread');
      super(...parameters);
    }
  };
}
