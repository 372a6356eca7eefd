import type { Table } from '../state.ts';
import type { CapacityMode } from '../validation/inputs.ts';
import { indexWriteUnits, tableWriteUnits } from './capacity.ts';
import type { Change } from './change.ts';

interface Units {
  readonly CapacityUnits: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html */
export interface ConsumedCapacity extends Units {
  readonly TableName: string;
  readonly Table?: Units;
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, Units>>;
  readonly LocalSecondaryIndexes?: Readonly<Record<string, Units>>;
}

/** What one table and its indexes have spent in one call. */
export class Usage {
  readonly #table: Table;
  #tableUnits = 0;
  readonly #indexUnits = new Map<string, number>();

  constructor(table: Table) {
    this.#table = table;
  }

  /** For reads, and for the table's share of a write. */
  addTable(units: number): void {
    this.#tableUnits += units;
  }

  /** Adds to what one index has spent. */
  addIndex(name: string, units: number): void {
    this.#indexUnits.set(name, (this.#indexUnits.get(name) ?? 0) + units);
  }

  /** One write with all that it costs in the indexes; `factor` is 2 in transactions. */
  addChange(change: Change, factor = 1): void {
    this.addTable(tableWriteUnits(change) * factor);
    for (const index of change.table.indexes) {
      const units = indexWriteUnits(index, change) * factor;
      if (units > 0) this.addIndex(index.name, units);
    }
  }

  /** `TableName` is told as it was asked. Transactions also tell `Read-` or `WriteCapacityUnits`. */
  describe(tableName: string, mode: CapacityMode, direction?: 'Read' | 'Write'): ConsumedCapacity {
    const units = (value: number): Units =>
      direction ? { CapacityUnits: value, [`${direction}CapacityUnits`]: value } : { CapacityUnits: value };
    let total = this.#tableUnits;
    for (const value of this.#indexUnits.values()) total += value;
    if (mode !== 'INDEXES') return { TableName: tableName, ...units(total) };
    const ofKind = (kind: 'global' | 'local') =>
      this.#table.indexes
        .filter((index) => index.kind === kind && this.#indexUnits.has(index.name))
        .map((index) => [index.name, units(this.#indexUnits.get(index.name) ?? 0)] as const);
    const global = ofKind('global');
    const local = ofKind('local');
    return {
      TableName: tableName,
      ...units(total),
      Table: units(this.#tableUnits),
      ...(global.length > 0 && { GlobalSecondaryIndexes: Object.fromEntries(global) }),
      ...(local.length > 0 && { LocalSecondaryIndexes: Object.fromEntries(local) }),
    };
  }
}

/** What a call over several tables has spent, by the names under which it asked for them. */
export class UsageByTable {
  readonly #usages = new Map<string, Usage>();

  /** The account of one table; `tableName` as the request wrote it, which may be an ARN. */
  of(tableName: string, table: Table): Usage {
    let usage = this.#usages.get(tableName);
    if (!usage) {
      usage = new Usage(table);
      this.#usages.set(tableName, usage);
    }
    return usage;
  }

  /** `ConsumedCapacity` of the call, where the caller asked for it. */
  describe(
    mode: CapacityMode | undefined,
    direction?: 'Read' | 'Write',
  ): { readonly ConsumedCapacity?: readonly ConsumedCapacity[] } {
    if (mode === undefined || mode === 'NONE') return {};
    return { ConsumedCapacity: [...this.#usages].map(([name, usage]) => usage.describe(name, mode, direction)) };
  }
}

/** `ConsumedCapacity` of one written item, where the caller asked for it. */
export function consumedByWrite(
  change: Change,
  tableName: string,
  mode: CapacityMode | undefined,
): { readonly ConsumedCapacity?: ConsumedCapacity } {
  if (mode === undefined || mode === 'NONE') return {};
  const usage = new Usage(change.table);
  usage.addChange(change);
  return { ConsumedCapacity: usage.describe(tableName, mode) };
}
