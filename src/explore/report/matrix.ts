import type { CellResult, Exploration } from '../exploration.ts';
import type { Baseline } from '../judge/baseline.ts';
import { type Grade, shortOf } from '../judge/verdict.ts';
import { pointsOf } from '../search/cells.ts';

/** How a field looks: a grade, accepted, never reached, or not applicable. */
export type Tone = Grade | 'accepted' | 'unreached' | 'none';

export interface Field {
  readonly text: string;
  readonly tone: Tone;
  readonly result?: CellResult;
}

export interface Matrix {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly label: string; readonly tells: string }[];
  readonly rows: readonly { readonly point: string; readonly fields: readonly Field[] }[];
  readonly counts: Readonly<Record<Tone, number>>;
  /** Cells that there are, explored or not. */
  readonly total: number;
  /** Services that runs wrote to and that no verdict is about: `kms is not compared: …`. */
  readonly uncompared: readonly string[];
}

/** What a matrix is made of, wherever its runs took place. */
export interface Explored
  extends Pick<Exploration, 'name' | 'cells' | 'results' | 'faults' | 'display' | 'uncompared'> {
  readonly baseline: Pick<Baseline, 'run'>;
}

/** Calls × faults, with what was found; `accepted` tells the reason of a accepted cell. */
export function matrixOf(exploration: Explored, accepted: (result: CellResult) => string | undefined): Matrix {
  const { cells, results, faults, display, baseline } = exploration;
  const used = faults.kinds.filter(
    ({ name }, index, all) =>
      all.findIndex((each) => each.name === name) === index && cells.some(({ kind }) => kind.name === name),
  );
  const counts: Record<Tone, number> = {
    masked: 0,
    recovered: 0,
    failed: 0,
    broken: 0,
    accepted: 0,
    unreached: 0,
    none: 0,
  };
  const rows = pointsOf(baseline.run).flatMap(({ name }) => {
    if (!cells.some(({ point }) => point.name === name)) return [];
    const fields = used.map((kind): Field => {
      const result = results.find(({ cell }) => cell.point.name === name && cell.kind.name === kind.name);
      const field = fieldOf(result, accepted);
      counts[field.tone] += 1;
      return field;
    });
    return [{ point: display(name), fields }];
  });
  return {
    name: exploration.name,
    columns: used.map(({ name, label, tells }) => ({ name, label, tells })),
    rows,
    counts,
    total: cells.length,
    uncompared: exploration.uncompared,
  };
}

function fieldOf(result: CellResult | undefined, accepted: (result: CellResult) => string | undefined): Field {
  if (!result) return { text: '·', tone: 'none' };
  if (result.run.unreached.length > 0) return { text: '╱', tone: 'unreached', result };
  const text = shortOf(result.verdict);
  if (result.verdict.grade === 'broken' && accepted(result) !== undefined)
    return { text: `(${text})`, tone: 'accepted', result };
  return { text, tone: result.verdict.grade, result };
}
