import { isPath } from './path-syntax.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
const names = new Set(
  [
    ['Array', 'ArrayPartition', 'ArrayContains', 'ArrayRange', 'ArrayGetItem', 'ArrayLength', 'ArrayUnique'],
    ['Base64Encode', 'Base64Decode', 'Hash', 'JsonMerge', 'StringToJson', 'JsonToString'],
    ['MathRandom', 'MathAdd', 'StringSplit', 'UUID', 'Format'],
  ].flatMap((group) => group.map((name) => `States.${name}`)),
);

/** AWS: at most ten functions within each other. */
const depthMax = 10;
const literal = /^(?:'[^'\\]*(?:\\.[^'\\]*)*'|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*(?=[,)])/u;
const call = /^(States\.\w+)\s*\(\s*/u;

/** Whether a text is a call of an intrinsic function, by its form. */
export const isIntrinsic = (text: string): boolean => endOfCall(text.trim(), 1) === text.trim().length;

/** Where a call at the begin of the text ends; -1 where there is none. */
function endOfCall(text: string, depth: number): number {
  const found = call.exec(text);
  if (!found || depth > depthMax || !names.has(found[1] ?? '')) return -1;
  let at = found[0].length;
  if (text[at] === ')') return at + 1;
  for (;;) {
    const taken = endOfArgument(text.slice(at), depth);
    if (taken < 0) return -1;
    at += taken;
    at += spaces(text, at);
    if (text[at] === ')') return at + 1;
    if (text[at] !== ',') return -1;
    at += 1;
    at += spaces(text, at);
  }
}

const spaces = (text: string, at: number): number => /^\s*/u.exec(text.slice(at))?.[0].length ?? 0;

function endOfArgument(text: string, depth: number): number {
  const plain = literal.exec(text);
  if (plain) return plain[0].length;
  if (text.startsWith('States.')) return endOfCall(text, depth + 1);
  if (!text.startsWith('$')) return -1;
  const end = endOfPath(text);
  return isPath(text.slice(0, end).trim()) ? end : -1;
}

/** A path ends before the comma or bracket that closes its argument. */
function endOfPath(text: string): number {
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (depth === 0 && (character === ',' || character === ')')) return at;
    else if (character === '[' || character === '(') depth += 1;
    else if (character === ']' || character === ')') depth -= 1;
  }
  return text.length;
}
