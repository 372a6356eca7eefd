import fc from 'fast-check';
import { expect, it } from 'vitest';
import { World } from '../../../kernel/world.ts';
import { tableKeyOf } from '../engine/keys.ts';
import { isTrue } from '../expressions/evaluate.ts';
import { openDynamoState } from '../state.ts';
import { testTable } from '../tables/test-table.ts';
import { compareScalars, storedItem } from '../values/attribute-value.ts';
import { parseStatement } from './parse-statement.ts';
import { runSelect } from './run-select.ts';
import type { Select } from './statement.ts';

const table = testTable({
  keys: [
    { name: 'pk', keyType: 'HASH', type: 'S' },
    { name: 'sk', keyType: 'RANGE', type: 'N' },
  ],
});

const letter = fc.constantFrom('a', 'b', 'c');
const number = fc.integer({ min: -3, max: 3 });

const items = fc.uniqueArray(fc.record({ pk: letter, sk: number, n: fc.option(number) }), {
  selector: ({ pk, sk }) => `${pk}/${sk}`,
  maxLength: 12,
});

const comparator = fc.constantFrom('=', '<>', '<', '<=', '>', '>=');
const predicate: fc.Arbitrary<string> = fc.oneof(
  letter.map((value) => `pk = '${value}'`),
  fc.array(letter, { minLength: 1, maxLength: 3 }).map((values) => `pk IN [${values.map((v) => `'${v}'`).join(', ')}]`),
  fc.tuple(comparator, number).map(([operator, value]) => `sk ${operator} ${value}`),
  fc.tuple(comparator, number).map(([operator, value]) => `${value} ${operator} sk`),
  fc.tuple(number, number).map(([a, b]) => `sk BETWEEN ${Math.min(a, b)} AND ${Math.max(a, b)}`),
  fc.tuple(comparator, number).map(([operator, value]) => `n ${operator} ${value}`),
  fc.constantFrom('n IS MISSING', 'n IS NOT MISSING', "begins_with(pk, 'a')", 'size(pk) = 1'),
);
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    predicate,
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `${a} AND ${b}`),
    fc.tuple(tie('condition'), tie('condition')).map(([a, b]) => `(${a} OR ${b})`),
    tie('condition').map((inner) => `NOT (${inner})`),
  ),
}));

it('finds what a look at every item finds, whatever keys it reads by, page by page', () => {
  fc.assert(
    fc.property(items, condition, fc.integer({ min: 1, max: 4 }), fc.boolean(), (rows, where, Limit, isReversed) => {
      const state = openDynamoState(new World().scope('dynamodb', '000000000000', 'us-east-1'));
      for (const { pk, sk, n } of rows) {
        const item = storedItem({ pk: { S: pk }, sk: { N: String(sk) }, ...(n !== null && { n: { N: String(n) } }) });
        state.items(table).set(tableKeyOf(table, item.attributes), item);
      }
      const isOneKey = /^pk = /.test(where);
      const order = isOneKey && isReversed ? ' ORDER BY sk DESC' : '';
      const select = parseStatement(`SELECT * FROM things WHERE ${where}${order}`) as Select;
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = runSelect(state, table, select, { Limit, ...(NextToken !== undefined && { NextToken }) });
        found.push(...page.Items.map((item) => `${item.pk?.S}/${item.sk?.N}`));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);

      const expected = [...state.items(table).values()]
        .filter(({ attributes }) => select.where === undefined || isTrue(select.where, attributes))
        .sort((a, b) => compareScalars(a.attributes.sk ?? {}, b.attributes.sk ?? {}) ?? 0)
        .map(({ attributes }) => `${attributes.pk?.S}/${attributes.sk?.N}`);
      expect([...found].sort()).toEqual([...expected].sort());
      if (order) expect(found).toEqual(expected.reverse());
    }),
    { numRuns: 3000 },
  );
});
