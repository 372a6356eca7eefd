/** Sizes of what was measured already: parts of a definition that several places share are walked over once. */
const known = new WeakMap<object, number>();

/** About how much text a value is, in characters: what it shares with others counts wherever it is. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 5;
  const measured = known.get(value);
  if (measured !== undefined) return measured;
  let size = 2;
  for (const [name, member] of Object.entries(value)) size += name.length + 4 + sizeOf(member);
  known.set(value, size);
  return size;
}
