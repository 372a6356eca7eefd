import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { validationError } from '../errors.ts';

/** The state of an alarm by name or ARN; undefined for one that is not there. */
type StateOf = (alarm: string) => StateValue | undefined;

/** A rule, ready to be asked. */
export interface AlarmRule {
  /** Names and ARNs of the alarms that it looks at. */
  readonly alarms: readonly string[];
  holds(stateOf: StateOf): boolean;
}

type Condition = (stateOf: StateOf) => boolean;

const tokenPattern = /\s*(?:([()])|"((?:[^"\\]|\\.)*)"|([^\s()"]+))/y;
const depthMax = 100;

interface Token {
  readonly text: string;
  readonly isName: boolean;
}

/**
 * `ALARM("a") AND (OK(b) OR NOT INSUFFICIENT_DATA(c))`, `TRUE`, `FALSE`. Throws ValidationError.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseAlarmRule(text: string): AlarmRule {
  const parser = new RuleParser(text);
  const holds = parser.parse();
  return { alarms: [...parser.alarms], holds };
}

class RuleParser {
  readonly alarms = new Set<string>();
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text.trimEnd());
  }

  parse(): Condition {
    const condition = this.#or();
    if (this.#at < this.#tokens.length) throw invalidRule();
    return condition;
  }

  #or(): Condition {
    const parts = [this.#and()];
    while (this.#accept('OR')) parts.push(this.#and());
    return (stateOf) => parts.some((part) => part(stateOf));
  }

  #and(): Condition {
    const parts = [this.#not()];
    while (this.#accept('AND')) parts.push(this.#not());
    return (stateOf) => parts.every((part) => part(stateOf));
  }

  #not(): Condition {
    this.#depth += 1;
    if (this.#depth > depthMax) throw invalidRule();
    const condition = this.#accept('NOT') ? this.#negated() : this.#primary();
    this.#depth -= 1;
    return condition;
  }

  #negated(): Condition {
    const inner = this.#not();
    return (stateOf) => !inner(stateOf);
  }

  #primary(): Condition {
    if (this.#accept('(')) {
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    if (this.#accept('TRUE')) return () => true;
    if (this.#accept('FALSE')) return () => false;
    const state = (['ALARM', 'OK', 'INSUFFICIENT_DATA'] as const).find((each) => this.#accept(each));
    if (state === undefined) throw invalidRule();
    this.#expect('(');
    const name = this.#tokens[this.#at]?.text;
    if (name === undefined || name === ')' || name === '(') throw invalidRule();
    this.#at += 1;
    this.#expect(')');
    this.alarms.add(name);
    return (stateOf) => stateOf(name) === state;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw invalidRule();
  }

  #accept(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.isName || token.text.toUpperCase() !== text) return false;
    this.#at += 1;
    return true;
  }
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at = tokenPattern.lastIndex) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (!match) throw invalidRule();
    const [, paren, quoted, word] = match;
    if (quoted === undefined) tokens.push({ text: paren ?? word ?? '', isName: false });
    else tokens.push({ text: quoted.replace(/\\(.)/g, '$1'), isName: true });
  }
  return tokens;
}

const invalidRule = () => validationError('AlarmRule is not valid: the expression cannot be parsed.');
