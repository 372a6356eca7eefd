/**
 * The words of a shell's command line, if they are plain ones: quotes and backslashes are read as POSIX shells read
 * them. Undefined where the line asks more of a shell than to run one program.
 */
export function shellWords(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let rest = line.trim();
  while (rest !== '') {
    const part = nextPart(rest);
    if (part === undefined) return undefined;
    rest = rest.slice(part.length);
    if (part.text === undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + part.text;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** `text` is undefined for blanks between words. */
interface Part {
  readonly length: number;
  readonly text: string | undefined;
}

const blanks = /^[ \t]+/;
const single = /^'([^']*)'/;
const double = /^"((?:[^"\\$`]|\\[\s\S])*)"/;
const escaped = /^\\([^\n])/;
/** No expansions, no patterns, no operators, no comments. */
const plain = /^[^\s'"\\$`&|;<>()*?[\]#~{}!]+/;

function nextPart(rest: string): Part | undefined {
  const blank = blanks.exec(rest);
  if (blank) return { length: blank[0].length, text: undefined };
  for (const form of [single, double, escaped, plain]) {
    const match = form.exec(rest);
    if (!match) continue;
    const inner = match[1] ?? match[0];
    return { length: match[0].length, text: form === double ? inner.replace(/\\([\\"$`])/g, '$1') : inner };
  }
  return undefined;
}

/** The lines of `one && two`, each for itself; undefined where an operator may be within quotes. */
export function shellSteps(line: string): (string[] | undefined)[] {
  const whole = shellWords(line);
  return whole ? [whole] : line.split('&&').map(shellWords);
}
