import type { ExpressionProblem } from '../errors/expression-errors.ts';

/**
 * What is wrong with an expression. AWS reads an expression to its end and then reports one problem, by kind rather
 * than by place: the first problem of the first kind in its order.
 */
export class Findings<Kind extends string> {
  readonly #order: readonly Kind[];
  readonly #first = new Map<Kind, ExpressionProblem>();

  constructor(order: readonly Kind[]) {
    this.#order = order;
  }

  /** Notes a problem; only the first of each kind will ever be told. */
  add(kind: Kind, problem: ExpressionProblem): void {
    if (!this.#first.has(kind)) this.#first.set(kind, problem);
  }

  /** Throws the problem that AWS would name, if there is any. Called when the whole text was read. */
  throwFirst(): void {
    if (this.#first.size === 0) return;
    for (const kind of this.#order) {
      const problem = this.#first.get(kind);
      if (problem) throw problem;
    }
  }
}
