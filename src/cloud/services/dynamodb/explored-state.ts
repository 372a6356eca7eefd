import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { DynamoState } from './state.ts';
import { plainItem } from './values/plain-item.ts';

type Input = Readonly<Record<string, unknown>>;

/** Tables, by their items. */
export const dynamoExploredState: ExploredState<DynamoState> = {
  shortName: 'ddb',
  kind: 'table',
  resourceTypes: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  nameOf: lastStep,
  addressed: (_operation, input) => {
    const tables = input.RequestItems
      ? Object.keys(input.RequestItems)
      : actionsOf(input).map(({ TableName }) => (typeof TableName === 'string' ? TableName : ''));
    return [...new Set(tables)];
  },
  rows: (state) =>
    [...state.tables.values()].map((table) => ({
      name: table.name,
      rows: [...state.items(table).values()].map(({ attributes }) => plainItem(attributes)),
    })),
  footprint: (operation, input, state) => {
    if (operation.startsWith('Transact')) {
      return actionsOf(input).map(({ TableName, Key, Item }) => itemIn(state, TableName, Key ?? Item));
    }
    if (operation.startsWith('Batch') && input.RequestItems) {
      return Object.keys(input.RequestItems).map((table) => `ddb/${lastStep(table)}/*`);
    }
    const key = input.Key ?? input.Item;
    if (key !== undefined) return [itemIn(state, input.TableName, key)];
    // Statements of PartiQL name their tables in their text: they may touch any.
    return [input.TableName === undefined ? 'ddb/*' : `ddb/${lastStep(String(input.TableName))}/*`];
  },
};

/** The actions of a transaction, whatever each of them does. */
const actionsOf = ({ TransactItems }: Input): Input[] =>
  Array.isArray(TransactItems) ? TransactItems.flatMap((entry: object) => Object.values(entry) as Input[]) : [];

/** `ddb/Orders/{"S":"1"}`: a table and the key of one item. */
function itemIn(state: DynamoState, tableName: unknown, holder: unknown): string {
  const name = lastStep(String(tableName));
  const attributes = (holder ?? {}) as Input;
  const keys = state.tables.get(name)?.keys ?? [];
  return `ddb/${name}/${keys.map((key) => JSON.stringify(attributes[key.name] ?? null)).join(',')}`;
}
