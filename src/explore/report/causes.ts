import { type Judged, shortOf } from '../judge/verdict.ts';
import type { Found } from '../search/searched.ts';

/** Red cells that one thing in the code explains: the same code, and the same harm to the state. */
export interface Cause<Cell> {
  /** Of the first finding: `DUP`. */
  readonly code: string;
  /** The innermost call first: where the others come from, as a rule. */
  readonly cells: readonly [Cell, ...Cell[]];
  /** `14 cells, one cause` */
  readonly text: string;
}

/**
 * Groups what is broken by its cause, most cells first; what is not broken is left out. Where the state is that of the
 * fault-free run, what the oracle saw tells causes apart in its place. Takes cells, pairs and races alike.
 */
export function groupByCause<Cell extends Judged>(cells: readonly Cell[]): Cause<Cell>[] {
  const groups = new Map<string, [Cell, ...Cell[]]>();
  for (const cell of cells) {
    if (cell.verdict.grade !== 'broken') continue;
    const key = keyOf(cell);
    const known = groups.get(key);
    if (known) known.push(cell);
    else groups.set(key, [cell]);
  }
  return [...groups.values()].map(causeOf).sort((one, other) => other.cells.length - one.cells.length);
}

/** `DUP: 14 cells, one cause: crashAfter @ http.POST(…)#1; …` */
export function tellCause({ cells, text }: Cause<Found>): string {
  const titles = cells.map(({ title }) => title);
  const told = titles.slice(0, 3).join('; ') + (titles.length > 3 ? '; …' : '');
  return `${shortOf(cells[0].verdict)}: ${text}: ${told}`;
}

function causeOf<Cell extends Judged>(cells: [Cell, ...Cell[]]): Cause<Cell> {
  cells.sort((one, other) => depthOf(other) - depthOf(one));
  return { code: codeOf(cells[0]), cells, text: cells.length === 1 ? '1 cell' : `${cells.length} cells, one cause` };
}

const codeOf = ({ verdict }: Judged): string => verdict.violations[0]?.code ?? 'BROKEN';

function keyOf(cell: Judged): string {
  const { difference, violations } = cell.verdict;
  return JSON.stringify([codeOf(cell), difference.length > 0 ? difference : violations[0]?.what]);
}

/** How many calls lie around the innermost call that the plan touches. */
const depthOf = ({ run: { plan } }: Judged): number =>
  Math.max(0, ...[...plan.faults.map(({ point }) => point), ...(plan.holds ?? [])].map((point) => partsOf(point)));

const partsOf = (point: string): number => point.split(' > ').length;
