import type { Json } from '../../definition/json.ts';
import { anInteger, inRange } from './arguments.ts';
import { IntrinsicFailure } from './call.ts';

export const mathAdd = ([one, other]: readonly Json[]): Json =>
  inRange(anInteger(one, Math.round) + anInteger(other, Math.round));

/** From the first number to the one before the last; a seed always gives the same. */
export function mathRandom([first, last, seed]: readonly Json[], random: { float(): number }): Json {
  const from = anInteger(first);
  const to = anInteger(last);
  if (from >= to) throw new IntrinsicFailure();
  const share = seed === undefined ? random.float() : seededShare(anInteger(seed));
  return from + Math.floor(share * (to - from));
}

/** The first number of `java.util.Random` with a seed, as its nextDouble makes it. */
function seededShare(seed: number): number {
  const mask = (1n << 48n) - 1n;
  let state = (BigInt(seed) ^ 0x5deece66dn) & mask;
  const next = (bits: bigint): bigint => {
    state = (state * 0x5deece66dn + 0xbn) & mask;
    return state >> (48n - bits);
  };
  const high = next(26n) << 27n;
  return Number(high + next(27n)) / 2 ** 53;
}
