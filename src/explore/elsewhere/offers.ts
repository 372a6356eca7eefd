import type { FaultSet } from '../faults/fault-set.ts';
import { defaultKinds, type FaultKind } from '../faults/kinds.ts';
import type { Scenario } from '../scenario.ts';
import type { Cell } from '../search/cells.ts';

/** What can be done to a call that merely passes by. */
const offered: ReadonlySet<string> = new Set(['error', 'throttle', 'reset', 'lost', 'hang', 'hangAfter', 'slow']);

/** Whether a fault can be put in the way of a call of another cloud. An outage counts calls over invocations: it cannot. */
export const isOffered = (kind: FaultKind): boolean => offered.has(kind.fault.kind) && kind.furtherCalls === undefined;

/** A crash can be told from a lost answer only by whoever runs the function; and so on. Cells that are left. */
export const offeredCells = (cells: readonly Cell[]): Cell[] => cells.filter(({ kind }) => isOffered(kind));

/** What a scenario wants and what that cloud cannot give, said once. */
export function offersTable({ depth, race, warm, then }: Scenario, faults: FaultSet, endpoint: string): string {
  const wanted = [...new Set([...faults.kinds, ...defaultKinds].map((kind) => kind))];
  const names = (kinds: readonly FaultKind[]): string => [...new Set(kinds.map(({ name }) => name))].join(' ');
  const searches = [depth === 2 && 'pairs (depth: 2)', race && 'orders (race)', warm && 'warm'].filter(Boolean);
  const rows = [
    ['faults', names(faults.kinds.filter(isOffered)), names(wanted.filter((kind) => !isOffered(kind)))],
    ['calls', 'client → API, function → AWS, function → fakes', 'service → service: invokes, deliveries, streams'],
    ['judged', 'outcomes, answers, side effects, fakes', 'state, queues, logs, secrets, late work, replies again'],
    ['then', then ? 'outcomes, sideEffects, world.table' : 'none is given', 'world.queue, world.bucket, logs'],
    ['searches', 'single faults', [...searches, 'replay tokens'].join(', ')],
    ['time', 'real', 'virtual time: waits are waited for'],
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length), 7));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [`At ${endpoint}:`, line(['', 'offered', 'not offered']), ...rows.map(line)].join('\n');
}
