import type { Scope } from '../../../kernel/scope.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { LogBuffers } from '../../../telemetry/log-buffer.ts';

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/** Where executions tell what they do. Nobody waits for it: logging slows no execution. */
export class ExecutionLogs {
  readonly #buffers: LogBuffers;
  /** By machine and log group: the stream that is written into. */
  readonly #streams = new Map<string, string>();

  constructor(kernel: CloudKernel) {
    this.#buffers = new LogBuffers(kernel, { principal: 'delivery.logs.amazonaws.com', makesGroup: false });
  }

  add(place: Scope & { readonly group: string }, machineArn: string, lines: readonly Line[]): void {
    const key = `${machineArn} ${place.account} ${place.region} ${place.group}`;
    const name = machineArn.slice(machineArn.lastIndexOf(':') + 1);
    const stream = this.#streams.get(key) ?? streamName(name, lines[0]?.timestamp ?? 0);
    this.#streams.set(key, stream);
    this.#buffers.add({ ...place, stream }, lines);
  }

  flush(): Promise<void> {
    return this.#buffers.flush();
  }

  /** The world was replaced. */
  forget(): void {
    this.#buffers.clear();
    this.#streams.clear();
  }
}

/** `states/Orders/2024-04-24-11-50/00000000`, by the time of its first line. */
const streamName = (machine: string, atMs: number): string =>
  `states/${machine}/${new Date(atMs).toISOString().slice(0, 16).replace(/[T:]/g, '-')}/00000000`;
