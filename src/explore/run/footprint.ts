import type { FaultTarget } from '../../cloud/kernel/faults/faults.ts';

type Input = Readonly<Record<string, unknown>>;

/** Names of a table's key attributes, by the table's physical name. */
export type KeysOf = (table: string) => readonly string[];

/**
 * Exactly what a call reads or writes, for telling which orders of calls can make a difference. A name that ends in `*`
 * stands for all that begins with it.
 */
export function footprintOf(target: FaultTarget, keysOf: KeysOf): readonly string[] {
  const input = target.input as Input;
  switch (target.service) {
    case 'dynamodb':
      return ofDynamo(target.operation, input, keysOf);
    case 'http':
      return [`http/${(target.resource ?? '').split('/')[0]}/*`];
    case 'execute-api':
    case 'lambda':
      // An arrival changes nothing by itself: what it does are calls of its own.
      return [];
    case 's3':
      return [`s3/${String(input.Bucket)}/${input.Key === undefined ? '*' : String(input.Key)}`];
    default:
      return [`${target.service}/${target.resource ?? ''}`];
  }
}

function ofDynamo(operation: string, input: Input, keysOf: KeysOf): readonly string[] {
  const item = (table: unknown, holder: unknown): string => {
    const name = String(table).split('/').at(-1) ?? '';
    const attributes = (holder ?? {}) as Input;
    return `ddb/${name}/${keysOf(name)
      .map((key) => JSON.stringify(attributes[key] ?? null))
      .join(',')}`;
  };
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    return list(input.TransactItems).flatMap((entry) =>
      Object.values(entry).map((action) =>
        item((action as Input).TableName, (action as Input).Key ?? (action as Input).Item),
      ),
    );
  }
  if (operation === 'BatchWriteItem' || operation === 'BatchGetItem') {
    return Object.keys((input.RequestItems ?? {}) as Input).map((table) => `ddb/${table}/*`);
  }
  const key = input.Key ?? input.Item;
  if (key !== undefined) return [item(input.TableName, key)];
  return [`ddb/${String(input.TableName).split('/').at(-1)}/*`];
}

const list = (value: unknown): readonly Input[] => (Array.isArray(value) ? (value as Input[]) : []);

interface Access {
  readonly footprint: readonly string[];
  readonly isWrite: boolean;
}

/** Whether the order of two calls can matter: they touch the same thing, and one of them writes. */
export function conflict(one: Access, other: Access): boolean {
  if (!one.isWrite && !other.isWrite) return false;
  return one.footprint.some((a) => other.footprint.some((b) => overlaps(a, b)));
}

function overlaps(a: string, b: string): boolean {
  if (a === b) return true;
  return (a.endsWith('*') && b.startsWith(a.slice(0, -1))) || (b.endsWith('*') && a.startsWith(b.slice(0, -1)));
}
