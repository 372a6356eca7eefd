/** One line of the table: what was measured, beside what, and the budget it is held against. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What it is compared with, measured in the same run. */
  readonly beside: string;
  readonly ratio: string;
  readonly budget: string;
  readonly met: boolean | undefined;
}

const columns = ['what', 'measured', 'beside', 'ratio', 'budget', 'met'] as const;

const cell = (row: Row, column: (typeof columns)[number]): string => {
  if (column !== 'met') return row[column];
  return row.met === undefined ? '–' : row.met ? 'yes' : 'NO';
};

/** As Markdown, which a terminal shows as well as a page does. */
export function tableOf(rows: readonly Row[]): string {
  const width = (column: (typeof columns)[number]): number =>
    Math.max(column.length, ...rows.map((row) => cell(row, column).length));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((column) => column.padEnd(width(column)))),
    line(columns.map((column) => '-'.repeat(width(column)))),
    ...rows.map((row) => line(columns.map((column) => cell(row, column).padEnd(width(column))))),
  ].join('\n');
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
export const times = (value: number): string => `${value.toFixed(2)}×`;

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
