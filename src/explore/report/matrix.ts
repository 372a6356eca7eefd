import type { CellResult, Exploration } from '../exploration.ts';
import { type Grade, shortOf } from '../judge/verdict.ts';

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
  /** Cells that end with warm environments as they do with cold ones: told once. */
  readonly merged?: number;
  /** Services that runs wrote to and that no verdict is about: `kms is not compared: …`. */
  readonly uncompared: readonly string[];
  /** What is to be known of the fault-free run: messages that end as dead letters in it. */
  readonly notices: readonly string[];
}

/** What a matrix is made of, wherever its runs took place. */
export type Explored = Pick<
  Exploration,
  'name' | 'cells' | 'results' | 'faults' | 'display' | 'uncompared' | 'notices'
>;

/** `40 more cells end with warm environments as they do with cold ones` */
export const tellMerged = ({ merged }: Matrix): string[] =>
  merged === undefined ? [] : [`${merged} more cells end with warm environments as they do with cold ones`];

/** Calls × faults, with what was found; `accepted` tells the reason of a accepted cell. */
export function matrixOf(exploration: Explored, accepted: (result: CellResult) => string | undefined): Matrix {
  const { cells, results, faults, display } = exploration;
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
  const fieldOf = fieldsOf(results, accepted);
  const cold = rowsOf(cells.filter(({ isWarm }) => !isWarm)).map(({ name }) => ({
    point: display(name),
    fields: used.map((kind) => fieldOf(name, kind.name, false)),
  }));
  const warm = rowsOf(cells.filter(({ isWarm }) => isWarm)).map(({ name }) => {
    const fields = used.map((kind) => asCold(fieldOf(name, kind.name, false), fieldOf(name, kind.name, true)));
    return { point: `warm: ${display(name)}`, fields };
  });
  const merged = warm.flatMap(({ fields }) => fields).filter(({ text }) => text === same.text).length;
  const rows = [...cold, ...warm.filter(({ fields }) => fields.some(({ tone }) => tone !== 'none'))];
  for (const { tone } of rows.flatMap(({ fields }) => fields)) counts[tone] += 1;
  return {
    name: exploration.name,
    columns: used.map(({ name, label, tells }) => ({ name, label, tells })),
    rows,
    counts,
    total: cells.length - merged,
    ...(cells.some(({ isWarm }) => isWarm) && { merged }),
    uncompared: exploration.uncompared,
    notices: exploration.notices,
  };
}

/** The calls that have cells, in their order. */
const rowsOf = (cells: Explored['cells']): { readonly name: string }[] => [
  ...new Map(cells.map(({ point }) => [point.name, point])).values(),
];

/** A cell that ends with warm environments as it does with cold ones. */
const same: Field = { text: '=', tone: 'none' };

const asCold = (cold: Field, warm: Field): Field =>
  warm.result && cold.text === warm.text && cold.tone === warm.tone ? same : warm;

const fieldsOf =
  (results: readonly CellResult[], accepted: (result: CellResult) => string | undefined) =>
  (name: string, kind: string, isWarm: boolean): Field => {
    const result = results.find(
      ({ cell }) => cell.point.name === name && cell.kind.name === kind && (cell.isWarm ?? false) === isWarm,
    );
    return fieldOf(result, accepted);
  };

function fieldOf(result: CellResult | undefined, accepted: (result: CellResult) => string | undefined): Field {
  if (!result) return { text: '·', tone: 'none' };
  if (result.run.unreached.length > 0) return { text: '╱', tone: 'unreached', result };
  const text = shortOf(result.verdict);
  if (result.verdict.grade === 'broken' && accepted(result) !== undefined)
    return { text: `(${text})`, tone: 'accepted', result };
  return { text, tone: result.verdict.grade, result };
}
