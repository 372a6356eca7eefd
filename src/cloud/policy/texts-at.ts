import { PolicySyntaxError } from './policy-syntax-error.ts';

/** One text, or a list of one at least, as a list; the language takes either for every list. */
export function textsAt(value: unknown, path: string): readonly string[] {
  if (!Array.isArray(value)) return [textAt(value, path)];
  if (value.length === 0) throw new PolicySyntaxError('empty', path, 'is an empty list');
  return value.map((each, index) => textAt(each, `${path}[${index}]`));
}

/** The value, as the text that it has to be. */
export function textAt(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw new PolicySyntaxError('type', path, 'is no text');
}
