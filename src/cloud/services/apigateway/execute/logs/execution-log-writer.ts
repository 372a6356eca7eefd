import { createHash } from 'node:crypto';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { Scope } from '../../../../kernel/scope.ts';
import { LogBuffers } from '../../../../telemetry/log-buffers.ts';

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
  readonly #buffers: LogBuffers;

  constructor(kernel: Kernel) {
    this.#buffers = new LogBuffers(kernel, { principal: 'apigateway.amazonaws.com', makesGroup: true });
  }

  add(source: Source, requestId: string, lines: readonly ExecutionLine[]): void {
    const stream = createHash('md5').update(source.group).digest('hex');
    const told = lines.map(({ atMs, text }) => ({ timestamp: atMs, message: `(${requestId}) ${text}` }));
    this.#buffers.add({ ...source, stream }, told);
  }

  flush(): Promise<void> {
    return this.#buffers.flush();
  }

  clear(): void {
    this.#buffers.clear();
  }
}
