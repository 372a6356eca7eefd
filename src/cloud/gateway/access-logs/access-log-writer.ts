import { AwsError } from '../../kernel/errors.ts';
import { serviceCaller } from '../../kernel/identity.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { AccessLogFormat } from './access-log-format.ts';

/** A line that is made, on its way to its stream. */
interface Line {
  readonly format: AccessLogFormat;
  readonly timestamp: number;
  readonly message: string;
}

/**
 * How many lines one call may carry, far below the 10,000 of PutLogEvents: a burst must not hold the queue for long.
 */
const eventsMax = 1000;

/** Writes access logs to CloudWatch Logs behind the client's back: what comes while a batch is under way waits for it. */
export class AccessLogWriter {
  readonly #kernel: Kernel;
  readonly #streams = new Set<string>();
  #waiting: Line[] = [];
  #isWriting = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Answers at once: the client waits neither for the line nor for its log group. */
  add(line: Line): void {
    this.#waiting.push(line);
    if (!this.#isWriting) void this.#drain();
  }

  /** Lines of a world that is gone are nobody's. */
  clear(): void {
    this.#waiting = [];
    this.#streams.clear();
  }

  /** One stream after another, so that lines of a stream keep their order. */
  async #drain(): Promise<void> {
    this.#isWriting = true;
    for (let first = this.#waiting[0]; first; first = this.#waiting[0]) {
      const { format } = first;
      const batch = this.#waiting.filter((line) => line.format === format).slice(0, eventsMax);
      this.#waiting = this.#waiting.filter((line) => !batch.includes(line));
      try {
        await this.#write(format, batch);
      } catch (error) {
        // A log group that is not there costs the log, not the request.
        this.#kernel.log.warn(`access log of ${format.group} was not written: ${String(error)}`);
      }
    }
    this.#isWriting = false;
  }

  /** AWS writes as its delivery service; the group's policy and the journal see that name. */
  async #write({ account, region, group, stream }: AccessLogFormat, batch: readonly Line[]): Promise<void> {
    const options = { account, region, caller: serviceCaller('delivery.logs.amazonaws.com', account) };
    const names = { logGroupName: group, logStreamName: stream };
    const key = `${account}/${region}/${group}/${stream}`;
    if (!this.#streams.has(key)) {
      await this.#kernel.call('logs', 'CreateLogStream', names, options).catch((error: unknown) => {
        if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
      });
      this.#streams.add(key);
    }
    const logEvents = batch.map(({ timestamp, message }) => ({ timestamp, message }));
    await this.#kernel.call('logs', 'PutLogEvents', { ...names, logEvents }, options).catch((error: unknown) => {
      // The stream may have been deleted: look again next time.
      this.#streams.delete(key);
      throw error;
    });
  }
}
