import type { CellResult, Exploration } from '../exploration.ts';
import { secretValues } from '../judge/secrets.ts';
import type { PairsResult } from '../search/explore-pairs.ts';
import type { RacesResult } from '../search/explore-races.ts';
import type { RandomResult } from '../search/explore-random.ts';
import { groupByCause } from './causes.ts';
import { renderHtml } from './html.ts';
import type { Matrix } from './matrix.ts';
import { pageAssets } from './page-assets.ts';
import { ReportBuilder, type ReportedRun, type ReportLimits, usualLimits } from './report-builder.ts';
import type { CauseData, ReportData, SearchData } from './report-data.ts';

/** What was searched beside single faults. */
export interface Searches {
  readonly pairs?: PairsResult;
  readonly races?: RacesResult;
  readonly random?: RandomResult;
}

export interface ReportOptions {
  /** The file that declares the scenario, for commands to copy. */
  readonly file?: string;
  readonly searches?: Searches;
  /**
   * For tests.
   *
   * @internal
   */
  readonly limits?: ReportLimits;
}

/**
 * The report as one page that needs nothing else. Red runs are run once more, now with their state recorded at every
 * step: searching need not do that. Nothing else may run in the exploration meanwhile.
 */
export async function makeReport(
  exploration: Exploration,
  matrix: Matrix,
  { file = '<file>', searches = {}, limits = usualLimits }: ReportOptions = {},
): Promise<string> {
  const builder = new ReportBuilder(exploration, file, limits);
  const faultFree = await builder.add(
    { ...exploration.faultFree, title: 'without faults', token: '' },
    exploration.faultFree.verdict.grade,
    true,
  );
  const causes = await addCauses(builder, exploration, matrix);
  const searched = await addSearches(builder, searches);
  const rows = await addRows(builder, matrix);
  const [first] = [builder.texts.changes(new Map(), builder.first)];
  const data: ReportData = {
    name: matrix.name,
    counts: matrix.counts,
    total: matrix.total,
    columns: matrix.columns,
    rows,
    causes,
    searches: searched,
    notes: [...matrix.uncompared, ...leftOut(builder)],
    groups: builder.texts.groups,
    texts: builder.texts.texts,
    first,
    runs: builder.runs,
    faultFree,
  };
  const secrets = new Set([...exploration.baseline.secrets, ...secretValues(exploration.simulation.services)]);
  return renderHtml(data, await pageAssets(), [...secrets]);
}

/** The first of each cause first: where not all can be recorded, none goes without an example. */
async function addCauses(builder: ReportBuilder, exploration: Exploration, matrix: Matrix): Promise<CauseData[]> {
  const accepted = new Set(
    matrix.rows.flatMap(({ fields }) => fields.flatMap(({ tone, result }) => (tone === 'accepted' ? [result] : []))),
  );
  const red = exploration.results.filter((result) => isRed(result) && !accepted.has(result));
  const causes = groupByCause(red);
  for (const { cells } of causes) await builder.add(cells[0], 'broken', true);
  const told: CauseData[] = [];
  for (const { code, text, cells } of causes) {
    const runs: number[] = [];
    for (const cell of cells) runs.push(await builder.add(cell, 'broken', true));
    const [finding] = cells[0].verdict.violations;
    told.push({ code, text, runs, what: finding?.what ?? '', why: finding?.why ?? '' });
  }
  return told;
}

const isRed = ({ run, verdict }: CellResult): boolean => verdict.grade === 'broken' && run.unreached.length === 0;

async function addRows(builder: ReportBuilder, matrix: Matrix): Promise<ReportData['rows']> {
  const rows: ReportData['rows'][number][] = [];
  for (const { point, fields } of matrix.rows) {
    const told: ReportData['rows'][number]['fields'][number][] = [];
    for (const { text, tone, result } of fields) {
      const isRecorded = tone === 'broken' || tone === 'accepted';
      told.push(result ? { text, tone, run: await builder.add(result, tone, isRecorded) } : { text, tone });
    }
    rows.push({ point, fields: told });
  }
  return rows;
}

async function addSearches(builder: ReportBuilder, { pairs, races, random }: Searches): Promise<SearchData[]> {
  const found: SearchData[] = [];
  const add = async (broken: readonly ReportedRun[]): Promise<number[]> => {
    const runs: number[] = [];
    for (const each of broken) runs.push(await builder.add(each, 'broken', true));
    return runs;
  };
  if (pairs) {
    const { explored, total, merged } = pairs;
    const isComplete = explored >= total;
    const text = `${explored} of ${total} pairs of faults were explored${isComplete ? '' : ': the budget was spent'}. ${merged} first faults go on like another one and share its pairs.`;
    found.push({ name: 'Pairs of faults', text, isComplete, runs: await add(pairs.broken) });
  }
  if (races) {
    const { explored, isComplete } = races;
    const text = isComplete
      ? `All ${explored} orders within the bound were explored.`
      : `${explored} orders were explored, and there are more: the budget was spent.`;
    found.push({ name: 'Races', text, isComplete, runs: await add(races.broken) });
  }
  if (random) {
    const text = `${random.explored} random plans (seed ${random.seed}), shrunk with ${random.shrinkRuns} more runs.`;
    found.push({ name: 'Random plans', text, isComplete: true, runs: await add(random.broken) });
  }
  return found;
}

function leftOut({ withoutStates, withoutSteps }: ReportBuilder): string[] {
  const notes: string[] = [];
  if (withoutStates > 0) notes.push(`This page leaves out the state of each step of ${withoutStates} red runs.`);
  if (withoutSteps > 0) notes.push(`This page leaves out the steps of ${withoutSteps} runs, since it is full.`);
  return notes;
}
