import fc from 'fast-check';
import { expect, it } from 'vitest';
import { World } from '../../../kernel/world.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { dynamodb } from '../service.ts';
import type { DynamoState, IndexDefinition, ItemStatistics } from '../state.ts';
import { testTable } from '../tables/test-table.ts';
import { backfillIndex } from './backfill-index.ts';

/* Counts and bytes, which are kept as items are written, against a recount of everything. */

const sparse: IndexDefinition = {
  name: 'sparse',
  kind: 'global',
  keys: [{ name: 'group', keyType: 'HASH', type: 'S' }],
  projection: { ProjectionType: 'KEYS_ONLY' },
  status: 'ACTIVE',
};
// A name that objects treat in a way of their own.
const late: IndexDefinition = { ...sparse, name: '__proto__' };
const table = testTable({ keys: [{ name: 'pk', keyType: 'HASH', type: 'S' }], indexes: [sparse] });

const pk = fc.constantFrom('a', 'b', 'c', 'd');
const content = fc.record({ group: fc.constantFrom('x', 'y', undefined), filler: fc.string({ maxLength: 40 }) });
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('put', 'update', 'transact', 'batch'), pk, content }),
  fc.record({ kind: fc.constantFrom('delete', 'snapshot', 'restore', 'refused'), pk, content }),
);
type Step = { readonly kind: string; readonly pk: string; readonly content: Content };
type Content = { readonly group: string | undefined; readonly filler: string };

const context = {
  account: '000000000000',
  region: 'us-east-1',
  clock: { now: () => 0 },
  random: { id: () => 'id' },
} as unknown as Context;
const call = (state: DynamoState, name: string, input: object): unknown =>
  (dynamodb.operations[name] as (s: DynamoState, i: object, c: Context) => unknown)(state, input, context);

const itemOf = ({ pk, content: { group, filler } }: Step) => ({
  pk: { S: pk },
  filler: { S: filler },
  ...(group !== undefined && { group: { S: group } }),
});

function take(world: World, state: DynamoState, each: Step, snapshots: ReturnType<World['snapshot']>[]): void {
  const TableName = table.name;
  const Put = { TableName, Item: itemOf(each) };
  const Key = { pk: { S: each.pk } };
  if (each.kind === 'put') call(state, 'PutItem', Put);
  if (each.kind === 'delete') call(state, 'DeleteItem', { TableName, Key });
  if (each.kind === 'update') {
    call(state, 'UpdateItem', {
      TableName,
      Key,
      UpdateExpression: each.content.group === undefined ? 'SET filler = :f REMOVE #g' : 'SET filler = :f, #g = :g',
      ExpressionAttributeNames: { '#g': 'group' },
      ExpressionAttributeValues: {
        ':f': { S: each.content.filler },
        ...(each.content.group !== undefined && { ':g': { S: each.content.group } }),
      },
    });
  }
  if (each.kind === 'transact') call(state, 'TransactWriteItems', { TransactItems: [{ Put }] });
  if (each.kind === 'batch') call(state, 'BatchWriteItem', { RequestItems: { things: [{ PutRequest: Put }] } });
  if (each.kind === 'refused') {
    const refused = { ...Put, ConditionExpression: 'pk = :no', ExpressionAttributeValues: { ':no': { S: 'no' } } };
    expect(() => call(state, 'PutItem', refused)).toThrow();
  }
  if (each.kind === 'snapshot') snapshots.push(world.snapshot());
  const latest = snapshots.at(-1);
  if (each.kind === 'restore' && latest) world.restore(latest);
}

function recount(state: DynamoState, index?: IndexDefinition): ItemStatistics {
  const items = [...(index ? state.index(table, index) : state.items(table)).values()];
  return { count: items.length, bytes: items.reduce((bytes, item) => bytes + item.bytes, 0) };
}

const stateOf = (world: World): DynamoState => dynamodb.state(world.scope('dynamodb', '000000000000', 'us-east-1'));

it('knows how many items a table and its indexes have and how large they are, whatever was written or restored', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = new World();
      const state = stateOf(world);
      state.tables.set(table.name, table);
      const snapshots: ReturnType<World['snapshot']>[] = [];
      for (const each of steps) take(world, state, each, snapshots);

      const whole = { ...table, indexes: [sparse, late] };
      backfillIndex(state, whole, late);

      expect(state.statistics(table)).toEqual(recount(state));
      expect(state.statistics(table, sparse)).toEqual(recount(state, sparse));
      expect(state.statistics(table, late)).toEqual(recount(state, sparse));
      expect(stateOf(world.fork()).statistics(table)).toEqual(recount(state));
      state.dropItems(whole);
      expect(state.statistics(table, late)).toEqual(empty);
      expect(state.statistics(table)).toEqual(empty);
    }),
  );
});

const empty = { count: 0, bytes: 0 };
