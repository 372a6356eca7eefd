import type { Readable } from 'node:stream';

const linesMax = 200;

/** The last lines of a container's output, for whoever looks for the reason of a failure. */
export class RecentLines {
  #lines: string[] = [];
  #rest = '';

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#rest === '';
  }

  read(stream: Readable): void {
    stream.on('data', (chunk: Buffer | string) => {
      const lines = (this.#rest + chunk.toString()).split('\n');
      this.#rest = lines.pop() ?? '';
      this.#lines = [...this.#lines, ...lines].slice(-linesMax);
    });
  }

  text(): string {
    return [...this.#lines, this.#rest].join('\n').trimEnd();
  }
}
