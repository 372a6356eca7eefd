import type { DocumentPath } from '../expressions/paths.ts';
import type { Reader } from './tokens.ts';

/** Words that PartiQL itself reads, which a bare name may not be. */
const keywords: ReadonlySet<string> = new Set(
  'SELECT FROM WHERE ORDER BY ASC DESC INSERT INTO VALUE UPDATE SET REMOVE DELETE RETURNING AND OR NOT IN BETWEEN IS MISSING NULL TRUE FALSE EXISTS LIKE'.split(
    ' ',
  ),
);

/** A name, bare or in double quotes. Throws ValidationException for a word that must be quoted. */
export function readName(reader: Reader<unknown>): string {
  const token = reader.peek();
  if (token.kind === 'quoted') return reader.next().text;
  if (token.kind !== 'word' || keywords.has(token.word)) throw reader.unexpected('Expected an identifier');
  return reader.next().text;
}

/** Whether a path begins here. */
export const isPath = (reader: Reader<unknown>): boolean => {
  const { kind, word } = reader.peek();
  return kind === 'quoted' || (kind === 'word' && !keywords.has(word));
};

/** `a."b"[3].c`; names below the first one may also stand in brackets: `a['b']`. */
export function readPath(reader: Reader<unknown>): DocumentPath {
  const path: (string | number)[] = [readName(reader)];
  for (;;) {
    if (reader.accept('.')) path.push(readName(reader));
    else if (reader.is('[') && (reader.peek(1).kind === 'number' || reader.peek(1).kind === 'text')) {
      reader.next();
      const { kind, text } = reader.next();
      path.push(kind === 'text' ? text : Number(text));
      reader.expect(']');
    } else return path;
  }
}
