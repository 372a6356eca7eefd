import { compileRegex } from './comparison.ts';

type Holds = (message: string) => boolean;

/** `ERROR "disk full"` wants all, `?ERROR ?WARN` any, `-DEBUG` none; `%regex%` is one too. Case matters. */
const termPattern = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|(\S+))/g;

/** A pattern of words, without fields. Throws `InvalidParameterException` for an odd regular expression. */
export function compileTermPattern(pattern: string): Holds {
  const wanted: Holds[] = [];
  const optional: Holds[] = [];
  const unwanted: Holds[] = [];
  for (const [, sign, quoted, regex, word] of pattern.matchAll(termPattern)) {
    const list = sign === '?' ? optional : sign === '-' ? unwanted : wanted;
    list.push(regex === undefined ? contains(quoted?.replace(/\\(.)/g, '$1') ?? word ?? '') : matches(regex));
  }
  // Beside terms that must be there, optional ones change nothing.
  const isAny = wanted.length === 0 && optional.length > 0;
  return (message) =>
    wanted.every((holds) => holds(message)) &&
    (!isAny || optional.some((holds) => holds(message))) &&
    !unwanted.some((holds) => holds(message));
}

const contains =
  (term: string): Holds =>
  (message) =>
    message.includes(term);

function matches(source: string): Holds {
  const regex = compileRegex(source);
  return (message) => regex.test(message);
}
