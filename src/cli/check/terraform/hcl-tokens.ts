/** A word, a text or a sign of HCL. What a text holds of templates stays as it is written. */
export interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly value: string;
  readonly line: number;
}

/** Where a text of HCL ends too early. */
export class Unclosed extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const word = /[A-Za-z_][\w-]*/y;
const heredoc = /<<-?([A-Za-z_][\w-]*)[^\n]*\n/y;

/** The tokens of a file, without what nobody asks for: numbers and operators. Throws {@link Unclosed}. */
export function hclTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const skipTo = (end: number): void => {
    for (let index = text.indexOf('\n', at); index >= 0 && index < end; index = text.indexOf('\n', index + 1))
      line += 1;
    at = end;
  };
  while (at < text.length) {
    const here = text[at] ?? '';
    const matched = (pattern: RegExp): RegExpExecArray | null => {
      pattern.lastIndex = at;
      return pattern.exec(text);
    };
    if (here === '#' || text.startsWith('//', at)) skipTo(orEnd(text.indexOf('\n', at), text));
    else if (text.startsWith('/*', at)) skipTo(closed(text.indexOf('*/', at + 2), 'comment', line) + 2);
    else if (here === '"') {
      const end = closed(textEnd(text, at + 1), 'text', line);
      tokens.push({ kind: 'text', value: text.slice(at + 1, end), line });
      skipTo(end + 1);
    } else if (here === '<' && matched(heredoc)) {
      const mark = matched(heredoc);
      skipTo(closed(heredocEnd(text, at + (mark?.[0].length ?? 0), mark?.[1] ?? ''), 'text', line));
    } else if (matched(word)) {
      const value = matched(word)?.[0] ?? '';
      tokens.push({ kind: 'word', value, line });
      at += value.length;
    } else {
      if ('{}[]()='.includes(here)) tokens.push({ kind: 'sign', value: here, line });
      skipTo(at + 1);
    }
  }
  return tokens;
}

const orEnd = (index: number, text: string): number => (index < 0 ? text.length : index);

function closed(end: number, what: string, line: number): number {
  if (end < 0) throw new Unclosed(`The ${what} that begins here is not closed.`, line);
  return end;
}

/** The quote that closes a text, which may hold templates with texts of their own; -1 where there is none. */
function textEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const here = text[at];
    if (here === '\\') at += 1;
    else if ((here === '$' || here === '%') && text[at + 1] === '{' && text[at - 1] !== here) {
      depth += 1;
      at += 1;
    } else if (depth > 0 && here === '{') depth += 1;
    else if (depth > 0 && here === '}') depth -= 1;
    else if (here === '"') {
      if (depth === 0) return at;
      at = textEnd(text, at + 1);
      if (at < 0) return -1;
    } else if (here === '\n' && depth === 0) return -1;
  }
  return -1;
}

function heredocEnd(text: string, from: number, mark: string): number {
  for (let at = from; at >= 0 && at < text.length; ) {
    const end = orEnd(text.indexOf('\n', at), text);
    if (text.slice(at, end).trim() === mark) return end;
    at = end + 1;
  }
  return -1;
}
