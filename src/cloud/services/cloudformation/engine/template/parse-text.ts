import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import { DeadlineExceeded, withinDeadline } from '../../../../kernel/deadline.ts';
import { nestsDeeper } from '../../../../kernel/json.ts';
import { templateFormatError, validationError } from '../../errors.ts';
import { isWrittenAsFloat, keepFloat } from './float-members.ts';
import { nestingMax, yamlDeadlineMs } from './limits.ts';
import type { Json } from './template.ts';

/** Short forms whose long form has no `Fn::`. */
const unprefixed: ReadonlySet<string> = new Set(['Ref', 'Condition']);

/** CloudFormation refuses aliases and merges (`*part`, `<<: *part`); the AWS CLI and SAM resolve them before it reads. */
type Aliases = 'refused' | 'resolved';

/**
 * A template's text, JSON or YAML with short-form functions (`!Sub`), as plain values.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseTemplateText(text: string, aliases: Aliases = 'refused'): unknown {
  if (text.trimStart().startsWith('{')) {
    const parsed = parseJson(text);
    if (parsed.ok) {
      if (nestsDeeper(parsed.value, nestingMax)) throw tooDeep();
      return parsed.value;
    }
    // YAML's flow style begins with a brace as well.
    const yaml = parseYaml(text, aliases);
    if (yaml.ok) return yaml.value;
    throw templateFormatError('JSON not well-formed.');
  }
  const parsed = parseYaml(text, aliases);
  if (parsed.ok) return parsed.value;
  throw templateFormatError(`YAML not well-formed. (line ${parsed.line}, column ${parsed.column})`);
}

type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: number; readonly column: number };

function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text, readMember) };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, line: 1, column: 1 };
    // With a reviver JSON.parse calls itself for each level.
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

const tooDeep = () => templateFormatError('Template is nested too deeply.');

function assertKey(key: string): void {
  if (key === '__proto__') throw templateFormatError('Key __proto__ is not allowed.');
}

function readMember(this: object, key: string, value: unknown, context?: { readonly source?: string }): unknown {
  assertKey(key);
  if (isWrittenAsFloat(value, context?.source)) keepFloat(this, key);
  return value;
}

function parseYaml(text: string, aliases: Aliases): Parsed {
  const lines = new LineCounter();
  // AWS reads YAML 1.1, where `yes` is a boolean, and of a key that is there twice it takes the last, as of JSON's;
  // unknown tags only warn, and are read from the nodes below.
  const document = documentOf(text, lines);
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    return { ok: false, line, column: col };
  }
  return {
    ok: true,
    value: plain(document.contents, { depth: 0, document: aliases === 'resolved' ? document : undefined }),
  };
}

/** The parser takes quadratic time for some texts, such as a megabyte of brackets. */
function documentOf(text: string, lineCounter: LineCounter) {
  try {
    return withinDeadline(
      () => parseDocument(text, { version: '1.1', lineCounter, logLevel: 'silent', merge: false, uniqueKeys: false }),
      yamlDeadlineMs,
    );
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    throw templateFormatError(`Template was not read within ${yamlDeadlineMs} ms.`);
  }
}

interface At {
  readonly depth: number;
  /** By which aliases are resolved; without it they are refused. */
  readonly document: Document.Parsed | undefined;
  /** What aliases on the way here stand for. */
  readonly resolving?: readonly Node[];
}

const below = (at: At): At => ({ ...at, depth: at.depth + 1 });

function plain(node: Node | null, at: At): unknown {
  if (at.depth > nestingMax) throw tooDeep();
  if (node === null) return null;
  if (isAlias(node)) {
    if (at.document) return resolved(node, at.document, at);
    throw validationError('Template error: YAML aliases are not allowed in CloudFormation templates');
  }
  const short = shortForm(node.tag);
  if (short === undefined) return untagged(node, at);
  const name = unprefixed.has(short) ? short : `Fn::${short}`;
  return { [name]: argumentOf(short, node, at) };
}

function resolved(alias: Alias, document: Document.Parsed, at: At): unknown {
  const target = alias.resolve(document) ?? null;
  const { resolving = [] } = at;
  if (target === null) return null;
  if (resolving.includes(target)) throw templateFormatError(`The alias *${alias.source} stands within its own anchor.`);
  return plain(target, { ...below(at), resolving: [...resolving, target] });
}

/** `!Sub` → `Sub`; the tags of YAML itself (`tag:yaml.org,2002:str`, `!!str`) are none of ours. */
function shortForm(tag: string | undefined): string | undefined {
  return tag !== undefined && /^![A-Za-z]/.test(tag) ? tag.slice(1) : undefined;
}

function argumentOf(short: string, node: Node, at: At): unknown {
  const value = isScalar(node) ? scalarText(node) : untagged(node, at);
  if (short !== 'GetAtt' || typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return dot < 0 ? value : [value.slice(0, dot), value.slice(dot + 1)];
}

function untagged(node: Node, at: At): unknown {
  if (isScalar(node)) return scalarValue(node.value, scalarText(node));
  if (isSeq(node)) {
    const items: unknown[] = [];
    for (const [index, item] of node.items.entries()) place(items, String(index), item as Node | null, at);
    return items;
  }
  if (!isMap(node)) return null;
  const result: Record<string, unknown> = {};
  const merged: Record<string, unknown> = {};
  for (const pair of node.items) {
    const key = isScalar(pair.key) ? scalarText(pair.key) : String(pair.key);
    assertKey(key);
    if (key === '<<' && at.document) {
      const value = plain(pair.value as Node | null, below(at));
      Object.assign(merged, ...[value].flat().toReversed());
    } else place(result, key, pair.value as Node | null, at);
  }
  // What is known of a map's numbers is known of this very map.
  for (const key of Object.keys(merged)) if (!Object.hasOwn(result, key)) result[key] = merged[key];
  return result satisfies Json;
}

function place(container: Record<string, unknown> | unknown[], key: string, node: Node | null, at: At): void {
  const value = plain(node, below(at));
  (container as Record<string, unknown>)[key] = value;
  if (isScalar(node) && isWrittenAsFloat(value, node.source)) keepFloat(container, key);
}

/** As written for plain scalars, so that `2012-10-17` and `1.10` keep their form; decoded when quoted. */
function scalarText(node: { readonly value: unknown; readonly source?: string }): string {
  if (typeof node.value === 'string') return node.value;
  return node.source ?? (node.value === null ? '' : String(node.value));
}

function scalarValue(value: unknown, text: string): unknown {
  // The parsers that AWS's readers come from take `yes` and `on` for booleans, but not YAML 1.1's letters: DynamoDB's
  // number type is `N`.
  if (typeof value === 'boolean' && text.length === 1) return text;
  // Dates are text to CloudFormation; integers beyond a double's precision would be changed by a round trip.
  if (value instanceof Date || typeof value === 'bigint') return text;
  if (typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(text)) return text;
  // A point alone is a folder (`CodeUri: .`), though the letter of YAML 1.1 has it for a number.
  if (Number.isNaN(value) && !/nan/i.test(text)) return text;
  return value instanceof Uint8Array ? text : value;
}
