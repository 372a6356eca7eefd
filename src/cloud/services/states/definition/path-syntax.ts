/*
 * Whether a text has the form of a path or of an intrinsic function, in one pass from left to right: what cannot be a path is
 * refused before a machine is made. Evaluation is elsewhere.
 * https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html
 */

const start = /^\$(?:\$|[\p{ID_Start}_][\p{ID_Continue}]*)?/u;
const nameStep = /^\.(?:[^\s.[\]()'"*@?,:{}]+)/u;
/** Paths of any kind take more signs in names. */
const looseNameStep = /^\.(?!\*)[^\s.[\]()'"]+/u;
const quotedStep = /^\[\s*(?:'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")\s*\]/u;
const indexStep = /^\[\s*-?\d+\s*\]/u;
/** Steps of any path, also of those that select several values. */
const manySteps = [
  /^\.[a-z]+\(\)/u,
  /^\.\.(?:\*|[^\s.[\]()'"*@?,:{}]+|(?=\[))/u,
  /^\.\*/u,
  /^\[\s*\*\s*\]/u,
  /^\[\s*-?\d*\s*:\s*-?\d*\s*(?::\s*-?\d*\s*)?\]/u,
  /^\[\s*-?\d+(?:\s*,\s*-?\d+)+\s*\]/u,
  /^\[\s*(?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))+\s*\]/u,
  quotedStep,
  indexStep,
  looseNameStep,
] as const;

/** `$.a.b[0]`: selects one value at most. `$$…` and `$name…` count as well. */
export function isReferencePath(text: string): boolean {
  return restOf(text, [nameStep, quotedStep, indexStep]) === '';
}

/** A JSONPath, whatever it selects. */
export function isPath(text: string): boolean {
  let rest = restOf(text, manySteps);
  while (rest?.startsWith('[?')) {
    const end = endOfFilter(rest);
    if (end < 0) return false;
    rest = stepsOff(rest.slice(end), manySteps);
  }
  return rest === '';
}

function restOf(text: string, steps: readonly RegExp[]): string | undefined {
  const found = start.exec(text);
  return found ? stepsOff(text.slice(found[0].length), steps) : undefined;
}

function stepsOff(text: string, steps: readonly RegExp[]): string {
  let rest = text;
  for (;;) {
    const taken = longestOf(rest, steps);
    if (taken === 0) return rest;
    rest = rest.slice(taken);
  }
}

const longestOf = (text: string, steps: readonly RegExp[]): number => {
  for (const step of steps) {
    const found = step.exec(text);
    if (found && found[0].length > 0) return found[0].length;
  }
  return 0;
};

/** Behind the bracket that closes a filter, `[?(@.a == 'x')]`; -1 where none does. */
function endOfFilter(text: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '[' || character === '(') depth += 1;
    else if (character === ']' || character === ')') depth -= 1;
    if (depth === 0 && !quote) return at + 1;
  }
  return -1;
}
