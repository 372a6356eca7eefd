import { LineCounter, parseDocument } from 'yaml';
import type { Unreadable } from '../finding.ts';
import { jsonLines } from './json-lines.ts';
import type { Lines } from './lines.ts';
import { yamlLines } from './yaml-lines.ts';

/** A document that was read: what it says, and on which lines. */
export interface Document {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  readonly lines: Lines;
}

export type Read = Document | { readonly unreadable: Unreadable };

/** How values are made of a text; without it as YAML has them, tags read over. */
type Parse = (text: string) => unknown;

/** Reads JSON or YAML; what is wrong with a text is told with its line. */
export function readDocument(file: string, text: string, parse?: Parse): Read {
  if (text.trimStart().startsWith('{')) {
    try {
      const value: unknown = JSON.parse(text);
      return { file, text, value: parse ? parse(text) : value, lines: jsonLines(text) };
    } catch (error) {
      // YAML's flow style begins with a brace as well.
      if (!(error instanceof SyntaxError)) return { unreadable: unreadableBy(file, text, error) };
      const flow = readYaml(file, text, parse);
      return 'unreadable' in flow ? { unreadable: brokenJson(file, text, error) } : flow;
    }
  }
  return readYaml(file, text, parse);
}

function readYaml(file: string, text: string, parse: Parse | undefined): Read {
  const counter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1',
    lineCounter: counter,
    logLevel: 'silent',
    merge: true,
    // Whoever brings a parser decides about keys that are there twice: CloudFormation takes the last.
    uniqueKeys: parse === undefined,
  });
  const [error] = document.errors;
  if (error) {
    const { line } = counter.linePos(error.pos[0]);
    const [message = ''] = error.message.split('\n');
    return {
      unreadable: {
        ...sentence(file, text, line),
        message: `This is no YAML: ${message.replace(/ at line \d+, column \d+:?$/, '')}`,
      },
    };
  }
  try {
    const value: unknown = parse ? parse(text) : document.toJS();
    return { file, text, value, lines: yamlLines(document.contents, counter) };
  } catch (problem) {
    return { unreadable: unreadableBy(file, text, problem) };
  }
}

/** V8 says `… in JSON at position 12 (line 2 column 3)`, and nothing of the place where the text ends too early. */
function brokenJson(file: string, text: string, error: SyntaxError): Unreadable {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  const line = position === undefined ? lineOf(text) : lineOf(text.slice(0, Number(position)));
  const [said = ''] = error.message.split(/ in JSON at position|, "| at position/);
  return { ...sentence(file, text, line), message: `This is no JSON: ${said}` };
}

function unreadableBy(file: string, text: string, error: unknown): Unreadable {
  const message = error instanceof Error ? error.message : String(error);
  const alias = text.split('\n').findIndex((written) => /[:-]\s+\*\w/.test(written));
  const line = /alias/.test(message) && alias >= 0 ? alias + 1 : Number(/line (\d+)/.exec(message)?.[1] ?? 1);
  return { ...sentence(file, text, line), message };
}

/** The line that is meant; of a text that ends too early, its last. */
function sentence(file: string, text: string, line: number) {
  const lines = text.split('\n').slice(0, line);
  while (lines.length > 1 && lines.at(-1)?.trim() === '') lines.pop();
  return { file, line: lines.length, text: (lines.at(-1) ?? '').trim().slice(0, 200) };
}

/** Of the end of a text. */
const lineOf = (text: string): number => text.split('\n').length;
