import { randomBytes } from 'node:crypto';

const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The only source of randomness under `src/cloud`; with a seed every id and every choice repeats. */
export class Random {
  #seed: number | undefined;
  #next: () => number;
  readonly #uuid = Buffer.from('00000000-0000-4000-8000-000000000000', 'latin1');

  constructor(seed?: number) {
    this.#seed = seed;
    this.#next = seed === undefined ? systemWord() : seededWord(seed);
  }

  get seed(): number | undefined {
    return this.#seed;
  }

  /** Begins again from a seed, as if newly made: the explorer does before every run. */
  restart(seed: number): void {
    this.#seed = seed;
    this.#next = seededWord(seed);
  }

  /** An integer from 0 up to, not including, `limit` (at most 2³²). */
  int(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** A float in [0, 1). */
  float(): number {
    return this.#next() / 2 ** 32;
  }

  bytes(count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    for (let index = 0; index < count; index += 1) bytes[index] = this.#next() & 0xff;
    return bytes;
  }

  /** `count` hex digits. */
  hex(count: number): string {
    const digits = Buffer.allocUnsafe(Math.ceil(count / 8) * 8);
    for (let at = 0; at < count; at += 8) writeDigits(digits, at, this.#next(), 8);
    return digits.toString('latin1', 0, count);
  }

  /** A version 4 UUID. */
  uuid(): string {
    const text = this.#uuid;
    const [one, two, three, four] = [this.#next(), this.#next(), this.#next(), this.#next()];
    writeDigits(text, 0, one, 8);
    writeDigits(text, 9, two >>> 16, 4);
    writeDigits(text, 14, two, 4);
    writeDigits(text, 19, three >>> 16, 4);
    writeDigits(text, 24, three, 4);
    writeDigits(text, 28, four, 8);
    text[14] = digitOf(4);
    text[19] = digitOf(8 | ((three >>> 28) & 3));
    return text.toString('latin1');
  }

  /** `count` characters of `alphabet` (default a–z and 0–9). */
  text(count: number, alphabet: string = lowerAlphanumeric): string {
    return Array.from({ length: count }, () => alphabet.charAt(this.int(alphabet.length))).join('');
  }
}

/*
 * Ids are written digit by digit: strings that are put together are trees of their parts until somebody reads them, twenty
 * times as large, and ids are kept in thousands and rarely read. So are those of Node's own `randomUUID`.
 */

/** The lowest `count` hex digits of a word. */
function writeDigits(text: Buffer, at: number, word: number, count: number): void {
  for (let digit = 0; digit < count; digit += 1) text[at + digit] = digitOf((word >>> (4 * (count - 1 - digit))) & 15);
}

/** Code of a hex digit. */
const digitOf = (value: number): number => value + (value < 10 ? 48 : 87);

const poolBytes = 4096;

/** System entropy, drawn in blocks: a call to the kernel for each id would cost more than the request. */
function systemWord(): () => number {
  let pool = Buffer.alloc(0);
  let offset = 0;
  return () => {
    if (offset + 4 > pool.length) {
      pool = randomBytes(poolBytes);
      offset = 0;
    }
    const word = pool.readUInt32LE(offset);
    offset += 4;
    return word;
  };
}

/** sfc32 (Chris Doty-Humphrey, PractRand): small, fast and good enough for ids and schedules. */
function seededWord(seed: number): () => number {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}
