import { describe, expect, it } from 'vitest';
import type { IndexProperties, TableProperties } from './table-properties.ts';
import { tableUpdates } from './table-updates.ts';

const index = (IndexName: string, given: Partial<IndexProperties> = {}): IndexProperties => ({
  IndexName,
  KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
  ...given,
});

const table = (given: TableProperties = {}): TableProperties => ({
  AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
  ...given,
});

const units = (ReadCapacityUnits: number, WriteCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits });

describe('tableUpdates', () => {
  it('has nothing to do for a table that stays as it is', () => {
    const same = table({ GlobalSecondaryIndexes: [index('by-g')], TableClass: 'STANDARD' });

    expect(tableUpdates(same, table({ GlobalSecondaryIndexes: [index('by-g')] }))).toEqual([]);
  });

  it('creates an index with the attributes that it needs', () => {
    const updates = tableUpdates(table(), table({ GlobalSecondaryIndexes: [index('by-g')] }));

    expect(updates).toEqual([
      {
        AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [{ Create: index('by-g') }],
      },
    ]);
  });

  it('refuses to create one index and delete another', () => {
    const before = table({ GlobalSecondaryIndexes: [index('old')] });
    const after = table({ GlobalSecondaryIndexes: [index('new')] });

    expect(() => tableUpdates(before, after)).toThrow(
      'Cannot perform more than one GSI creation or deletion in a single update',
    );
  });

  it('refuses another key of the same index', () => {
    const before = table({ GlobalSecondaryIndexes: [index('by-g')] });
    const other = index('by-g', { KeySchema: [{ AttributeName: 'x', KeyType: 'HASH' }] });

    expect(() => tableUpdates(before, table({ GlobalSecondaryIndexes: [other] }))).toThrow(
      /^Cannot update GSI's properties other than Provisioned Throughput/,
    );
  });

  it('switches the billing mode of the table and its indexes in one call', () => {
    const before = table({ GlobalSecondaryIndexes: [index('by-g')] });
    const after = table({
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: units(5, 5),
      GlobalSecondaryIndexes: [index('by-g', { ProvisionedThroughput: units(1, 1) })],
    });

    expect(tableUpdates(before, after)).toEqual([
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: units(5, 5),
        GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'by-g', ProvisionedThroughput: units(1, 1) } }],
      },
    ]);
  });

  it('leaves out units that stay as they are', () => {
    const provisioned = { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5, 5) } as const;
    const before = table({
      ...provisioned,
      GlobalSecondaryIndexes: [index('by-g', { ProvisionedThroughput: units(1, 1) })],
    });
    const after = table({
      ...provisioned,
      GlobalSecondaryIndexes: [index('by-g', { ProvisionedThroughput: units(2, 2) })],
    });

    expect(tableUpdates(before, after)).toEqual([
      { GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'by-g', ProvisionedThroughput: units(2, 2) } }] },
    ]);
  });

  it('takes away an on-demand maximum that is gone from the template', () => {
    const before = table({ OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 } });

    expect(tableUpdates(before, table({ OnDemandThroughput: { MaxReadRequestUnits: 20 } }))).toEqual([
      { OnDemandThroughput: { MaxReadRequestUnits: 20, MaxWriteRequestUnits: -1 } },
    ]);
  });

  it('makes a stream with another view by turning the old one off', () => {
    const before = table({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } });
    const after = table({ StreamSpecification: { StreamViewType: 'NEW_IMAGE' } });

    expect(tableUpdates(before, after)).toEqual([
      { StreamSpecification: { StreamEnabled: false } },
      { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
    ]);
  });

  it('changes class, protection and encryption one call after the other', () => {
    const after = table({
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      DeletionProtectionEnabled: true,
      SSESpecification: { SSEEnabled: true },
    });

    expect(tableUpdates(table(), after)).toEqual([
      { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      { DeletionProtectionEnabled: true },
      { SSESpecification: { Enabled: true } },
    ]);
  });

  it('refuses by name what it would have to replace', () => {
    const local = { IndexName: 'local', KeySchema: undefined, Projection: undefined };

    expect(() => tableUpdates(table(), table({ LocalSecondaryIndexes: [local] }))).toThrow(
      /does not emulate a change of LocalSecondaryIndexes/,
    );
  });
});
