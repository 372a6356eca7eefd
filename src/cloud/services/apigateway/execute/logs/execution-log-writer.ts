import { createHash } from 'node:crypto';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Scope } from '../../../../kernel/scope.ts';
import { LogBuffer } from '../../../../telemetry/log-buffer.ts';

/** One line, and when it was so. */
export interface ExecutionLine {
  readonly atMs: number;
  readonly text: string;
}

/** Which stage of which API logs. */
interface Source extends Scope {
  /** Ends in `/Canary` for those of a canary. */
  readonly group: string;
}

/** Writes execution logs behind the client's back; AWS makes the log group itself. */
export class ExecutionLogWriter {
  readonly #kernel: Kernel;
  readonly #buffers = new Map<string, LogBuffer>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  add(source: Source, requestId: string, lines: readonly ExecutionLine[]): void {
    const buffer = this.#bufferOf(source);
    for (const { atMs, text } of lines) buffer.write(atMs, `(${requestId}) ${text}`);
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

  #bufferOf({ account, region, group }: Source): LogBuffer {
    const key = `${account}/${region}/${group}`;
    const known = this.#buffers.get(key);
    if (known) return known;
    const target = { account, region, group, stream: createHash('md5').update(group).digest('hex') };
    const buffer = new LogBuffer(this.#kernel, target, { principal: 'apigateway.amazonaws.com', makesGroup: true });
    this.#buffers.set(key, buffer);
    return buffer;
  }
}
