import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SquallError } from '../cloud/kernel/errors.ts';
import { callerDirectory } from './caller.ts';
import { Exploration } from './exploration.ts';
import type { Judged } from './judge/verdict.ts';
import { loadScenarios } from './load-file.ts';
import { missingOf } from './run/missing.ts';
import type { PlannedFault } from './run/plan.ts';
import type { Scenario } from './scenario.ts';

/** One fault at one call, by the names that reports use: `fault('ddb.PutItem(Orders)#1', 'lost')`. */
export const fault = (call: string, kind: string): PlannedFault => ({ point: call, kind });

/** Runs a scenario once with these faults, and judges it. Names may be short, as in the matrix. */
export async function run(scenario: Scenario, faults: readonly PlannedFault[]): Promise<Judged> {
  await using exploration = await Exploration.open('run', scenario, { directory: callerDirectory() });
  return exploration.judge({
    faults: faults.map(({ point, kind }) => ({ point: fullName(exploration, point), kind })),
  });
}

function fullName(exploration: Exploration, call: string): string {
  const found = exploration.cells.find(({ point }) => point.name === call || exploration.display(point.name) === call);
  if (found) return found.point.name;
  // Calls that exist in faulty runs alone have no cell; their full names are taken as they are.
  if (call.includes(' > ') || call.includes(' › ')) return call.replaceAll(' › ', ' > ');
  const known = [...new Set(exploration.cells.map(({ point }) => exploration.display(point.name)))].join(', ');
  throw new SquallError('NotFound', `The scenario makes no call “${call}”.`, `Its calls: ${known}.`);
}

/**
 * Runs what a replay token stands for, of a scenario that a file declares. For regression tests:
 * `await replay(new URL('./place-order.test.ts', import.meta.url), 'place order', 'r1:…')`. The file's other tests are
 * not run. Throws `SquallError` when what the token is about does not happen any more: a run in which the fault never
 * comes proves nothing.
 */
export async function replay(
  file: URL | string,
  name: string,
  token: string,
): Promise<Judged & { readonly hasDrifted: boolean }> {
  const path = String(file).startsWith('file:') ? fileURLToPath(file) : String(file);
  const declared = await loadScenarios(path);
  const found = declared.find((each) => each.name === name);
  if (!found) {
    const known = declared.map((each) => each.name).join(', ') || 'none';
    throw new SquallError('NotFound', `${path} declares no scenario “${name}”.`, `It declares: ${known}.`);
  }
  await using exploration = await Exploration.open(name, found.scenario, { directory: dirname(path) });
  const replayed = await exploration.replay(token);
  const missing = missingOf(replayed.run, exploration.display);
  if (missing.length === 0) return replayed;
  throw new SquallError(
    'NotFound',
    `The run of this token does not come to pass any more: ${missing.join('; ')}. It proves nothing.`,
    'The code has changed since the token was made: explore again, and write a new test or delete this one.',
  );
}
