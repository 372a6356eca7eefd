import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

export interface LogTarget extends Scope {
  readonly group: string;
  readonly stream: string;
}

/** AWS: `LogResult` of Invoke is the last 4 KB. */
const tailBytesMax = 4096;
const tailCharactersMax = 16 * tailBytesMax;
/** AWS: events in one PutLogEvents. */
const batchMax = 10_000;

/** The log stream of one execution environment: keeps what is written and hands it to CloudWatch Logs in batches. */
export class LogSink {
  readonly #kernel: CloudKernel;
  readonly #target: LogTarget;
  #events: LogEvent[] = [];
  #tail: string[] = [];
  #tailCharacters = 0;
  #hasStream = false;
  #isDiscarded = false;
  #flushing: Promise<void> = Promise.resolve();

  constructor(kernel: CloudKernel, target: LogTarget) {
    this.#kernel = kernel;
    this.#target = target;
  }

  write(message: string | undefined): void {
    if (message === undefined || this.#isDiscarded) return;
    const line = message.endsWith('\n') ? message : `${message}\n`;
    this.#events.push({ timestamp: Math.floor(this.#kernel.clock.now()), message: line });
    this.#addToTail(line);
    // A long invoke that writes much must not hold all of it until its end.
    if (this.#events.length >= batchMax) void this.flush();
  }

  /** The world it wrote to is gone: what is left, and what still comes, is dropped. */
  discard(): void {
    this.#isDiscarded = true;
    this.#events = [];
  }

  /** From here on lines belong to this invoke's tail. */
  beginTail(): void {
    this.#tail = [];
    this.#tailCharacters = 0;
  }

  /** The last 4 KB of the invoke, in base64. */
  tail(): string {
    return Buffer.from(this.#tail.join('')).subarray(-tailBytesMax).toString('base64');
  }

  /** Sends what there is. Nobody waits for it but the end of the cloud; failures are logged, not thrown. */
  flush(): Promise<void> {
    if (this.#events.length === 0 || !this.#kernel.services.has('logs')) {
      this.#events = [];
      return this.#flushing;
    }
    const events = this.#events;
    this.#events = [];
    this.#flushing = this.#flushing.then(() => this.#send(events));
    return this.#flushing;
  }

  /** Cut once in a while, which is cheaper than at each line. A character is a byte at least. */
  #addToTail(line: string): void {
    this.#tail.push(line);
    this.#tailCharacters += line.length;
    if (this.#tailCharacters < tailCharactersMax) return;
    const end = this.#tail.join('').slice(-tailBytesMax);
    this.#tail = [end];
    this.#tailCharacters = end.length;
  }

  async #send(events: readonly LogEvent[]): Promise<void> {
    try {
      if (!this.#hasStream) await this.#createStream();
      for (let start = 0; start < events.length; start += batchMax) {
        await this.#put(events.slice(start, start + batchMax));
      }
    } catch (error) {
      this.#kernel.log.warn(`Logs of ${this.#target.group} could not be kept: ${String(error)}`);
    }
  }

  async #put(logEvents: readonly LogEvent[]): Promise<void> {
    const input = { logGroupName: this.#target.group, logStreamName: this.#target.stream, logEvents };
    try {
      await this.#call('PutLogEvents', input);
    } catch (error) {
      // Somebody deleted the group or the stream under a living environment: AWS makes them anew.
      if (!isCode(error, 'ResourceNotFoundException')) throw error;
      await this.#createStream();
      await this.#call('PutLogEvents', input);
    }
  }

  async #createStream(): Promise<void> {
    const { group, stream } = this.#target;
    await this.#unlessThere('CreateLogGroup', { logGroupName: group });
    await this.#unlessThere('CreateLogStream', { logGroupName: group, logStreamName: stream });
    this.#hasStream = true;
  }

  async #unlessThere(operation: string, input: object): Promise<void> {
    try {
      await this.#call(operation, input);
    } catch (error) {
      if (!isCode(error, 'ResourceAlreadyExistsException')) throw error;
    }
  }

  #call(operation: string, input: object): Promise<unknown> {
    const { account, region } = this.#target;
    const caller = serviceCaller('lambda.amazonaws.com', account);
    return this.#kernel.call('logs', operation, input, { account, region, caller });
  }
}

const isCode = (error: unknown, code: string): boolean => error instanceof AwsError && error.code === code;
