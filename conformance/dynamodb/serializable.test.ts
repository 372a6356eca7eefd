import {
  DynamoDBClient,
  GetItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { createItemTable } from './item-tables.ts';

const target = useCloud();
const accounts = ['a', 'b', 'c'] as const;
const start = 10;

interface Transfer {
  readonly from: (typeof accounts)[number];
  readonly to: (typeof accounts)[number];
  readonly amount: number;
}

const transfer: fc.Arbitrary<Transfer> = fc
  .record({
    from: fc.constantFrom(...accounts),
    to: fc.constantFrom(...accounts),
    amount: fc.integer({ min: 1, max: 8 }),
  })
  .filter(({ from, to }) => from !== to);

/** What clients do at the same time: each a few transfers or looks, one after the other. */
const histories = fc.array(fc.array(fc.option(transfer), { minLength: 1, maxLength: 5 }), {
  minLength: 2,
  maxLength: 4,
});

const keyOf = (pk: string) => ({ TableName: 'accounts', Key: { pk: { S: pk } } });

function add(pk: string, by: number, least: number) {
  return {
    Update: {
      ...keyOf(pk),
      UpdateExpression: 'SET balance = balance + :by, version = version + :one',
      ConditionExpression: 'balance >= :least',
      ExpressionAttributeValues: { ':by': { N: String(by) }, ':one': { N: '1' }, ':least': { N: String(least) } },
    },
  };
}

/** Balances and versions of all accounts at one moment. */
interface Sight {
  readonly balances: readonly number[];
  readonly versions: readonly number[];
}

async function look(client: DynamoDBClient): Promise<Sight | undefined> {
  const TransactItems = accounts.map((pk) => ({ Get: keyOf(pk) }));
  const result = await client.send(new TransactGetItemsCommand({ TransactItems })).catch(refused);
  if (!result) return undefined;
  const items = (result.Responses ?? []).map(({ Item }) => Item);
  return {
    balances: items.map((item) => Number(item?.balance?.N)),
    versions: items.map((item) => Number(item?.version?.N)),
  };
}

/** Conflicts and failed conditions cancel as a whole; anything else is a defect. */
function refused(error: Error): undefined {
  if (error.name === 'TransactionCanceledException') return undefined;
  throw error;
}

async function makeAccounts(client: DynamoDBClient): Promise<void> {
  await createItemTable(client, 'accounts', ['pk', 'S']);
  const TransactItems = accounts.map((pk) => ({
    Put: { TableName: 'accounts', Item: { pk: { S: pk }, balance: { N: String(start) }, version: { N: '0' } } },
  }));
  await client.send(new TransactWriteItemsCommand({ TransactItems }));
}

/** Does all histories at once; answers the transfers that were done, and what was seen. */
async function play(client: DynamoDBClient, clients: readonly (readonly (Transfer | null)[])[]) {
  const done: Transfer[] = [];
  const sights: Sight[] = [];
  await Promise.all(
    clients.map(async (steps) => {
      for (const step of steps) {
        if (!step) {
          const sight = await look(client);
          if (sight) sights.push(sight);
          continue;
        }
        const TransactItems = [add(step.from, -step.amount, step.amount), add(step.to, step.amount, 0)];
        if (await client.send(new TransactWriteItemsCommand({ TransactItems })).catch(refused)) done.push(step);
      }
    }),
  );
  return { done, sights };
}

it('concurrent transactions are as if one came after the other', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (clients) => {
      await target.cloud.reset();
      const client = new DynamoDBClient({ ...target.cloud.clientConfig(), maxAttempts: 1 });
      await makeAccounts(client);
      const { done, sights } = await play(client, clients);
      const last = await look(client);
      const expected = accounts.map((pk) =>
        done.reduce(
          (balance, { from, to, amount }) => balance + (to === pk ? amount : 0) - (from === pk ? amount : 0),
          start,
        ),
      );

      // Every transfer that was acknowledged happened once and whole, and no other one did.
      expect(last?.balances).toEqual(expected);
      expect(last?.versions.reduce((sum, version) => sum + version, 0)).toBe(done.length * 2);
      // Nobody ever saw half of one, and sights come in an order: later versions nowhere are behind earlier ones.
      for (const { balances } of sights)
        expect(balances.reduce((sum, each) => sum + each, 0)).toBe(start * accounts.length);
      const ordered = [...sights].sort((a, b) => sumOf(a.versions) - sumOf(b.versions));
      for (const [index, sight] of ordered.entries()) {
        const before = ordered[index - 1];
        for (const [account, version] of sight.versions.entries()) {
          expect(version).toBeGreaterThanOrEqual(before?.versions[account] ?? 0);
        }
      }
    }),
    { numRuns: 60 },
  );
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

it('a balance that is read alone is one that a transaction has left', async () => {
  const client = new DynamoDBClient(target.cloud.clientConfig());
  await makeAccounts(client);
  const seen = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      if (index % 2 === 0) {
        const TransactItems = [add('a', -1, 1), add('b', 1, 0)];
        await client.send(new TransactWriteItemsCommand({ TransactItems })).catch(refused);
        return undefined;
      }
      const { Item } = await client.send(new GetItemCommand({ ...keyOf('a'), ConsistentRead: true }));
      return Number(Item?.balance?.N) + Number(Item?.version?.N);
    }),
  );

  for (const each of seen) if (each !== undefined) expect(each).toBe(start);
});
