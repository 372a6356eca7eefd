import { invalidPattern } from '../errors.ts';
import { type Condition, ExpressionParser } from './expression.ts';
import type { FilterPattern } from './match.ts';

const namePattern = /[A-Za-z_][\w-]*/;

/** One field of the pattern; an ellipsis stands for any number of fields that nobody asked for. */
type Field =
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'field'; readonly name: string; readonly holds: Condition };

/** `[ip, user, ..., status = 4*, bytes > 1000]` */
export function compileDelimitedPattern(pattern: string): FilterPattern {
  if (!pattern.endsWith(']')) throw invalidPattern('missing ]');
  const fields = splitFields(pattern.slice(1, -1)).map(compileField);
  if (fields.filter(({ kind }) => kind === 'ellipsis').length > 1) {
    throw invalidPattern('more than one ellipsis');
  }
  return {
    selectors: fields.flatMap((field) => (field.kind === 'field' ? [`$${field.name}`] : [])),
    match(message) {
      const values = assign(fields, splitMessage(message));
      if (!values) return undefined;
      const holds = fields.every((field) => field.kind === 'ellipsis' || field.holds((name) => values.get(name)));
      return holds ? { valueOf: (selector) => values.get(selector.replace(/^\$\.?/, '')) } : undefined;
    },
  };
}

function compileField(text: string, index: number): Field {
  if (text === '...') return { kind: 'ellipsis' };
  const parser = new ExpressionParser(text, namePattern);
  const holds = parser.parse();
  // A field without a name still takes its place; `$4` names it, counted from one.
  return { kind: 'field', name: parser.selectors[0] ?? String(index + 1), holds };
}

/** Commas separate fields, except inside quotes and regular expressions. */
const splitFields = (text: string): string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|%[^%]*%|[^,"%])+|(?<=,)(?=,)/g) ?? []).map((field) => field.trim());

/** Words; what is in quotes or square brackets is one word, without them. */
const splitMessage = (message: string): string[] =>
  [...message.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map(
    ([, quoted, bracketed, word]) => quoted ?? bracketed ?? word ?? '',
  );

/** Gives each field its word; undefined when there are too few or too many of them. */
function assign(fields: readonly Field[], words: readonly string[]): ReadonlyMap<string, string> | undefined {
  const ellipsis = fields.findIndex(({ kind }) => kind === 'ellipsis');
  const named = fields.length - (ellipsis < 0 ? 0 : 1);
  const skipped = words.length - named;
  if (skipped < 0 || (skipped > 0 && ellipsis < 0)) return undefined;
  const values = new Map<string, string>();
  fields.forEach((field, index) => {
    if (field.kind === 'ellipsis') return;
    const at = ellipsis >= 0 && index > ellipsis ? index - 1 + skipped : index;
    values.set(field.name, words[at] ?? '');
  });
  return values;
}
