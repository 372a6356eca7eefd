import type { Table } from '../state.ts';

/** An active on-demand table for tests of the engine alone. */
export const testTable = (given: Partial<Table>): Table => ({
  name: 'things',
  arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/things',
  id: '00000000-0000-4000-8000-000000000000',
  createdMs: 0,
  keys: [],
  attributes: [],
  indexes: [],
  status: 'ACTIVE',
  billingMode: 'PAY_PER_REQUEST',
  throughput: { readUnits: 0, writeUnits: 0, decreasesToday: 0 },
  deletionProtection: false,
  tags: {},
  ...given,
});
