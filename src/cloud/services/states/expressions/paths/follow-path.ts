import { DeadlineExceeded, withinDeadline } from '../../../../kernel/deadline.ts';
import type { Json, JsonRecord } from '../../definition/json.ts';
import { isRecord } from './equal.ts';
import { meets } from './filters.ts';
import { fragment, type Path, PathFailure, type Step } from './path.ts';

/** What paths begin with. */
export interface Roots {
  readonly input: Json;
  readonly context: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

/** So many values a path may look at: `$..*..*` of a large document would go on for hours. */
const visitsMax = 1_000_000;

/** The value of a definite path, or the list of all that others find; throws {@link PathFailure}. */
export function followPath(path: Path, roots: Roots): Json {
  const { name, value } = rootOf(path, roots);
  if (value === undefined) throw new PathFailure(`No results for path: ${name}`);
  const walk = () => new Walk(path, roots).from(value, name);
  return path.text.includes('=~') ? inTime(walk) : walk();
}

/** Patterns of filters are the user's: V8 stops one that would not end. */
function inTime(walk: () => Json): Json {
  try {
    return withinDeadline(walk);
  } catch (error) {
    if (error instanceof DeadlineExceeded) throw new PathFailure('the pattern takes too long', false);
    throw error;
  }
}

function rootOf({ root }: Path, { input, context, variables }: Roots): { name: string; value: Json | undefined } {
  if (root.kind === 'context') return { name: '$', value: context };
  if (root.kind !== 'variable') return { name: '$', value: input };
  return { name: `$${root.name}`, value: Object.hasOwn(variables, root.name) ? variables[root.name] : undefined };
}

/** One path followed through one document. */
export class Walk {
  readonly roots: Roots;
  readonly #path: Path;
  readonly #found: Json[] = [];
  readonly #left: { visits: number };

  /** `left` is what a walk that follows a filter's path shares with the walk around it. */
  constructor(path: Path, roots: Roots, left: { visits: number } = { visits: visitsMax }) {
    this.#path = path;
    this.roots = roots;
    this.#left = left;
  }

  from(value: Json, name: string): Json {
    this.#go(0, value, name, true);
    if (!this.#path.isDefinite) return this.#found;
    const [found] = this.#found;
    if (found === undefined)
      throw new PathFailure(`No results for path: ${name}${this.#path.steps.map(fragment).join('')}`);
    return found;
  }

  /** A filter's own path, from the item that it is asked of. */
  inner(path: Path, item: Json): Json {
    const roots = path.root.kind === 'item' ? { ...this.roots, input: item } : this.roots;
    const { value, name } = rootOf(path, roots);
    if (value === undefined) throw new PathFailure(`No results for path: ${name}`);
    return new Walk(path, this.roots, this.#left).from(value, name);
  }

  /** Goes on from a value by the step at `at`. `isSure`: all before it was definite, so what is missing fails. */
  #go(at: number, value: Json, place: string, isSure: boolean): void {
    this.#left.visits -= 1;
    if (this.#left.visits < 0) throw new PathFailure('the path looks at too many values', false);
    const step = this.#path.steps[at];
    if (!step) this.#found.push(value);
    else if (step.kind === 'child') this.#children(step.names, at, value, place, isSure);
    else if (step.kind === 'scan') this.#scan(at, value, place);
    else if (step.kind === 'wildcard') this.#all(at, value, place);
    else if (step.kind === 'filter') this.#filter(step, at, value, place, isSure);
    else this.#indexes(step, at, value, place, isSure);
  }

  #children(names: readonly string[], at: number, value: Json, place: string, isSure: boolean): void {
    const step = fragment({ kind: 'child', names });
    const isLeaf = at === this.#path.steps.length - 1;
    if (!isRecord(value)) {
      if (isSure) throw new PathFailure(`Property ${step} not found in path ${place}`);
    } else if (names.length > 1) {
      if (!isLeaf) throw new PathFailure(`Multi properties can only be used as path leafs: ${place}${step}`, false);
      this.#found.push(
        Object.fromEntries(
          names.filter((name) => Object.hasOwn(value, name)).map((name) => [name, value[name] ?? null]),
        ),
      );
    } else {
      const child = own(value, names[0] ?? '');
      if (child !== undefined) this.#go(at + 1, child, place + step, isSure);
      else if (isSure)
        throw new PathFailure(`${isLeaf ? 'No results for path:' : 'Missing property in path'} ${place}${step}`);
    }
  }

  #all(at: number, value: Json, place: string): void {
    for (const [name, child] of entries(value)) this.#go(at + 1, child, place + name, false);
  }

  #filter(step: Step & { kind: 'filter' }, at: number, value: Json, place: string, isSure: boolean): void {
    if (Array.isArray(value)) {
      for (const [name, child] of entries(value)) {
        this.#left.visits -= 1;
        if (meets(step.condition, child, this)) this.#go(at + 1, child, place + name, false);
      }
    } else if (isRecord(value)) {
      if (meets(step.condition, value, this)) this.#go(at + 1, value, place, false);
    } else if (isSure) {
      throw onlyArrays(step, value);
    }
  }

  #indexes(step: Step & { kind: 'index' | 'slice' }, at: number, value: Json, place: string, isSure: boolean): void {
    if (!Array.isArray(value)) {
      if (isSure) throw onlyArrays(step, value);
      return;
    }
    const isSingle = step.kind === 'index' && step.indexes.length === 1;
    for (const index of step.kind === 'index' ? step.indexes : sliced(step, value.length)) {
      const item = value.at(index) as Json | undefined;
      const name = `${place}[${index}]`;
      if (item !== undefined) this.#go(at + 1, item, name, isSure && isSingle);
      else if (isSure && isSingle) throw new PathFailure(`Index out of bounds when evaluating path ${name}`);
    }
  }

  /** The next step, in the value and in all below it, each value before what is in it. */
  #scan(at: number, value: Json, place: string): void {
    const waiting: [string, Json][] = [[place, value]];
    const next = this.#path.steps[at + 1];
    for (let top = waiting.pop(); top; top = waiting.pop()) {
      const [name, found] = top;
      if (isAskedOf(next, found)) this.#go(at + 1, found, name, false);
      for (const [child, below] of entries(found).reverse()) waiting.push([name + child, below]);
    }
  }
}

/** Whether a scan has the step that follows it look at a value: filters at each object once, not at its list too. */
function isAskedOf(step: Step | undefined, value: Json): boolean {
  if (step?.kind === 'filter') return isRecord(value);
  return step?.kind !== 'child' || step.names.some((name) => own(value, name) !== undefined);
}

const onlyArrays = (step: Step, value: Json): PathFailure =>
  new PathFailure(
    `Filter: ${fragment(step)} can only be applied to arrays. Current context is: ${JSON.stringify(value)}`,
    false,
  );

const own = (value: Json, name: string): Json | undefined =>
  isRecord(value) && Object.hasOwn(value, name) ? (value as JsonRecord)[name] : undefined;

function entries(value: Json): [string, Json][] {
  if (Array.isArray(value)) return (value as Json[]).map((item, index) => [`[${index}]`, item]);
  return isRecord(value) ? Object.entries(value).map(([name, item]) => [`['${name}']`, item]) : [];
}

function sliced({ from = 0, to }: Step & { kind: 'slice' }, length: number): number[] {
  const absolute = (index: number) => Math.min(length, Math.max(0, index < 0 ? length + index : index));
  const start = absolute(from);
  return Array.from({ length: Math.max(0, absolute(to ?? length) - start) }, (_, at) => start + at);
}
