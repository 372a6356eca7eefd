import { AssertionError } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { CloudClient } from '../cloud-client.ts';
import { executionGraph } from './execution-graph.ts';
import { type ExecutionHistory, readHistory } from './read-history.ts';
import { outcomeOf, type StateVisit, stateVisits } from './state-visits.ts';

/** What can be said of an execution. A failure shows both sides and the graph of the execution. */
export interface HistoryExpectation {
  readonly history: ExecutionHistory;
  /** These states were entered, in this order and no others; those of branches and items are at the place of their state. */
  toPass(...states: readonly string[]): HistoryExpectation;
  /** These states were entered in this order, and others may have been in between. */
  toPassThrough(...states: readonly string[]): HistoryExpectation;
  notToEnter(...states: readonly string[]): HistoryExpectation;
  /** Output of a state, of the last time where it was entered several times. Members that are not named do not matter. */
  toHaveOutput(state: string, output: unknown): HistoryExpectation;
  /** How often the work of a state was begun, over all times that it was entered. */
  toHaveTried(state: string, times: number): HistoryExpectation;
  /** A catcher of the state took an error of this name. */
  toHaveCaught(state: string, error: string): HistoryExpectation;
  /** All errors of attempts of a state, in order: also those that were tried again. */
  toHaveErrors(state: string, ...errors: readonly string[]): HistoryExpectation;
  /** `SUCCEEDED` with this output; members that are not named do not matter. */
  toSucceed(output?: unknown): HistoryExpectation;
  /** `FAILED` or `TIMED_OUT`, with this error. */
  toFail(error?: string): HistoryExpectation;
}

/** By a deployment of the fixture, or by anything that has its client. */
export interface HistorySource {
  readonly aws: CloudClient;
}

/**
 * Reads the history of an execution over the API, on every target, and says what should be in it:
 *
 * ```ts
 * (await expectHistory(deployment, executionArn))
 *   .toPass('Reserve', 'Capture', 'Ship')
 *   .toHaveTried('Capture', 3)
 *   .toSucceed({ status: 'shipped' });
 * ```
 *
 * Express executions have no history.
 */
export async function expectHistory({ aws }: HistorySource, executionArn: string): Promise<HistoryExpectation> {
  return new HistoryClaims(await readHistory(aws, executionArn));
}

class HistoryClaims implements HistoryExpectation {
  readonly history: ExecutionHistory;
  readonly #visits: readonly StateVisit[];
  readonly #names: readonly string[];

  constructor(history: ExecutionHistory) {
    this.history = history;
    this.#visits = flat(stateVisits(history.events));
    this.#names = this.#visits.map(({ name }) => name);
  }

  toPass(...states: readonly string[]): this {
    return this.#equal(this.#names, states, 'The states that were entered');
  }

  toPassThrough(...states: readonly string[]): this {
    if (inOrder(this.#names, states).length === states.length) return this;
    return this.#equal(this.#names, states, 'The states that were entered, in this order');
  }

  notToEnter(...states: readonly string[]): this {
    const entered = states.filter((state) => this.#names.includes(state));
    return this.#equal(entered, [], 'States that should not be entered');
  }

  toHaveOutput(state: string, output: unknown): this {
    const actual = this.#visitsOf(state).at(-1)?.output;
    return this.#equal(namedIn(actual, output), output, `The output of ${state}`);
  }

  toHaveTried(state: string, times: number): this {
    const tries = this.#visitsOf(state).reduce((sum, visit) => sum + Math.max(visit.tries, 1), 0);
    return this.#equal(tries, times, `How often ${state} was tried`);
  }

  toHaveCaught(state: string, error: string): this {
    const isOver = this.history.execution.stopDate !== undefined;
    const caught = this.#visitsOf(state).filter((visit) => outcomeOf(visit, isOver) === 'caught');
    const errors = caught.map((visit) => errorOf(visit)?.error);
    return errors.includes(error) ? this : this.#equal(errors, [error], `Errors that ${state} caught`);
  }

  toHaveErrors(state: string, ...errors: readonly string[]): this {
    const actual = this.#visitsOf(state).flatMap((visit) => visit.errors.map((each) => each.error));
    return this.#equal(actual, errors, `Errors of ${state}`);
  }

  toSucceed(...output: readonly [unknown?]): this {
    const { status, output: text = 'null' } = this.history.execution;
    this.#equal(status, 'SUCCEEDED', 'The status of the execution');
    if (output.length === 0) return this;
    return this.#equal(namedIn(JSON.parse(text), output[0]), output[0], 'The output of the execution');
  }

  toFail(error?: string): this {
    const { status, error: actual } = this.history.execution;
    if (status !== 'TIMED_OUT') this.#equal(status, 'FAILED', 'The status of the execution');
    return error === undefined ? this : this.#equal(actual, error, 'The error of the execution');
  }

  #visitsOf(state: string): readonly StateVisit[] {
    const found = this.#visits.filter(({ name }) => name === state);
    if (found.length === 0) this.#equal(this.#names, [state], `The state ${state} was never entered`);
    return found;
  }

  #equal(actual: unknown, expected: unknown, what: string): this {
    if (isDeepStrictEqual(actual, expected)) return this;
    const graph = executionGraph(this.history).join('\n');
    const message = `${what}: ${shown(expected)} was expected, and it is ${shown(actual)}.\n\n${graph}\n`;
    throw new AssertionError({ message, actual, expected, operator: 'deepStrictEqual' });
  }
}

/** A Parallel or Map state fails by what one of its states failed by. */
function errorOf(visit: StateVisit) {
  const inside = visit.lines.flatMap(({ visits }) => flat(visits)).filter(({ hasFailed }) => hasFailed);
  return visit.errors.at(-1) ?? inside.at(-1)?.errors.at(-1);
}

const flat = (visits: readonly StateVisit[]): readonly StateVisit[] =>
  visits.flatMap((visit) => [visit, ...visit.lines.flatMap((line) => flat(line.visits))]);

function inOrder(names: readonly string[], wanted: readonly string[]): readonly string[] {
  const left = [...wanted];
  return names.filter((name) => {
    if (name !== left[0]) return false;
    left.shift();
    return true;
  });
}

/** Of objects the members that `wanted` has, to any depth: the rest does not matter. */
function namedIn(actual: unknown, wanted: unknown): unknown {
  if (!isObject(actual) || !isObject(wanted)) return actual;
  const members = Object.keys(wanted).filter((name) => Object.hasOwn(actual, name));
  return Object.fromEntries(members.map((name) => [name, namedIn(actual[name], wanted[name])]));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
