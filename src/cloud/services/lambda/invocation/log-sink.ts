import type { Kernel } from '../../../kernel/kernel.ts';
import { LogBuffer, type LogTarget } from '../../../telemetry/log-buffer.ts';

/** AWS: `LogResult` of Invoke is the last 4 KB. */
const tailBytesMax = 4096;
const tailCharactersMax = 16 * tailBytesMax;
/** The log stream of one execution environment: keeps what is written and hands it to CloudWatch Logs in batches. */
export class LogSink {
  readonly #clock: Kernel['clock'];
  readonly #buffer: LogBuffer;
  #tail: string[] = [];
  #tailCharacters = 0;
  #isDiscarded = false;

  constructor(kernel: Kernel, target: LogTarget) {
    this.#clock = kernel.clock;
    this.#buffer = new LogBuffer(kernel, target, { principal: 'lambda.amazonaws.com', makesGroup: true });
  }

  write(message: string | undefined): void {
    if (message === undefined || this.#isDiscarded) return;
    const line = message.endsWith('\n') ? message : `${message}\n`;
    this.#buffer.write(this.#clock.now(), line);
    this.#addToTail(line);
  }

  /** The world it wrote to is gone: what is left, and what still comes, is dropped. */
  discard(): void {
    this.#isDiscarded = true;
    this.#buffer.clear();
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
    return this.#buffer.flush();
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
}
