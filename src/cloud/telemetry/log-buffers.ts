import type { Kernel } from '../kernel/kernel.ts';
import { LogBuffer, type LogTarget, type LogWriter } from './log-buffer.ts';

/** The buffers of whoever writes into many log streams, one for each. */
export class LogBuffers {
  readonly #kernel: Pick<Kernel, 'log' | 'call'>;
  readonly #writer: LogWriter;
  /** By the stream's place. */
  readonly #buffers = new Map<string, LogBuffer>();

  constructor(kernel: Pick<Kernel, 'log' | 'call'>, writer: LogWriter) {
    this.#kernel = kernel;
    this.#writer = writer;
  }

  /** Takes lines that are made; they go to their stream behind the caller's back. */
  add(target: LogTarget, lines: Iterable<{ readonly timestamp: number; readonly message: string }>): void {
    const buffer = this.#bufferOf(target);
    for (const { timestamp, message } of lines) buffer.write(timestamp, message);
    void buffer.flush();
  }

  async flush(): Promise<void> {
    for (const buffer of this.#buffers.values()) await buffer.flush();
  }

  /** Lines of a world that is gone are nobody's. */
  clear(): void {
    for (const buffer of this.#buffers.values()) buffer.clear();
    this.#buffers.clear();
  }

  #bufferOf({ account, region, group, stream }: LogTarget): LogBuffer {
    const key = `${account}/${region}/${group}/${stream}`;
    const known = this.#buffers.get(key);
    if (known) return known;
    const buffer = new LogBuffer(this.#kernel, { account, region, group, stream }, this.#writer);
    this.#buffers.set(key, buffer);
    return buffer;
  }
}
