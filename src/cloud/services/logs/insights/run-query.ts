import { aggregate } from './aggregate.ts';
import { compareValues, evaluateNode, isTime, isTrue, type Lookup, textOf } from './evaluate-node.ts';
import { eventFields, type QueriedEvent } from './event-fields.ts';
import type { Command, Named, Value } from './expression-node.ts';

export interface ResultField {
  readonly field: string;
  readonly value: string;
}

export interface QueryResult {
  readonly rows: readonly (readonly ResultField[])[];
  /** Events that every filter let through. */
  readonly matched: number;
}

interface Table {
  rows: readonly ReadonlyMap<string, Value>[];
  columns: readonly Named[];
  isAggregated: boolean;
  isSorted: boolean;
  matched: number;
}

const usual: readonly Named[] = ['@timestamp', '@message'].map((name) => ({ name, node: { kind: 'field', name } }));

const lookupIn =
  (row: ReadonlyMap<string, Value>): Lookup =>
  (name) =>
    // `list[0].id` and `list.0.id` are one.
    row.get(name) ?? row.get(name.replace(/\[(\d+)\]/g, '.$1'));

/** Runs a query over events; without an order of its own the newest come first. */
export function runQuery(commands: readonly Command[], events: Iterable<QueriedEvent>, limit: number): QueryResult {
  const rows = Array.from(events, eventFields);
  const table: Table = { rows, columns: [], isAggregated: false, isSorted: false, matched: rows.length };
  const hasOrder = commands.some(({ kind }) => kind === 'sort');
  if (!hasOrder) table.rows = sorted(table.rows, [{ node: { kind: 'field', name: '@timestamp' }, isDescending: true }]);
  for (const command of commands) apply(command, table);
  const shown = table.columns.length > 0 ? table.columns : usual;
  return { rows: table.rows.slice(0, limit).map((row) => resultOf(row, shown, table)), matched: table.matched };
}

function apply(command: Command, table: Table): void {
  switch (command.kind) {
    case 'fields':
      table.rows = withColumns(table.rows, command.columns);
      table.columns = [...table.columns, ...command.columns];
      return;
    case 'display':
      table.rows = withColumns(table.rows, command.columns);
      table.columns = command.columns;
      return;
    case 'filter':
      table.rows = table.rows.filter((row) => isTrue(evaluateNode(command.condition, lookupIn(row))));
      if (!table.isAggregated) table.matched = table.rows.length;
      return;
    case 'sort':
      table.rows = sorted(table.rows, command.by);
      return;
    case 'limit':
      table.rows = table.rows.slice(0, command.count);
      return;
    case 'dedup':
      table.rows = distinct(table.rows, command.columns);
      return;
    case 'parse':
      table.rows = table.rows.map((row) => parsed(row, command));
      return;
    case 'stats':
      table.rows = grouped(table.rows, command.columns, command.by);
      table.columns = [...command.by, ...command.columns];
      table.isAggregated = true;
  }
}

const withColumns = (rows: Table['rows'], columns: readonly Named[]): Table['rows'] =>
  columns.every(({ node, name }) => node.kind === 'field' && node.name === name)
    ? rows
    : rows.map((row) => {
        const wider = new Map(row);
        for (const { name, node } of columns) wider.set(name, evaluateNode(node, lookupIn(row)));
        return wider;
      });

function sorted(rows: Table['rows'], by: Extract<Command, { kind: 'sort' }>['by']): Table['rows'] {
  return rows.toSorted((a, b) => {
    for (const { node, isDescending } of by) {
      const [left, right] = [evaluateNode(node, lookupIn(a)), evaluateNode(node, lookupIn(b))];
      const order = compareValues(left, right);
      // What is missing comes last either way.
      const isTurned = isDescending && left !== undefined && right !== undefined;
      if (order !== 0) return isTurned ? -order : order;
    }
    return 0;
  });
}

function distinct(rows: Table['rows'], columns: readonly Named[]): Table['rows'] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(columns.map(({ node }) => textOf(evaluateNode(node, lookupIn(row)))));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function parsed(row: ReadonlyMap<string, Value>, { source, regex, names }: Extract<Command, { kind: 'parse' }>) {
  const match = regex.exec(textOf(evaluateNode(source, lookupIn(row))));
  if (!match) return row;
  const wider = new Map(row);
  names.forEach((name, index) => {
    wider.set(name, match.groups?.[name] ?? match[index + 1]);
  });
  return wider;
}

/** A column of an aggregated row is read by its name from then on. */
function grouped(rows: Table['rows'], columns: readonly Named[], by: readonly Named[]): Table['rows'] {
  const groups = Map.groupBy(rows, (row) =>
    JSON.stringify(by.map(({ node }) => evaluateNode(node, lookupIn(row)) ?? null)),
  );
  if (by.length === 0 && groups.size === 0) groups.set('', []);
  return [...groups.values()].map((members) => {
    const [first] = members;
    const lookups = members.map(lookupIn);
    return new Map<string, Value>([
      ...by.map(({ name, node }) => [name, first && evaluateNode(node, lookupIn(first))] as const),
      ...columns.map(({ name, node }) => [name, aggregate(node, lookups)] as const),
    ]);
  });
}

function resultOf(row: ReadonlyMap<string, Value>, columns: readonly Named[], { isAggregated }: Table): ResultField[] {
  const fields = columns.flatMap(({ name, node }): ResultField[] => {
    const value = row.has(name) ? row.get(name) : lookupIn(row)(name);
    if (value === undefined) return [];
    return [{ field: name, value: isTime(node) && typeof value === 'number' ? dateText(value) : textOf(value) }];
  });
  if (isAggregated) return fields;
  return [...fields, { field: '@ptr', value: textOf(row.get('@ptr')) }];
}

/** `2026-11-27 10:34:00.000` */
export const dateText = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
