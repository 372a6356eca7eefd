import { StringDecoder } from 'node:string_decoder';
import { AwsError } from '../kernel/errors.ts';
import { serviceCaller } from '../kernel/identity.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';

/** Of one PutLogEvents; https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const eventsMax = 10_000;
const bytesMax = 1_048_576;
const bytesBesideMessage = 26;
const spanMsMax = 24 * 3_600_000;

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** A stream of CloudWatch Logs. */
export interface LogTarget extends Scope {
  readonly group: string;
  readonly stream: string;
}

export interface LogWriter {
  /** As whom events are put. */
  readonly principal: string;
  /** Whether a group that is not there is made, as Lambda does. */
  readonly makesGroup: boolean;
}

/**
 * Lines on their way into one log stream: what comes while a batch is under way goes with the next. Nobody waits for it
 * but the end of the cloud. What CloudWatch Logs does not take is told in the log.
 */
export class LogBuffer {
  readonly #kernel: Pick<Kernel, 'log' | 'call'>;
  readonly #target: LogTarget;
  readonly #writer: LogWriter;
  #events: LogEvent[] = [];
  #hasStream = false;
  #isDraining = false;
  /** Goes up with every {@link clear}: what was under way then must not touch the world that came after. */
  #epoch = 0;
  #drained: Promise<void> = Promise.resolve();

  constructor(kernel: Pick<Kernel, 'log' | 'call'>, target: LogTarget, writer: LogWriter) {
    this.#kernel = kernel;
    this.#target = target;
    this.#writer = writer;
  }

  /** Answers at once. An empty line is no event: CloudWatch Logs would refuse the batch. */
  write(timestamp: number, message: string): void {
    if (message === '') return;
    this.#events.push({ timestamp: Math.floor(timestamp), message: cut(message) });
    // Who writes much must not hold all of it until its end.
    if (this.#events.length >= eventsMax) void this.flush();
  }

  /** Puts all that is there; also what comes before that is done. Does not throw. */
  flush(): Promise<void> {
    if (!this.#isDraining && this.#events.length > 0) {
      this.#isDraining = true;
      this.#drained = this.#drain();
    }
    return this.#drained;
  }

  /** Forgets what was not put yet, and that the stream is there: both belong to a world that is gone. */
  clear(): void {
    this.#epoch += 1;
    this.#events = [];
    this.#hasStream = false;
  }

  async #drain(): Promise<void> {
    while (this.#events.length > 0) {
      const waiting = this.#events;
      const epoch = this.#epoch;
      this.#events = [];
      for (const batch of batchesOf(waiting)) if (epoch === this.#epoch) await this.#send(batch, epoch);
    }
    this.#isDraining = false;
  }

  async #send(batch: readonly LogEvent[], epoch: number): Promise<void> {
    try {
      if (!this.#hasStream) await this.#createStream();
      if (epoch === this.#epoch) await this.#put(batch, epoch);
    } catch (error) {
      if (epoch !== this.#epoch) return;
      this.#hasStream = false;
      this.#kernel.log.warn(`${batch.length} lines of ${this.#target.group} could not be kept: ${String(error)}`);
    }
  }

  async #put(logEvents: readonly LogEvent[], epoch: number): Promise<void> {
    const input = { logGroupName: this.#target.group, logStreamName: this.#target.stream, logEvents };
    try {
      await this.#call('PutLogEvents', input);
    } catch (error) {
      // Somebody deleted the group or the stream under us: AWS makes them anew.
      if (epoch !== this.#epoch || !isCode(error, 'ResourceNotFoundException')) throw error;
      await this.#createStream();
      await this.#call('PutLogEvents', input);
    }
  }

  async #createStream(): Promise<void> {
    const { group, stream } = this.#target;
    if (this.#writer.makesGroup) await this.#unlessThere('CreateLogGroup', { logGroupName: group });
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
    const caller = serviceCaller(this.#writer.principal, account);
    return this.#kernel.call('logs', operation, input, { account, region, caller });
  }
}

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

/** A line that no event may hold is cut; refused by CloudWatch Logs, it would take its batch with it. */
function cut(message: string): string {
  const most = bytesMax - bytesBesideMessage;
  // A UTF-16 unit is three bytes at most.
  if (message.length * 3 <= most || Buffer.byteLength(message) <= most) return message;
  return new StringDecoder('utf8').write(Buffer.from(message).subarray(0, most));
}

/** In chronological order, as PutLogEvents asks for, and each within its limits. */
function batchesOf(events: readonly LogEvent[]): LogEvent[][] {
  const batches: LogEvent[][] = [];
  let batch: LogEvent[] = [];
  let bytes = 0;
  for (const event of events.toSorted((a, b) => a.timestamp - b.timestamp)) {
    const size = Buffer.byteLength(event.message) + bytesBesideMessage;
    const [first] = batch;
    const isFull = batch.length === eventsMax || bytes + size > bytesMax;
    if (!first || isFull || event.timestamp - first.timestamp > spanMsMax) {
      batch = [];
      batches.push(batch);
      bytes = 0;
    }
    batch.push(event);
    bytes += size;
  }
  return batches;
}

const isCode = (error: unknown, code: string): boolean => error instanceof AwsError && error.code === code;
