import type { CellResult, Exploration } from '../exploration.ts';
import { secretValues } from '../judge/secrets.ts';
import { tellSearch } from '../search/searched.ts';
import { groupByCause } from './causes.ts';
import { renderHtml } from './html.ts';
import { type Matrix, tellMerged } from './matrix.ts';
import { pageAssets } from './page-assets.ts';
import { ReportBuilder, type ReportLimits, usualLimits } from './report-builder.ts';
import type { CauseData, ReportData, SearchData } from './report-data.ts';

export interface ReportOptions {
  /** The file that declares the scenario, for commands to copy. */
  readonly file?: string;
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
  { file = '<file>', limits = usualLimits }: ReportOptions = {},
): Promise<string> {
  const builder = new ReportBuilder(exploration, file, limits);
  const faultFree = await builder.add(
    { ...exploration.faultFree, title: 'without faults', token: '' },
    exploration.faultFree.verdict.grade,
    true,
  );
  const causes = await addCauses(builder, exploration, matrix);
  const searched = await addSearches(builder, exploration);
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
    notes: [...matrix.notices, ...tellMerged(matrix), ...matrix.uncompared, ...leftOut(builder)],
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

async function addSearches(builder: ReportBuilder, { searched }: Exploration): Promise<SearchData[]> {
  const found: SearchData[] = [];
  for (const search of searched) {
    const runs: number[] = [];
    for (const each of search.broken) runs.push(await builder.add(each, 'broken', true));
    const { kind, isComplete } = search;
    found.push({ name: kind.charAt(0).toUpperCase() + kind.slice(1), text: tellSearch(search), isComplete, runs });
  }
  return found;
}

function leftOut({ withoutStates, withoutSteps }: ReportBuilder): string[] {
  const notes: string[] = [];
  if (withoutStates > 0) notes.push(`This page leaves out the state of each step of ${withoutStates} red runs.`);
  if (withoutSteps > 0) notes.push(`This page leaves out the steps of ${withoutSteps} runs, since it is full.`);
  return notes;
}
