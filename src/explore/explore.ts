import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, type TestContext, test } from 'vitest';
import { SquallError } from '../cloud/kernel/errors.ts';
import { makeOwnDirectory } from '../harness/own-directory.ts';
import { AcceptedFindings } from './accepted-findings.ts';
import type { Budget } from './budget.ts';
import { callerFile } from './caller.ts';
import { type CellResult, Exploration } from './exploration.ts';
import { shortOf } from './judge/verdict.ts';
import { collecting } from './registry.ts';
import { explain } from './report/explain.ts';
import { makeReport } from './report/make-report.ts';
import { matrixOf } from './report/matrix.ts';
import { hasColour } from './report/paint.ts';
import { slugOf } from './report/slug.ts';
import { renderMatrix } from './report/terminal.ts';
import type { Scenario } from './scenario.ts';
import { type Searched, tellIncomplete, tellSearch } from './search/searched.ts';
import { projectOf } from './simulation/app.ts';

/** Judging a cell takes milliseconds; this only ends what went wrong with the explorer itself. */
const cellTimeoutMs = 120_000;

/**
 * Explores a scenario as a vitest suite: the fault-free run is recorded while tests are collected, and every call ×
 * fault is a test of its own, named `lost @ ddb.PutItem(Orders)#1`. Pairs and races are a test each. Afterwards the
 * matrix is printed and written to `.squall/explore/<scenario>.html`.
 *
 * A suite fails to be collected, with a hint, when the scenario cannot be explored.
 */
export function explore(name: string, scenario: Scenario): void {
  const elsewhere = collecting();
  if (elsewhere) {
    elsewhere.push({ name, scenario });
    return;
  }
  const file = callerFile();
  const directory = file === undefined ? process.cwd() : dirname(file);
  describe(name, async () => {
    const exploration = await Exploration.open(name, scenario, { directory, ...(file && { file }) }).catch(withHint);
    const accepted = new AcceptedFindings(directory, exploration);
    beforeAll(() => exploration.expectCells(exploration.cells));
    declareCells(exploration, accepted);
    declareCombinations(exploration);
    afterAll(async () => {
      await report(exploration, accepted, directory);
      await exploration.close();
    });
  });
}

/** Vitest prints messages alone; the hint is the better half of ours. */
function withHint(error: unknown): never {
  throw error instanceof SquallError ? new Error(`${error.message}\n${error.hint}`, { cause: error }) : error;
}

function declareCells(exploration: Exploration, accepted: AcceptedFindings): void {
  test('without faults', () => {
    const { verdict } = exploration.faultFree;
    if (verdict.violations.length > 0)
      throw finding(explain('without faults', { ...exploration.faultFree, token: '–' }));
  });
  for (const cell of exploration.cells) {
    test(exploration.titleOf(cell), { timeout: cellTimeoutMs }, async (context) => {
      whenGivenUp(context, () => exploration.cancel());
      const result = await exploration.explore(cell);
      if (result.run.unreached.length > 0) return context.skip('the call never came');
      assertAsPinned(result, accepted);
    });
  }
  const strangers = accepted.strangers(exploration.cells.map((cell) => exploration.titleOf(cell)));
  for (const title of strangers) {
    test(title, () => {
      throw finding(
        `“${title}” is accepted in ${accepted.path} and is no cell of this scenario any more: take it out.`,
      );
    });
  }
}

/** Fails for new red cells, and for accepted ones that turned green. */
function assertAsPinned(result: CellResult, accepted: AcceptedFindings): void {
  const reason = accepted.reasonOf(result);
  const isBroken = result.verdict.grade === 'broken';
  if (isBroken && reason === undefined) {
    throw finding(
      `${explain(result.title, result)}\n  accept: squall explore <file> --accept '${result.title}' --reason '…'`,
    );
  }
  if (!isBroken && reason !== undefined) {
    const text = `“${result.title}” is accepted (${reason}), and it is ${shortOf(result.verdict)} now.`;
    throw finding(`${text} Take it out of ${accepted.path} or of allow.`);
  }
}

function declareCombinations(exploration: Exploration): void {
  const { scenario } = exploration;
  const timeout = exploration.budget().timeMs * 2 + cellTimeoutMs;
  if (scenario.depth === 2) {
    test('pairs of faults', { timeout }, async (context) => {
      await exploration.pairs(budgetOf(exploration, context));
      await assertSearched(exploration, 'pairs', context);
    });
  }
  if (scenario.fuzz) {
    test('generated inputs', { timeout }, async (context) => {
      await exploration.inputs(budgetOf(exploration, context));
      await assertSearched(exploration, 'inputs', context);
    });
  }
  if (scenario.race) {
    test(`race of ${scenario.race.clients ?? 2} clients`, { timeout }, async (context) => {
      await exploration.races(budgetOf(exploration, context));
      await assertSearched(exploration, 'orders', context);
    });
  }
}

/** Vitest waits no longer than a test's timeout, and goes on to the next test: what was begun must not go on beside it. */
function whenGivenUp({ signal }: TestContext, end: () => void): void {
  signal.addEventListener('abort', end, { once: true });
}

function budgetOf(exploration: Exploration, context: TestContext): Budget {
  const budget = exploration.budget();
  whenGivenUp(context, () => {
    budget.end();
    exploration.cancel();
  });
  return budget;
}

/** Says how much was explored, whatever came of it; fails for what is broken and for what nobody has looked at. */
async function assertSearched(
  { searched, scenario }: Exploration,
  kind: Searched['kind'],
  { annotate }: TestContext,
): Promise<void> {
  const found = searched.find((each) => each.kind === kind);
  if (!found) return;
  await annotate?.(tellSearch(found));
  if (found.broken.length > 0) throw finding(listed(tellSearch(found), found.broken));
  if (!found.isComplete && scenario.allowIncomplete !== true) throw finding(tellIncomplete(found));
}

/** How many are told in full. */
const toldMax = 3;

const listed = (
  head: string,
  broken: readonly (Parameters<typeof explain>[1] & { readonly title: string })[],
): string =>
  [
    `${head}:`,
    ...broken.slice(0, toldMax).map((each) => explain(each.title, each)),
    ...broken.slice(toldMax).map((each) => `✗ ${each.title}   ${shortOf(each.verdict)}`),
  ].join('\n\n');

/** Without a stack: the place in our code says nothing about the user's. */
function finding(text: string): Error {
  const error = new Error(text);
  error.stack = text;
  return error;
}

async function report(exploration: Exploration, accepted: AcceptedFindings, directory: string): Promise<void> {
  const matrix = matrixOf(exploration, (result) => accepted.reasonOf(result));
  if (exploration.results.length === 0) return;
  const folder = makeOwnDirectory(projectOf(directory), 'explore');
  const path = join(folder, `${slugOf(exploration.name)}.html`);
  writeFileSync(path, await makeReport(exploration, matrix));
  const searched = exploration.searched.map((each) => `${tellSearch(each)}\n`).join('');
  console.log(`${renderMatrix(matrix, hasColour())}\n${searched}report: ${relative(process.cwd(), path)}`);
}
