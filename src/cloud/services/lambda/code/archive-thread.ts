import { Worker } from 'node:worker_threads';
import { ArchiveError } from './archive-error.ts';
import type { ArchiveJob, ArchiveReply, ArchiveRequest } from './archive-job.ts';

// From the sources the worker is TypeScript, which Node strips; from the package it is JavaScript.
const isFromSource = import.meta.url.endsWith('.ts');
const script = new URL(isFromSource ? './archive-worker.ts' : './archive-worker.js', import.meta.url);

interface Waiting {
  readonly resolve: (imports: readonly string[]) => void;
  readonly reject: (error: Error) => void;
}

/** Works on archives in a thread of its own, one job after the other. There is no thread while there is no job. */
export class ArchiveThread {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** Rejects with ArchiveError where an archive cannot be unpacked. */
  run(job: ArchiveJob): Promise<readonly string[]> {
    this.#lastId += 1;
    // Copies of exactly the archives, handed over: views would bring all that they are views of.
    const zips = job.zips.map((zip) => new Uint8Array(zip));
    const request: ArchiveRequest = { ...job, zips, id: this.#lastId };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.id, { resolve, reject });
      this.#worker ??= this.#start();
      this.#worker.postMessage(
        request,
        zips.map(({ buffer }) => buffer),
      );
    });
  }

  /** What is under way is broken off and fails. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#end(new Error('the cloud was closed'));
    await worker?.terminate();
  }

  #start(): Worker {
    // No environment and no options of ours: a thread that starts with a debugger or a loader hook is slow or worse.
    const worker = new Worker(script, { env: {}, execArgv: ['--disable-warning=ExperimentalWarning'] });
    worker.on('message', (reply: ArchiveReply) => this.#settle(reply));
    worker.on('error', (error: Error) => {
      if (this.#worker === worker) this.#end(error);
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#end(new Error('the thread that unpacks archives ended'));
    });
    return worker;
  }

  #settle({ id, failure, imports = [] }: ArchiveReply): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) void this.#forget()?.terminate();
    if (failure === undefined) waiting?.resolve(imports);
    else waiting?.reject(failure instanceof Error ? failure : new ArchiveError(failure));
  }

  #end(error: Error): void {
    this.#forget();
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }

  #forget(): Worker | undefined {
    const worker = this.#worker;
    this.#worker = undefined;
    return worker;
  }
}
