import type { ExecutionHistory } from './read-history.ts';
import { outcomeOf, type StateVisit, stateVisits, type VisitError, type VisitOutcome } from './state-visits.ts';

/** How a graph is painted; plain text unless told otherwise. */
export interface GraphPaint {
  dim(text: string): string;
  bold(text: string): string;
  outcome(text: string, outcome: VisitOutcome): string;
}

const plain: GraphPaint = { dim: (text) => text, bold: (text) => text, outcome: (text) => text };

const marks: Readonly<Record<VisitOutcome, string>> = { passed: '✓', caught: '↷', failed: '✗', running: '…' };

/** Causes are cut: the whole one is in the history. */
const causeCharactersMax = 120;

/**
 * An execution in text: a line for each state with how it ended, how long it took, its attempts and its errors. Branches of
 * Parallel states and items of Map states are indented below them.
 */
export function executionGraph({ execution, events }: ExecutionHistory, paint: GraphPaint = plain): readonly string[] {
  const { stateMachineArn, name, status, startDate, stopDate, error, cause } = execution;
  const isOver = stopDate !== undefined;
  const took = isOver
    ? ` in ${duration(Date.parse(String(new Date(stopDate).toISOString())) - new Date(startDate).getTime())}`
    : '';
  const machine = stateMachineArn.split(':')[6] ?? stateMachineArn;
  const rows = rowsOf(stateVisits(events), 0, isOver);
  const width = Math.max(0, ...rows.map(({ head }) => head.length));
  return [
    `${paint.bold(`${machine} ${name}`)} ${status}${took}${error === undefined ? '' : ` ${errorText({ error, ...(cause !== undefined && { cause }) })}`}`,
    ...rows.map(({ outcome, head, tail }) => {
      const text = `${head.padEnd(width)}  ${paint.dim(tail)}`.trimEnd();
      return `  ${outcome ? paint.outcome(text, outcome) : paint.dim(text)}`;
    }),
  ];
}

interface Row {
  readonly outcome?: VisitOutcome;
  readonly head: string;
  readonly tail: string;
}

function rowsOf(visits: readonly StateVisit[], depth: number, isOver: boolean): readonly Row[] {
  const indent = '  '.repeat(depth);
  return visits.flatMap((visit) => {
    const outcome = outcomeOf(visit, isOver);
    const lines = visit.lines.flatMap(({ index, visits: inside }, number) => [
      { head: `${indent}  ${index === undefined ? `branch ${number + 1}` : `item ${index}`}`, tail: '' },
      ...rowsOf(inside, depth + 2, isOver),
    ]);
    return [{ outcome, head: `${indent}${marks[outcome]} ${visit.name}`, tail: tailOf(visit, outcome) }, ...lines];
  });
}

function tailOf(visit: StateVisit, outcome: VisitOutcome): string {
  const { type, enteredMs, exitedMs, tries, errors } = visit;
  return [
    type,
    ...(exitedMs === undefined ? [] : [duration(exitedMs - enteredMs)]),
    ...(tries > 1 ? [`${tries} tries`] : []),
    ...(outcome === 'caught' ? ['caught'] : []),
    errors.map(errorText).join(', '),
  ]
    .join('  ')
    .trimEnd();
}

function errorText({ error, cause = '' }: VisitError): string {
  const line = cause.replaceAll(/\s+/g, ' ').trim();
  const cut = line.length > causeCharactersMax ? `${line.slice(0, causeCharactersMax)}…` : line;
  return cut === '' ? error : `${error}: ${cut}`;
}

function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 120_000) return `${Number((ms / 1000).toFixed(1))} s`;
  if (ms < 7_200_000) return `${Number((ms / 60_000).toFixed(1))} min`;
  return `${Number((ms / 3_600_000).toFixed(1))} h`;
}
