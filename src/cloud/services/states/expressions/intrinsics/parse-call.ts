import { BoundedMap } from '../../../../kernel/bounded-map.ts';
import type { Json } from '../../definition/json.ts';
import { parsePath } from '../paths/parse-path.ts';
import { PathSyntaxError } from '../paths/path.ts';
import { Scanner } from '../paths/scanner.ts';
import { arities } from './arities.ts';
import type { Argument, Call } from './call.ts';

/*
 * Calls of intrinsic functions.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */

/** AWS: so many intrinsic functions may nest in a field. */
const nestedMax = 10;

const parsed = new BoundedMap<string, Call | PathSyntaxError>(5_000);

/** A call; throws {@link PathSyntaxError}. */
export function parseCall(text: string): Call {
  let call = parsed.get(text);
  if (!call) {
    call = parse(text);
    parsed.set(text, call);
  }
  if (call instanceof PathSyntaxError) throw call;
  return call;
}

/** Why a text is no call of an intrinsic function. */
export function checkCall(text: string): string | undefined {
  try {
    parseCall(text);
    return undefined;
  } catch (error) {
    if (error instanceof PathSyntaxError) return error.message;
    throw error;
  }
}

function parse(text: string): Call | PathSyntaxError {
  try {
    const scanner = new Scanner(text);
    scanner.skipSpace();
    const call = readCall(scanner, 1);
    scanner.skipSpace();
    if (!scanner.isAtEnd) scanner.fail('it should end here');
    return call;
  } catch (error) {
    if (error instanceof PathSyntaxError) return error;
    throw error;
  }
}

function readCall(scanner: Scanner, depth: number): Call {
  if (depth > nestedMax) scanner.fail(`no more than ${nestedMax} functions may be nested`);
  const start = scanner.at;
  scanner.expect('States.');
  const name = scanner.match(/[A-Za-z0-9]+/y) ?? '';
  if (!Object.hasOwn(arities, name)) scanner.fail(`there is no function States.${name}`);
  scanner.skipSpace();
  scanner.expect('(');
  const given = readArguments(scanner, depth);
  // How many there are, AWS only counts as the function is called.
  return { text: scanner.text.slice(start, scanner.at), name, arguments: given };
}

function readArguments(scanner: Scanner, depth: number): Argument[] {
  const given: Argument[] = [];
  scanner.skipSpace();
  if (scanner.take(')')) return given;
  do {
    scanner.skipSpace();
    given.push(readArgument(scanner, depth));
    scanner.skipSpace();
  } while (scanner.take(','));
  scanner.expect(')');
  return given;
}

function readArgument(scanner: Scanner, depth: number): Argument {
  if (scanner.starts('States.')) return { kind: 'call', call: readCall(scanner, depth + 1) };
  if (scanner.starts('$')) return { kind: 'path', path: parsePath(readPathText(scanner)) };
  if (scanner.starts("'")) return { kind: 'text', raw: readText(scanner) };
  const word = scanner.match(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,)])/y);
  return word === undefined ? scanner.fail('expected an argument') : { kind: 'value', value: JSON.parse(word) as Json };
}

function readText(scanner: Scanner): string {
  const text = scanner.match(/'(?:[^'\\]|\\.)*'/sy) ?? scanner.fail('the quote is not closed');
  return text.slice(1, -1);
}

/** A path ends with the comma or the parenthesis that is not in brackets, quotes or parentheses of its own. */
function readPathText(scanner: Scanner): string {
  const start = scanner.at;
  let open = 0;
  for (; !scanner.isAtEnd; scanner.at += 1) {
    const character = scanner.text[scanner.at] ?? '';
    if (open > 0 && (character === "'" || character === '"')) {
      scanner.quoted();
      scanner.at -= 1;
    } else if (character === '[' || character === '(') open += 1;
    else if ((character === ',' || character === ')') && open === 0) break;
    else if (character === ']' || character === ')') open -= 1;
  }
  return scanner.text.slice(start, scanner.at).trimEnd();
}
