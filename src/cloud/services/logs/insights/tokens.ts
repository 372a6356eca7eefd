import { malformedQuery } from '../errors.ts';

export interface Token {
  readonly kind: 'number' | 'text' | 'regex' | 'word' | 'sign';
  readonly text: string;
  /** Of a regular expression. */
  readonly flags?: string;
  /** Where it stands in the query. */
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s|#[^\n]*)+/y],
  ['text', /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y],
  ['number', /\d+(?:\.\d+)?(?![\w.])/y],
  ['word', /`([^`]+)`|@?[A-Za-z_0-9][\w]*(?:[.@][\w]+|\.`[^`]+`|\[\d+\])*/y],
  ['sign', /!=|<=|>=|=~|[-+*/%^=<>(),|[\]]/y],
];
const regexPattern = /\/((?:[^/\\\n]|\\.)+)\/([a-z]*)/y;

/** Behind these a slash begins a regular expression; elsewhere it divides. */
const beforeRegex: ReadonlySet<string> = new Set(['like', '=~']);

/** The words of a query. Throws MalformedQueryException. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const token = tokenAt(query, at, tokens);
    if (!token) throw malformedQuery(`unexpected symbol found ${query.charAt(at)}`, at);
    if (token.kind !== 'space') tokens.push({ ...token, kind: token.kind });
    at = token.end;
  }
  return tokens;
}

function tokenAt(query: string, at: number, before: readonly Token[]) {
  const previous = before.at(-1)?.text.toLowerCase() ?? '';
  const isParse = before.at(-2)?.text.toLowerCase() === 'parse' || previous === 'parse';
  if (query.charAt(at) === '/' && (beforeRegex.has(previous) || isParse)) {
    regexPattern.lastIndex = at;
    const match = regexPattern.exec(query);
    if (match) {
      const [whole, text = '', flags = ''] = match;
      return { kind: 'regex' as const, text, flags, start: at, end: at + whole.length };
    }
  }
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (!match) continue;
    const [whole, first, second] = match;
    const inner = first ?? second;
    const text = kind === 'text' ? (inner ?? '').replace(/\\(["'\\])/g, '$1') : (inner ?? whole);
    return { kind, text, start: at, end: at + whole.length };
  }
  return undefined;
}
