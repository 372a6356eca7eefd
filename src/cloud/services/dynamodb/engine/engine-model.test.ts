import fc from 'fast-check';
import { expect, it } from 'vitest';
import { World } from '../../../kernel/world.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { dynamodb } from '../service.ts';
import type { DynamoState, IndexDefinition } from '../state.ts';
import { testTable } from '../tables/test-table.ts';
import type { Item } from '../values/attribute-value.ts';
import type { PageOutput } from './read-page.ts';

/*
 * The engine against the plainest model there is: an array of items that is filtered and sorted. Sort keys are
 * numbers, so that neither JavaScript's nor the encoding's order of texts can hide a mistake in the other.
 */

const globalIndex: IndexDefinition = {
  name: 'by-group',
  kind: 'global',
  keys: [
    { name: 'group', keyType: 'HASH', type: 'S' },
    { name: 'rank', keyType: 'RANGE', type: 'N' },
  ],
  projection: { ProjectionType: 'ALL' },
  status: 'ACTIVE',
};

const table = testTable({
  keys: [
    { name: 'pk', keyType: 'HASH', type: 'S' },
    { name: 'sk', keyType: 'RANGE', type: 'N' },
  ],
  indexes: [globalIndex],
});

interface Row {
  readonly pk: string;
  readonly sk: number;
  readonly group: string | undefined;
  readonly rank: number;
}

const row = fc.record({
  pk: fc.constantFrom('a', 'b', 'a\u0000', 'ab'),
  sk: fc.integer({ min: -12, max: 12 }),
  group: fc.constantFrom('x', 'y', undefined),
  rank: fc.integer({ min: -2, max: 2 }),
});
const step = fc.record({ kind: fc.constantFrom('put', 'put', 'put', 'delete'), row });

const itemOf = ({ pk, sk, group, rank }: Row): Item => ({
  pk: { S: pk },
  sk: { N: String(sk) },
  ...(group !== undefined && { group: { S: group } }),
  rank: { N: String(rank) },
});
const keyOf = ({ pk, sk }: Pick<Row, 'pk' | 'sk'>): Item => ({ pk: { S: pk }, sk: { N: String(sk) } });
const identity = ({ pk, sk }: Row): string => `${pk}/${sk}`;

const context = { account: '000000000000', region: 'us-east-1' } as unknown as Context;
const call = (state: DynamoState, name: string, input: object): PageOutput => {
  const operation = dynamodb.operations[name] as (s: DynamoState, i: object, c: Context) => PageOutput;
  return operation(state, { TableName: 'things', ...input }, context);
};

/** All pages of a query or scan, joined. */
function allPages(state: DynamoState, name: string, input: object): Item[] {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = call(state, name, { ...input, ...(from && { ExclusiveStartKey: from }) });
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}

function run(steps: readonly { readonly kind: string; readonly row: Row }[]) {
  const state = dynamodb.state(new World().scope('dynamodb', '000000000000', 'us-east-1'));
  state.tables.set(table.name, table);
  const model = new Map<string, Row>();
  for (const { kind, row: each } of steps) {
    if (kind === 'put') {
      call(state, 'PutItem', { Item: itemOf(each) });
      model.set(identity(each), each);
    } else {
      call(state, 'DeleteItem', { Key: keyOf(each) });
      model.delete(identity(each));
    }
  }
  return { state, rows: [...model.values()] };
}

const comparators = {
  '=': (a: number, b: number) => a === b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const;
const comparator = fc.constantFrom(...(Object.keys(comparators) as (keyof typeof comparators)[]));

it('queries partitions in the order of their sort keys, whatever the page size', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.constantFrom('a', 'b', 'a\u0000', 'ab'),
      comparator,
      fc.integer({ min: -12, max: 12 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      (steps, pk, operator, bound, forward, Limit) => {
        const { state, rows } = run(steps);
        const expected = rows
          .filter((each) => each.pk === pk && comparators[operator](each.sk, bound))
          .sort((a, b) => (forward ? a.sk - b.sk : b.sk - a.sk));

        const found = allPages(state, 'Query', {
          KeyConditionExpression: `pk = :pk AND sk ${operator} :bound`,
          ExpressionAttributeValues: { ':pk': { S: pk }, ':bound': { N: String(bound) } },
          ScanIndexForward: forward,
          Limit,
        });

        expect(found).toEqual(expected.map(itemOf));
      },
    ),
  );
});

it('keeps indexes as the table is', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), (steps, Limit) => {
      const { state, rows } = run(steps);
      const expected = rows.filter(({ group }) => group === 'x');

      const found = allPages(state, 'Query', {
        IndexName: 'by-group',
        KeyConditionExpression: '#g = :x',
        ExpressionAttributeNames: { '#g': 'group' },
        ExpressionAttributeValues: { ':x': { S: 'x' } },
        Limit,
      });

      const ranks = found.map(({ rank }) => Number(rank?.N));
      expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      expect(byKey(found)).toEqual(byKey(expected.map(itemOf)));
    }),
  );
});

it('scans every item exactly once, in one go or in segments', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 7 }),
      (steps, TotalSegments, Limit) => {
        const { state, rows } = run(steps);

        const found = Array.from({ length: TotalSegments }, (_, Segment) =>
          allPages(state, 'Scan', { Segment, TotalSegments, Limit }),
        ).flat();

        expect(byKey(found)).toEqual(byKey(rows.map(itemOf)));
        expect(byKey(allPages(state, 'Scan', { Limit }))).toEqual(byKey(found));
      },
    ),
  );
});

const byKey = (items: readonly Item[]): string[] => items.map((item) => JSON.stringify(item)).sort();
