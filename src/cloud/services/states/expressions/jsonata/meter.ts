import { nextTurn } from '../../../../kernel/event-loop.ts';
import { depthMax, pickedMax, stepsMax, tooDeep, tooLong, tooMuchMemory, valueBytesMax } from './limits.ts';
import { Sizes } from './sizes.ts';
import type { Expression, Node, Steps } from './syntax.ts';

/** A node that is being evaluated. */
interface Open {
  readonly node: Node;
  /** Elements that it was given by what it is made of. */
  picked: number;
  /** How many keys a group has made. */
  keys: number;
  /** Parts that wait until those before them are done. */
  waiting?: Waiting[];
}

interface Waiting {
  readonly node: Node;
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

/** After how many steps others get their turn. */
const stepsBetweenTurns = 20_000;
/** Characters that functions may make in one evaluation, whatever is left of them. */
const madeTextMax = 64 * 1024 * 1024;
/** Nodes that make new values; those of others were made before. */
const makers: ReadonlySet<string> = new Set(['unary', 'binary', 'function', 'apply', 'transform', 'path', 'partial']);

/**
 * Follows one evaluation from node to node and ends it where it takes more than AWS allows. What JSONata evaluates side by
 * side (the items of an array, the members of an object) is done one after the other, so that what is open is a stack.
 */
export class Meter implements Steps {
  readonly sizes = new Sizes();
  readonly #expression: Expression;
  readonly #open: Open[] = [];
  #steps = 0;
  #turn = 0;
  #madeText = 0;

  constructor(expression: Expression) {
    this.#expression = expression;
  }

  /** JSONata waits for the answer. */
  enter(node: Node): Promise<void> | undefined {
    const parent = this.#expression.parallelParents.get(node);
    const top = this.#open.at(-1);
    if (parent && top && top.node !== parent) {
      const owner = this.#open.findLast((open) => open.node === parent);
      if (owner) return this.#waitFor(owner, node);
    }
    this.#push(node);
    if (this.#turn < stepsBetweenTurns) return undefined;
    this.#turn = 0;
    return nextTurn();
  }

  exit(node: Node, input: unknown, result: unknown): void {
    this.#open.pop();
    const top = this.#open.at(-1);
    this.#countResult(node, input, result, top);
    const next = top?.waiting?.shift();
    if (!next) return;
    try {
      this.#push(next.node);
      next.go();
    } catch (error) {
      next.fail(error);
    }
  }

  /** Counts work that is no step of the language: what functions do with what they are given. */
  spend(steps: number): void {
    this.#steps += steps;
    this.#turn += steps;
    if (this.#steps > stepsMax) throw tooLong();
  }

  /** Refuses values that take too much, and counts the work of making them. */
  weigh(value: unknown): void {
    const size = this.sizes.of(value);
    if (size > valueBytesMax) throw tooMuchMemory();
    this.spend(size >> 8);
  }

  /** Counts what a function made at once: calls at the end of a lambda are seen by nobody else. */
  made(result: unknown): void {
    if (typeof result === 'string') {
      this.#madeText += result.length;
      if (this.#madeText > madeTextMax) throw tooMuchMemory();
      this.spend(result.length >> 8);
    } else if (Array.isArray(result)) {
      this.spend(result.length >> 5);
    }
  }

  #waitFor(owner: Open, node: Node): Promise<void> {
    return new Promise((go, fail) => {
      owner.waiting ??= [];
      owner.waiting.push({ node, go, fail });
    });
  }

  #push(node: Node): void {
    this.#open.push({ node, picked: 0, keys: 0 });
    if (this.#open.length > depthMax) throw tooDeep(this.#open.length);
    this.spend(1);
  }

  #countResult(node: Node, input: unknown, result: unknown, top: Open | undefined): void {
    const length = Array.isArray(result) ? result.length : 1;
    if (length > 512) this.spend(length >> 9);
    if (makers.has(node.type)) this.weigh(result);
    // Names look into arrays of arrays in one step; `in` and `=` look at all of the right side.
    if (Array.isArray(input) && node.type !== 'variable') this.spend(input.length >> 9);
    if (!top) return;
    if (top.node.type === 'binary' && length > 64) this.spend(length >> 6);
    if (top.node.type === 'path' || top.node.type === 'unary') {
      top.picked += length;
      if (top.picked > pickedMax) throw tooMuchMemory();
    }
    // Items of one key are copied for each that joins them.
    if (this.#expression.groupKeys.has(node)) this.spend(top.keys++ >> 9);
  }
}
