import { patternDeadlineMs, withinDeadline } from '../../kernel/deadline.ts';
import { arithmetic, compared } from './arithmetic.ts';
import { spend, spendText, withinEffort } from './effort.ts';
import { callMethod, propertyOf } from './methods/methods.ts';
import type { Expression, Node, Reference, Step } from './nodes.ts';
import { parseTemplate, type Template } from './parse-template.ts';
import { TemplateError } from './template-error.ts';
import { Double, isEqual, isHost, isNumber, isTrue, numeric, printed, type Value } from './values.ts';

/** AWS's limit of `#foreach`; what is behind it is left out. */
const iterationsMax = 1_000;
const charactersMax = 10 * 1024 * 1024;
const depthMax = 20;

/**
 * Renders a template. `variables` are its own from then on: what it sets is there afterwards (`context` with its
 * overrides).
 * @throws TemplateError for what cannot be rendered, or does not end
 */
export function renderTemplate(template: Template, variables: Map<string, Value>): string {
  const render = () => {
    const rendering = new Rendering(variables);
    rendering.nodes(template.nodes);
    return rendering.output;
  };
  // Patterns run within a deadline, which costs as much as a small template.
  return withinEffort(() => (template.matchesPatterns ? withinDeadline(render, patternDeadlineMs) : render()));
}

/** What `#stop` and `#break` throw through the blocks around them. */
class Signal {
  readonly kind: 'stop' | 'break';

  constructor(kind: 'stop' | 'break') {
    this.kind = kind;
  }
}

interface Macro {
  readonly parameters: readonly string[];
  readonly body: readonly Node[];
}

class Rendering {
  output = '';
  readonly #variables: Map<string, Value>;
  readonly #macros = new Map<string, Macro>();
  readonly #blocks = new Map<string, readonly Node[]>();
  #depth = 0;

  constructor(variables: Map<string, Value>) {
    this.#variables = variables;
  }

  /** The template's own nodes; `#stop` ends here. */
  nodes(nodes: readonly Node[]): void {
    try {
      this.#all(nodes);
    } catch (error) {
      if (!(error instanceof Signal)) throw error;
    }
  }

