import { TemplateError } from '../template-error.ts';

/** Classes of Java's that JavaScript writes in other words. */
const classes: readonly (readonly [RegExp, string])[] = [
  [/\\p\{Alpha\}/g, 'a-zA-Z'],
  [/\\p\{Digit\}/g, '0-9'],
  [/\\p\{Alnum\}/g, 'a-zA-Z0-9'],
  [/\\p\{Upper\}/g, 'A-Z'],
  [/\\p\{Lower\}/g, 'a-z'],
  [/\\p\{Punct\}/g, '!-\\/:-@\\[-`{-~'],
  [/\\p\{Space\}/g, '\\s'],
];

/**
 * A regular expression of Java's in JavaScript's form: possessive and atomic groups become plain ones, which match the
 * same texts or more; flags at the front are taken over.
 * @throws TemplateError for one that cannot be read
 */
export function javaPattern(source: string, flags = ''): RegExp {
  let pattern = source;
  let all = flags;
  const inline = /^(\^?(?:\(\?:)?)\(\?([ims]+)\)/.exec(pattern);
  if (inline) {
    pattern = (inline[1] ?? '') + pattern.slice(inline[0].length);
    all += inline[2];
  }
  pattern = pattern.replace(/\[([^\]]*\\p\{\w+\}[^\]]*)\]/g, (_, inner: string) => `[${named(inner)}]`);
  pattern = pattern.replace(/\\p\{\w+\}/g, (name) => (named(name) === name ? name : `[${named(name)}]`));
  pattern = pattern.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, text: string) =>
    text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  pattern = pattern.replace(/([*+?}])\+/g, '$1').replace(/\\[Az]/g, (end) => (end === '\\A' ? '^' : '$'));
  try {
    return new RegExp(pattern, /\\p\{/.test(pattern) ? `${all}u` : all);
  } catch {
    throw new TemplateError(`${source} is not a regular expression`);
  }
}

function named(text: string): string {
  let result = text;
  for (const [name, range] of classes) result = result.replace(name, range);
  return result;
}
