/**
 * About how much text a value is, in characters: what it shares with others counts wherever it is. `measured` has the
 * sizes of what was walked over already, and gets the new ones.
 */
export function sizeOf(value: unknown, measured = new WeakMap<object, number>()): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  const known = measured.get(value);
  if (known !== undefined) return known;
  let size = 2;
  for (const [name, member] of Object.entries(value)) size += name.length + 4 + sizeOf(member, measured);
  measured.set(value, size);
  return size;
}
