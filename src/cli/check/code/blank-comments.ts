/** What a `/` begins after one of these, or at the beginning, is a regular expression and no division. */
const beforeRegExp = /(?:^|[(,=:[!&|?{};+\n]|\b(?:return|typeof|case|in|of))\s*$/;

/** JavaScript or TypeScript with its comments and regular expressions as blanks: places and lines stay the same. */
export function blankComments(text: string): string {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  const blank = (end: number): void => {
    parts.push(text.slice(from, at), text.slice(at, end).replace(/[^\n]/g, ' '));
    at = end;
    from = end;
  };
  while (at < text.length) {
    const here = text[at];
    if (here === '"' || here === "'" || here === '`') at = quoteEnd(text, at, here);
    else if (here !== '/') at += 1;
    else if (text[at + 1] === '/') blank(orEnd(text.indexOf('\n', at), text));
    else if (text[at + 1] === '*') blank(orEnd(text.indexOf('*/', at + 2), text, 2));
    else if (beforeRegExp.test(text.slice(Math.max(0, at - 20), at))) {
      const end = regExpEnd(text, at);
      if (end < 0) at += 1;
      else blank(end);
    } else at += 1;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

const orEnd = (index: number, text: string, more = 0): number => (index < 0 ? text.length : index + more);

/** Behind the quote that closes; texts end with their line, but for templates. */
function quoteEnd(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === '\n' && quote !== '`') return at;
  }
  return text.length;
}

function regExpEnd(text: string, from: number): number {
  let isInClass = false;
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at += 1) {
    const here = text[at];
    if (here === '\\') at += 1;
    else if (here === '[') isInClass = true;
    else if (here === ']') isInClass = false;
    else if (here === '/' && !isInClass) return at + 1;
  }
  return -1;
}
