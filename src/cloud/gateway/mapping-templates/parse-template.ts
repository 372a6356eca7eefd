import { withinEffort } from './effort.ts';
import type { Branch, Expression, Node } from './nodes.ts';
import { ExpressionParser } from './parse-expression.ts';
import { Scanner } from './scanner.ts';

/** A template, read once and rendered often. */
export interface Template {
  readonly nodes: readonly Node[];
  /** Whether it may call methods that match regular expressions, which must be kept from running for ever. */
  readonly matchesPatterns: boolean;
  /** What it always renders; undefined where it says anything but text. */
  readonly constant: string | undefined;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 300 KB */
const templateCharactersMax = 300 * 1024;

/**
 * Reads a template of Velocity's language, in the dialect of its version 1.7, which is API Gateway's.
 * https://velocity.apache.org/engine/1.7/vtl-reference.html
 * @throws TemplateError for what cannot be read
 */
export function parseTemplate(text: string): Template {
  const nodes = withinEffort(() => parseText(text, 0));
  const constant = nodes.every((node) => node.kind === 'text') ? nodes.map(({ text: own }) => own).join('') : undefined;
  // What is evaluated is read later, and may call anything.
  const matchesPatterns = /\b(?:matches|replaceAll|replaceFirst|split|evaluate)\b/.test(text);
  return { nodes, constant, matchesPatterns };
}

function parseText(text: string, depth: number): readonly Node[] {
  const scanner = new Scanner(text);
  if (text.length > templateCharactersMax) throw scanner.error('The template is too large');
  const parser = new TemplateParser(scanner, depth);
  const nodes = parser.block();
  if (!scanner.isDone) throw scanner.error('Encountered a directive that closes nothing');
  return nodes;
}

/** Directives with what may stand between their name and the end of line. */
const restOfLine = /[ \t]*(?:\r\n|\n|\r)/y;
const directiveName = /#(?:([A-Za-z_@]\w*)|\{([A-Za-z_]\w*)\})/y;
const known: ReadonlySet<string> = new Set([
  'set',
  'if',
  'elseif',
  'else',
  'end',
  'foreach',
  'define',
  'macro',
  'evaluate',
  'stop',
  'break',
]);
/** What ends a block, and is read by whoever began it. */
const closers: ReadonlySet<string> = new Set(['elseif', 'else', 'end']);

class TemplateParser {
  readonly #scanner: Scanner;
  readonly #expressions: ExpressionParser;
  #depth: number;
  #isStopped = false;
  #lacksTextEnd = false;

  constructor(scanner: Scanner, depth: number) {
    this.#scanner = scanner;
    this.#depth = depth;
    this.#expressions = new ExpressionParser(scanner, parseText, depth);
  }

