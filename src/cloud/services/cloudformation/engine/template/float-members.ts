const floats = new WeakMap<object, Set<string>>();

/**
 * Remembers of a member, or an item, that its number was written as `2.0` or `2e0`: parsed, it is 2, but what is
 * hashed and printed of it by transforms differs.
 */
export function keepFloat(container: object, key: string): void {
  const keys = floats.get(container) ?? new Set<string>();
  keys.add(key);
  floats.set(container, keys);
}

export const isFloatMember = (container: object, key: string): boolean => floats.get(container)?.has(key) ?? false;

/** What is known of a map holds for a copy of it. */
export function carryFloats(from: object, to: object): void {
  const keys = floats.get(from);
  if (keys) floats.set(to, keys);
}

/** Whole, but not written as integers are. */
export const isWrittenAsFloat = (value: unknown, source: string | undefined): boolean =>
  Number.isInteger(value) && /^[-+]?[\d_]*(\.|\d[eE])[\d_]*([eE][-+]?\d+)?$/.test(source ?? '');
