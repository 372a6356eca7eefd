import { randomBytes, randomUUID } from 'node:crypto';

const lowerAlphanumeric = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The only source of randomness under `src/cloud`; with a seed every id and every choice repeats. */
export class Random {
  #seed: number | undefined;
  #next: () => number;

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
    let text = '';
    while (text.length < count) text += this.#next().toString(16).padStart(8, '0');
    return text.slice(0, count);
  }

  /** A version 4 UUID. */
  uuid(): string {
    // Every request takes one: without a seed Node's own is ten times as fast.
    if (this.seed === undefined) return randomUUID();
    const h = this.hex(32);
    const variant = '89ab'[Number.parseInt(h.charAt(16), 16) & 3];
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20, 32)}`;
  }

  /** `count` characters of `alphabet` (default a–z and 0–9). */
  text(count: number, alphabet: string = lowerAlphanumeric): string {
    let text = '';
    for (let index = 0; index < count; index += 1) text += alphabet.charAt(this.int(alphabet.length));
    return text;
  }
}

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