  /** Up to the end, or to a directive that closes the block, which is not taken. */
  block(): Node[] {
    if (++this.#depth > 100) throw this.#scanner.error('The template is nested too deeply');
    const nodes: Node[] = [];
    while (!this.#scanner.isDone && !this.#isStopped) {
      const node = this.#node();
      if (node === undefined) break;
      if (node) nodes.push(node);
    }
    this.#depth--;
    return nodes;
  }

  /** Undefined where the block ends, null where nothing is left of what was read. */
  #node(): Node | null | undefined {
    const scanner = this.#scanner;
    if (this.#comment()) return null;
    const textblock = this.#textblock();
    if (textblock) return textblock;
    const escaped = this.#escaped();
    if (escaped) return escaped;
    // `#set` takes the blanks ahead of it where they begin a text.
    const before = scanner.at;
    const start = before + (scanner.match(/[ \t]*(?=#(?:set|\{set\}) *\()/y)?.[0].length ?? 0);
    if (scanner.peek() === '#') {
      const directive = this.#directive(start);
      if (directive !== null) return directive;
      scanner.at = before;
    }
    if (scanner.peek() === '$' || scanner.peek() === '\\') {
      const reference = this.#reference();
      if (reference) return reference;
    }
    // Backslashes that nothing follows are no escapes, all of them at once.
    return { kind: 'text', text: scanner.match(/[^$#\\]+|\\+(?![\\$#])|[\s\S]/y)?.[0] ?? '' };
  }

  /** `#[[` with its end; without one it is text like any other. */
  #textblock(): Node | undefined {
    const scanner = this.#scanner;
    if (this.#lacksTextEnd || !scanner.startsWith('#[[')) return undefined;
    const end = scanner.text.indexOf(']]#', scanner.at + 3);
    // Nor has any behind it.
    this.#lacksTextEnd = end < 0;
    if (end < 0) return undefined;
    const text = scanner.text.slice(scanner.at + 3, end);
    scanner.at = end + 3;
    return { kind: 'text', text };
  }

  #comment(): boolean {
    const scanner = this.#scanner;
    if (scanner.startsWith('##')) return scanner.match(/##[^\r\n]*(?:\r\n|\n|\r)?/y) !== undefined;
    if (!scanner.startsWith('#*')) return false;
    if (!scanner.match(/#\*[\s\S]*?\*#/y)) throw scanner.error('A comment has no end');
    return true;
  }

  /** `\#if` is the text `#if`, for names of directives. */
  #escaped(): Node | undefined {
    const scanner = this.#scanner;
    const before = scanner.at;
    const match = scanner.match(/((?:\\\\)*)\\(#(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\}))/y);
    if (!match) return undefined;
    const [, escapes = '', directive = '', plain, braced] = match;
    if (known.has(plain ?? braced ?? '')) return { kind: 'text', text: '\\'.repeat(escapes.length / 2) + directive };
    scanner.at = before;
    return undefined;
  }

  /** `\$foo` shows the reference as it is written, `\\$foo` a backslash and its value. */
  #reference(): Node | undefined {
    const scanner = this.#scanner;
    const start = scanner.at;
    const escapes = scanner.match(/(\\*)\$/y)?.[1]?.length;
    const reference = escapes === undefined ? undefined : this.#expressions.reference(start + escapes, escapes);
    if (!reference) scanner.at = start;
    return reference;
  }

  /** Null where a hash begins no directive: then it is text. */
  #directive(start: number): Node | null | undefined {
    const scanner = this.#scanner;
    const at = scanner.at;
    const match = scanner.match(directiveName);
    const name = match?.[1] ?? match?.[2];
    if (name === undefined) return null;
    if (closers.has(name)) {
      scanner.at = at;
      return undefined;
    }
    switch (name) {
      case 'set':
        return this.#set();
      case 'if':
        return { kind: 'if', branches: this.#branches() };
      case 'foreach':
        return this.#foreach();
      case 'stop':
        this.#isStopped = true;
        scanner.at = scanner.text.length;
        return { kind: 'stop' };
      case 'break':
        return { kind: 'break' };
      case 'define':
        return this.#define();
      case 'macro':
        return this.#macro();
      case 'evaluate':
        return { kind: 'evaluate', value: this.#condition() };
      case 'include':
      case 'parse':
        throw scanner.error(`#${name} is not supported`);
      default:
        return this.#macroCall(name, start);
    }
  }

  #open(): void {
    this.#scanner.skipSpace();
    this.#scanner.expect('(');
    this.#scanner.skipSpace();
  }

  /** With the rest of the line, where nothing else is on it. */
  #close(): void {
    this.#scanner.skipSpace();
    this.#scanner.expect(')');
    this.#scanner.match(restOfLine);
  }

  #condition(): Expression {
    this.#open();
    const condition = this.#expressions.expression();
    this.#close();
    return condition;
  }

  /** `$name` in brackets of `#set`, `#foreach`, `#define`. */
  #name() {
    const scanner = this.#scanner;
    scanner.skipSpace();
    const start = scanner.at;
    const reference = scanner.take('$') ? this.#expressions.reference(start, 0) : undefined;
    if (!reference) throw scanner.error('A reference was expected');
    return reference;
  }

  #set(): Node {
    this.#open();
    const target = this.#name();
    this.#scanner.skipSpace();
    this.#scanner.expect('=');
    const value = this.#expressions.expression();
    this.#close();
    return { kind: 'set', target, value };
  }

  #foreach(): Node {
    this.#open();
    const { name } = this.#name();
    this.#scanner.skipSpace();
    this.#scanner.expect('in');
    const items = this.#expressions.expression();
    this.#close();
    return { kind: 'foreach', name, items, body: this.#body() };
  }

  #define(): Node {
    this.#open();
    const { name } = this.#name();
    this.#close();
    return { kind: 'define', name, body: this.#body() };
  }

  #macro(): Node {
    const scanner = this.#scanner;
    this.#open();
    const name = scanner.match(/[A-Za-z_]\w*/y)?.[0];
    if (name === undefined) throw scanner.error('A macro needs a name');
    const parameters: string[] = [];
    for (;;) {
      scanner.match(/[\s,]*/y);
      if (scanner.peek() === ')') break;
      parameters.push(this.#name().name);
    }
    this.#close();
    return { kind: 'macro', name, parameters, body: this.#body() };
  }

  /** Null for a word that is called nothing. */
  #macroCall(word: string, start: number): Node | null {
    const scanner = this.#scanner;
    if (!scanner.match(/\s*\(/y)) return null;
    const args: Expression[] = [];
    for (;;) {
      scanner.match(/[\s,]*/y);
      if (scanner.take(')')) break;
      args.push(this.#expressions.expression());
    }
    scanner.match(restOfLine);
    const source = scanner.text.slice(start, scanner.at);
    const hasBody = word.startsWith('@');
    const name = hasBody ? word.slice(1) : word;
    return { kind: 'macroCall', name, args, body: hasBody ? this.#body() : undefined, source };
  }

  /** A block with its `#end`. */
  #body(): Node[] {
    const nodes = this.block();
    this.#end();
    return nodes;
  }

  #end(): void {
    if (this.#isStopped) return;
    if (!this.#closer('end')) throw this.#scanner.error('Encountered "<EOF>" where "#end" was expected');
  }

  #closer(name: 'end' | 'else'): boolean {
    const scanner = this.#scanner;
    const pattern = name === 'end' ? /#(?:end(?!\w)|\{end\}|end)/y : /#(?:else(?!if)|\{else\})/y;
    if (!scanner.match(pattern)) return false;
    scanner.match(restOfLine);
    return true;
  }

  #branches(): Branch[] {
    const scanner = this.#scanner;
    const branches: Branch[] = [{ condition: this.#condition(), body: this.block() }];
    for (;;) {
      if (this.#isStopped) return branches;
      if (scanner.match(/#(?:elseif|\{elseif\})/y)) {
        branches.push({ condition: this.#condition(), body: this.block() });
      } else if (this.#closer('else')) {
        branches.push({ condition: undefined, body: this.block() });
      } else {
        this.#end();
        return branches;
      }
    }
  }
}