  #all(nodes: readonly Node[]): void {
    for (const node of nodes) this.#node(node);
  }

  #node(node: Node): void {
    spend(1);
    switch (node.kind) {
      case 'text':
        this.#write(node.text);
        return;
      case 'reference':
        this.#writeReference(node);
        return;
      case 'set':
        this.#set(node.target, this.#value(node.value));
        return;
      case 'if': {
        const taken = node.branches.find(({ condition }) => !condition || isTrue(this.#value(condition)));
        if (taken) this.#all(taken.body);
        return;
      }
      case 'foreach':
        this.#foreach(node.name, this.#value(node.items), node.body);
        return;
      case 'define':
        this.#blocks.set(node.name, node.body);
        return;
      case 'macro':
        this.#macros.set(node.name, node);
        return;
      case 'macroCall':
        this.#callMacro(node);
        return;
      case 'evaluate':
        this.#evaluate(printed(this.#value(node.value)));
        return;
      case 'stop':
      case 'break':
        throw new Signal(node.kind);
    }
  }

  /** Reading takes more than making the text did. */
  #evaluate(text: string): void {
    spend(text.length);
    this.#deeper(() => this.#all(parseTemplate(text).nodes));
  }

  #write(text: string): void {
    spendText(text);
    this.output += text;
    if (this.output.length > charactersMax) throw new TemplateError('The template renders too much');
  }

  /** Macros and blocks may call themselves. */
  #deeper(render: () => void): void {
    if (++this.#depth > depthMax) throw new TemplateError('The template calls itself too often');
    try {
      render();
    } finally {
      this.#depth--;
    }
  }

  #writeReference(reference: Reference): void {
    const { name, steps, escapes, source } = reference;
    const block = this.#blocks.get(name);
    if (block && steps.length === 0) {
      this.#deeper(() => this.#all(block));
      return;
    }
    const value = this.#reference(reference);
    const slashes = '\\'.repeat(Math.floor(escapes / 2));
    // An odd backslash shows the reference instead of its value.
    this.#write(slashes + (escapes % 2 === 1 ? source : printed(value)));
  }

  #foreach(name: string, items: Value, body: readonly Node[]): void {
    const list = iterated(items).slice(0, iterationsMax);
    const around = ['foreach', 'velocityCount', name].map((key) => [key, this.#variables.get(key)] as const);
    try {
      for (const [index, item] of list.entries()) {
        spend(1);
        this.#variables.set('foreach', loopOf(index, list.length, around[0]?.[1] ?? null));
        this.#variables.set('velocityCount', index + 1);
        this.#variables.set(name, item);
        this.#all(body);
      }
    } catch (error) {
      if (!(error instanceof Signal) || error.kind !== 'break') throw error;
    } finally {
      this.#restore(around);
    }
  }

  #callMacro(call: Extract<Node, { kind: 'macroCall' }>): void {
    const macro = this.#macros.get(call.name);
    if (!macro) {
      this.#write(call.source);
      return;
    }
    const args = call.args.map((arg) => this.#value(arg));
    const before = new Map(macro.parameters.map((name) => [name, this.#variables.get(name)]));
    for (const [index, name] of macro.parameters.entries()) this.#variables.set(name, args[index] ?? '');
    if (call.body) this.#blocks.set('bodyContent', call.body);
    try {
      this.#deeper(() => this.#all(macro.body));
    } finally {
      this.#restore(before);
    }
  }

  /** Names as they were before: a loop or macro has its own for as long as it runs. */
  #restore(before: Iterable<readonly [string, Value | undefined]>): void {
    for (const [name, value] of before) {
      if (value === undefined) this.#variables.delete(name);
      else this.#variables.set(name, value);
    }
  }

  #set(target: Reference, value: Value): void {
    const last = target.steps.at(-1);
    if (!last) {
      this.#variables.set(target.name, value);
      return;
    }
    const owner = this.#reference({ ...target, steps: target.steps.slice(0, -1) });
    const key = last.kind === 'index' ? this.#value(last.index) : last.name;
    if (last.kind === 'method') throw new TemplateError(`${target.source} cannot be set`);
    if (owner instanceof Map) owner.set(key, value);
    else if (Array.isArray(owner) && typeof key === 'number' && key >= 0 && key < owner.length) owner[key] = value;
  }

  /** What is not there is an empty text, which is true: so it was recorded on AWS. */
  #reference({ name, steps }: Reference): Value {
    const block = this.#blocks.get(name);
    let value: Value = block ? this.#rendered(block) : (this.#variables.get(name) ?? '');
    for (const step of steps) value = this.#step(value, step) ?? '';
    return value;
  }

  #step(value: Value, step: Step): Value {
    spend(1);
    switch (step.kind) {
      case 'property':
        return propertyOf(value, step.name);
      case 'method':
        return callMethod(
          value,
          step.name,
          step.args.map((arg) => this.#value(arg)),
        );
      case 'index':
        return at(value, this.#value(step.index));
    }
  }

  #rendered(nodes: readonly Node[]): string {
    const before = this.output;
    this.output = '';
    try {
      this.#deeper(() => this.#all(nodes));
      return this.output;
    } finally {
      this.output = before;
    }
  }

  #value(expression: Expression): Value {
    spend(1);
    switch (expression.kind) {
      case 'reference':
        return this.#reference(expression);
      case 'literal':
        return expression.value;
      case 'double':
        return new Double(expression.value);
      case 'interpolation':
        return this.#rendered(expression.nodes);
      case 'list':
        return expression.items.map((item) => this.#value(item));
      case 'range':
        return range(this.#value(expression.from), this.#value(expression.to));
      case 'map':
        return new Map(expression.entries.map(([key, value]) => [this.#value(key), this.#value(value)]));
      case 'not':
        return !isTrue(this.#value(expression.operand));
      case 'negate':
        return arithmetic('-', 0, this.#value(expression.operand));
      case 'binary':
        return this.#binary(expression);
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
    const first = this.#value(left);
    switch (operator) {
      case '&&':
        return isTrue(first) && isTrue(this.#value(right));
      case '||':
        return isTrue(first) || isTrue(this.#value(right));
      case '==':
        return isEqual(first, this.#value(right));
      case '!=':
        return !isEqual(first, this.#value(right));
      case '<':
      case '<=':
      case '>':
      case '>=':
        return compared(operator, first, this.#value(right));
      default:
        return arithmetic(operator, first, this.#value(right));
    }
  }
}

/** Lists by their items, maps by their values; nothing else can be walked through. */
function iterated(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (!(value instanceof Map)) return [];
  spend(value.size);
  return [...value.values()];
}

/** What `$foreach` is: `$foreach.hasNext`, and `$foreach.hasNext()` likewise. */
function loopOf(index: number, length: number, parent: Value): Value {
  const members = new Map<string, Value>([
    ['index', index],
    ['count', index + 1],
    ['hasNext', index < length - 1],
    ['first', index === 0],
    ['last', index === length - 1],
    ['parent', parent],
  ]);
  const member = (name: string): Value => members.get(name) ?? null;
  // Getters have the names of Java's: getIndex(), isLast(), getHasNext().
  const call = (name: string): Value =>
    member(name === 'hasNext' ? name : name.replace(/^(?:get|is)(.)/, (_, first: string) => first.toLowerCase()));
  return { host: { get: member, call, toString: () => '' } };
}

function at(value: Value, index: Value): Value {
  if (value instanceof Map) return value.get(index) ?? null;
  if (!Array.isArray(value) || typeof index !== 'number')
    return isHost(value) ? propertyOf(value, printed(index)) : null;
  return value[index < 0 ? value.length + index : index] ?? null;
}

/** Both ends belong to it; it may go down. */
function range(from: Value, to: Value): Value {
  if (!isNumber(from) || !isNumber(to)) return null;
  const start = numeric(from);
  const end = numeric(to);
  const length = Math.abs(end - start) + 1;
  spend(length);
  const step = start <= end ? 1 : -1;
  return Array.from({ length }, (_, index) => start + index * step);
}
