import { createHash } from 'node:crypto';
import type { Environment } from '../environment.ts';
import { JavaRandom } from './java-random.ts';
import { rangeElementsMax, tooMuchMemory } from './limits.ts';
import { type NativeFunction, type Natives, sequence } from './native-functions.ts';

/*
 * The functions that Step Functions adds to JSONata.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn
 */

const hashes: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** By name, with the signature that JSONata checks arguments by. */
export const awsFunctions: Readonly<Record<string, (natives: Natives, environment: Environment) => NativeFunction>> = {
  partition: ({ make }) => make('<a-n?:a>', partition),
  range: ({ make }) => make('<n-n?n?:a>', range),
  hash: ({ make }) => make('<s-s?:s>', hash),
  random: ({ make }, { random }) =>
    make('<n?:n>', (seed?: number) =>
      seed === undefined ? random.float() : new JavaRandom(Math.trunc(seed)).nextDouble(),
    ),
  uuid: ({ make }, { random }) => make('<:s>', () => random.uuid()),
  parse: ({ make }) => make('<s-:x>', parse),
};

/** The last chunk has what is left. Sizes are cut to whole numbers; without one all is one chunk, of size 0 there are none. */
function partition(array?: readonly unknown[], size?: number): unknown {
  const length = Math.trunc(size ?? array?.length ?? 0);
  if (length < 0) throw new RangeError('The chunk size of $partition must be a positive number');
  if (array === undefined || array.length === 0 || length === 0) return undefined;
  const chunks: unknown[] = [];
  for (let from = 0; from < array.length; from += length) chunks.push(array.slice(from, from + length));
  return chunks;
}

/** The end is in it where a step leads to it; one number alone is no array. */
function range(...bounds: (number | undefined)[]): unknown {
  const [start = Number.NaN, end = Number.NaN, step = Number.NaN] = bounds.map((bound) =>
    bound === undefined ? undefined : Math.trunc(bound),
  );
  const count = Math.floor((end - start) / step) + 1;
  if (!(count >= 1)) return undefined;
  if (count > rangeElementsMax) throw tooMuchMemory();
  return sequence(Array.from({ length: count }, (_, index) => start + index * step));
}

function hash(text?: string, algorithm?: string): string | undefined {
  if (text === undefined || algorithm === undefined) return undefined;
  const name = hashes[algorithm];
  if (name === undefined) throw new TypeError(`Unsupported hash algorithm: ${algorithm}`);
  return createHash(name).update(text).digest('hex');
}

function parse(text?: string): unknown {
  if (text === undefined) return undefined;
  return JSON.parse(text) as unknown;
}
