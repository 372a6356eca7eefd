interface Marked {
  readonly lineText: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1; no caret without it. */
  readonly column?: number | undefined;
  /** How many characters are wrong. */
  readonly length?: number | undefined;
}

/** Bundles have lines of a megabyte. */
const lineCharactersMax = 120;
const charactersBefore = 60;

/** A line of source with its number, and a caret below the column: what compilers print. */
export function sourceExcerpt({ lineText, line, column, length = 1 }: Marked): string {
  const isCut = lineText.length > lineCharactersMax;
  const start = isCut ? Math.max(0, (column ?? 1) - 1 - charactersBefore) : 0;
  const text = lineText.slice(start, start + lineCharactersMax).trimEnd();
  const number = String(line);
  const first = `    ${number} │ ${text}`;
  if (column === undefined) return first;
  const before = lineText.slice(start, column - 1);
  // Tabs stay, so that the caret lies below its character whatever a tab is worth.
  const indent = before.replace(/[^\t]/g, ' ') + ' '.repeat(Math.max(0, column - 1 - start - before.length));
  const marks = Math.max(1, Math.min(length, text.length - (column - 1 - start)));
  return `${first}\n    ${' '.repeat(number.length)} │ ${indent}${'^'.repeat(marks)}`;
}

/** The excerpt of a source's text; undefined where it has no such line. */
export function excerptOf(source: string | undefined, line: number, column?: number, length?: number) {
  const lineText = source?.split(/\r?\n/)[line - 1];
  return lineText === undefined || lineText.trim() === ''
    ? undefined
    : sourceExcerpt({ lineText, line, column, length });
}
