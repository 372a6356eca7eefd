import type { Kernel } from '../../kernel/kernel.ts';
import { LogBuffer } from '../../telemetry/log-buffer.ts';
import type { AccessLogFormat } from './access-log-format.ts';

/** A line that is made, on its way to its stream. */
interface Line {
  readonly format: AccessLogFormat;
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Writes access logs to CloudWatch Logs behind the client's back: it waits neither for the line nor for its log group. A
 * group that is not there costs the log, not the request. AWS writes as its delivery service; the group's policy and the
 * journal see that name.
 */
export class AccessLogWriter {
  readonly #kernel: Kernel;
  /** One for each stream, by its place. */
  readonly #buffers = new Map<string, LogBuffer>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  add({ format, timestamp, message }: Line): void {
    const { account, region, group, stream } = format;
    const key = `${account}/${region}/${group}/${stream}`;
    let buffer = this.#buffers.get(key);
    if (!buffer) {
      const target = { account, region, group, stream };
      buffer = new LogBuffer(this.#kernel, target, { principal: 'delivery.logs.amazonaws.com', makesGroup: false });
      this.#buffers.set(key, buffer);
    }
    buffer.write(timestamp, message);
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
}
