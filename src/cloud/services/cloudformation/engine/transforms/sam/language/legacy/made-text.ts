/*
 * What AWS's transform hashes of an API's definition is how Python 2 printed it: texts that were read from the template
 * as u'x', those that the transform itself put there as 'x'. Within definitions the latter begin with a mark.
 */

/** A character that no text of a template has: Unicode keeps it for such uses. */
const mark = '\ufdd0';

/** A text that the transform itself puts into a definition. */
export const made = (text: string): string => mark + text;

export const isMade = (text: string): boolean => text.startsWith(mark);

/** The text without the mark; anything else as it is. */
export const textOf = <T>(value: T): T =>
  typeof value === 'string' && isMade(value) ? (value.slice(mark.length) as T) : value;

/** All texts of a value that the transform made; maps among it are changed in place. */
export function madeThrough<T>(value: T): T {
  if (typeof value === 'string') return (isMade(value) ? value : made(value)) as T;
  if (Array.isArray(value)) return value.map(madeThrough) as T;
  if (typeof value !== 'object' || value === null) return value;
  for (const [key, member] of Object.entries(value)) (value as Record<string, unknown>)[key] = madeThrough(member);
  return value;
}
