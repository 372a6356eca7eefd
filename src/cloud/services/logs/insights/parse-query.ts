import { malformedQuery } from '../errors.ts';
import type { Command, ExpressionNode, Named } from './expression-node.ts';
import { type Token, tokenize } from './tokens.ts';

/** Nesting beyond this is refused: queries come from outside. */
const depthMax = 50;
const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  second: 1000,
  seconds: 1000,
  m: 60_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hr: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
  days: 86_400_000,
  w: 604_800_000,
  week: 604_800_000,
};

/** Weakest first. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['=', '!=', '<', '<=', '>', '>=', '=~', 'like'],
  ['+', '-'],
  ['*', '/', '%'],
  ['^'],
];
const comparing = 2;

/**
 * A query of CloudWatch Logs Insights as its commands. Throws MalformedQueryException.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export const parseQuery = (query: string): Command[] => new QueryParser(query).parse();

class QueryParser {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokenize(query);
  }

  parse(): Command[] {
    const commands: Command[] = [];
    this.#accept('|');
    while (this.#at < this.#tokens.length) {
      commands.push(this.#command());
      if (this.#at < this.#tokens.length && !this.#accept('|')) throw this.#unexpected();
    }
    return commands;
  }

  #command(): Command {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    switch (token?.kind === 'word' ? token.text.toLowerCase() : '') {
      case 'fields':
        return { kind: 'fields', columns: this.#columns() };
      case 'display':
        return { kind: 'display', columns: this.#columns() };
      case 'filter':
        return { kind: 'filter', condition: this.#expression() };
      case 'stats': {
        const columns = this.#columns();
        return { kind: 'stats', columns, by: this.#accept('by') ? this.#columns() : [] };
      }
      case 'sort':
        return { kind: 'sort', by: this.#list(() => this.#sortKey()) };
      case 'limit':
      case 'head':
        return { kind: 'limit', count: this.#count() };
      case 'dedup':
        return { kind: 'dedup', columns: this.#columns() };
      case 'parse':
        return this.#parseCommand();
      default:
        this.#at -= 1;
        throw this.#unexpected();
    }
  }

  #columns(): Named[] {
    return this.#list(() => {
      const start = this.#tokens[this.#at]?.start ?? 0;
      const node = this.#expression();
      const end = this.#tokens[this.#at - 1]?.end ?? start;
      const name = node.kind === 'field' ? node.name : this.#query.slice(start, end);
      return { node, name: this.#accept('as') ? this.#word() : name };
    });
  }

  #sortKey() {
    const node = this.#expression();
    const isDescending = this.#accept('desc') || this.#accept('dsc');
    if (!isDescending) this.#accept('asc');
    return { node, isDescending };
  }

  #count(): number {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'number') throw this.#unexpected();
    this.#at += 1;
    return Number(token.text);
  }

  #parseCommand(): Command {
    const token = this.#tokens[this.#at];
    // `parse "glob"` is about the message.
    const isShort = token?.kind === 'text' || token?.kind === 'regex';
    const source: ExpressionNode = isShort ? { kind: 'field', name: '@message' } : this.#primary();
    const pattern = this.#tokens[this.#at];
    this.#at += 1;
    if (pattern?.kind === 'regex') {
      const regex = this.#regex(pattern);
      const names = [...pattern.text.matchAll(/\(\?<(\w+)>/g)].map(([, name = '']) => name);
      return { kind: 'parse', source, regex, names };
    }
    if (pattern?.kind !== 'text') throw this.#unexpected();
    if (!this.#accept('as')) throw this.#unexpected();
    const names = this.#list(() => this.#word());
    const parts = pattern.text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const last = parts.at(-1) === '' ? '$' : '';
    const regex = new RegExp(parts.join('([\\s\\S]*?)') + last);
    if (names.length !== parts.length - 1) {
      throw malformedQuery('the number of fields does not match the number of wildcards', pattern.start);
    }
    return { kind: 'parse', source, regex, names };
  }

  #list<T>(one: () => T): T[] {
    const items = [one()];
    while (this.#accept(',')) items.push(one());
    return items;
  }

  #expression(): ExpressionNode {
    this.#depth += 1;
    if (this.#depth > depthMax) throw this.#unexpected();
    const node = this.#binary(0);
    this.#depth -= 1;
    return node;
  }

  #binary(level: number): ExpressionNode {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const rest = level === comparing ? this.#membership(left) : undefined;
      const operator = rest ? undefined : operators.find((each) => this.#accept(each));
      if (rest) left = rest;
      else if (operator === undefined) return left;
      else left = { kind: 'binary', operator, left, right: this.#binary(level + 1) };
    }
  }

  /** `in [..]`, `not in [..]`, `not like ..` */
  #membership(operand: ExpressionNode): ExpressionNode | undefined {
    const at = this.#at;
    const isNot = this.#accept('not');
    let node: ExpressionNode | undefined;
    if (this.#accept('in')) {
      if (!this.#accept('[')) throw this.#unexpected();
      node = { kind: 'in', operand, items: this.#list(() => this.#expression()) };
      if (!this.#accept(']')) throw this.#unexpected();
    } else if (isNot && this.#accept('like')) {
      node = { kind: 'binary', operator: 'like', left: operand, right: this.#binary(comparing + 1) };
    } else {
      this.#at = at;
      return undefined;
    }
    return isNot ? { kind: 'not', operand: node } : node;
  }

  #unary(): ExpressionNode {
    if (this.#accept('not')) return { kind: 'not', operand: this.#binary(comparing) };
    if (this.#accept('-')) {
      return { kind: 'binary', operator: '-', left: { kind: 'value', value: 0 }, right: this.#primary() };
    }
    return this.#primary();
  }

  #primary(): ExpressionNode {
    const token = this.#tokens[this.#at];
    if (!token) throw this.#unexpected();
    this.#at += 1;
    if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'value', value: token.text };
    if (token.kind === 'regex') return { kind: 'regex', regex: this.#regex(token) };
    if (token.text === '*') return { kind: 'star' };
    if (token.text === '(') {
      const node = this.#expression();
      if (!this.#accept(')')) throw this.#unexpected();
      return node;
    }
    if (token.kind !== 'word') {
      this.#at -= 1;
      throw this.#unexpected();
    }
    if (this.#accept('(')) return this.#call(token.text);
    const [, amount, unit = ''] = /^(\d+)([a-z]+)$/.exec(token.text) ?? [];
    const ms = Object.hasOwn(unitMs, unit) ? unitMs[unit] : undefined;
    if (amount !== undefined && ms !== undefined) return { kind: 'duration', ms: Number(amount) * ms };
    if (/^(?:true|false)$/i.test(token.text)) return { kind: 'value', value: /^true$/i.test(token.text) };
    return { kind: 'field', name: token.text };
  }

  #call(name: string): ExpressionNode {
    if (this.#accept(')')) return { kind: 'call', name: name.toLowerCase(), args: [] };
    const args = this.#list(() => this.#expression());
    if (!this.#accept(')')) throw this.#unexpected();
    return { kind: 'call', name: name.toLowerCase(), args };
  }

  #regex({ text, flags = '', start }: Token): RegExp {
    try {
      return new RegExp(text, flags);
    } catch {
      // `(?i)` in front is how RE2 and Java ignore case.
      const [, inner] = /^\(\?i\)(.*)$/s.exec(text) ?? [];
      if (inner === undefined) throw malformedQuery(`invalid regular expression /${text}/`, start);
      return this.#regex({ kind: 'regex', text: inner, flags: 'i', start, end: start });
    }
  }

  #word(): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'word') throw this.#unexpected();
    this.#at += 1;
    return token.text;
  }

  #accept(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'text' || token.kind === 'regex') return false;
    if (token.text.toLowerCase() !== text) return false;
    this.#at += 1;
    return true;
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#at];
    return malformedQuery(`unexpected symbol found ${token?.text ?? '<EOF>'}`, token?.start ?? this.#query.length);
  }
}
