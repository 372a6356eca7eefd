const hashes = new Map<string, bigint>();
const hashesMax = 4096;

const multiplier = 1000003n;
const bits = 64;

/** The hash that Python 2 gave a text on a machine of 64 bits, without its sign. */
export function legacyHash(text: string): bigint {
  const known = hashes.get(text);
  if (known !== undefined) return known;
  const hash = computed(text);
  if (hashes.size >= hashesMax) hashes.clear();
  hashes.set(text, hash);
  return hash;
}

function computed(text: string): bigint {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const [first] = points;
  if (first === undefined) return 0n;
  let hash = BigInt(first) << 7n;
  for (const point of points) hash = BigInt.asUintN(bits, (multiplier * hash) ^ BigInt(point));
  return hash ^ BigInt(points.length);
}
