import type { CreateTableCommandInput, DescribeTableCommandOutput, TableDescription } from '@aws-sdk/client-dynamodb';
import { invariant } from '../../../kernel/errors.ts';
import type { ResourceCalls, ResourceContext, ResourceReading, ResourceState } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType, type DeclaredType } from '../../../service-kit/resource-type.ts';
import { asItIs } from './live-table.ts';
import {
  encryptionInput,
  indexInput,
  streamInput,
  type TableProperties,
  tableKinds,
  tableProperties,
} from './table-properties.ts';
import { tableReading } from './table-reading.ts';
import { tagsOf, updateSettings } from './table-settings.ts';
import { tableUpdates } from './table-updates.ts';

/** AWS: characters of a table's name. */
const tableNameMax = 255;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html */
export const table = tableResource({
  type: 'AWS::DynamoDB::Table',
  properties: tableKinds,
  refused: {
    VectorIndexes: 'indexes of vectors are not emulated',
  },
  attributes: ['Arn', 'StreamArn'],
  reading: tableReading,
  read: tableProperties,
});

interface TableType<K extends Kinds> {
  readonly type: string;
  readonly properties: K;
  readonly refused: Readonly<Record<string, string>>;
  readonly attributes: readonly string[];
  readonly reading?: ResourceReading;
  read(properties: Values<K>, context: ResourceContext): TableProperties;
}

/** A resource type whose properties, once read, are those of a table. */
export function tableResource<K extends Kinds>({ read, ...described }: TableType<K>): DeclaredType {
  return codedResourceType<K, string>({
    ...described,
    async create(p, context) {
      return createTable(read(p, context), context);
    },
    async update(state, p, previous, context) {
      const name = state.physicalId;
      const after = read(p, context);
      const before = asItIs(await describe(name, context), read(previous, context), after);
      for (const change of tableUpdates(before, after)) {
        await context.call('dynamodb', 'UpdateTable', { TableName: name, ...change });
      }
      await updateSettings(name, before, after, context);
      return stateOf(name, context);
    },
    async delete({ physicalId: TableName }, _, context) {
      await unlessGone(context.call('dynamodb', 'DeleteTable', { TableName }), 'ResourceNotFoundException');
    },
    importing: { identifiers: ['TableName'], find: ({ TableName = '' }, context) => stateOf(TableName, context) },
  });
}

async function createTable(properties: TableProperties, context: ResourceContext): Promise<ResourceState> {
  const input = createInput(properties, context);
  const { ImportSourceSpecification: source } = properties;
  if (source) await context.call('dynamodb', 'ImportTable', { ...source, TableCreationParameters: input });
  else await context.call('dynamodb', 'CreateTable', input);
  await updateSettings(input.TableName, {}, properties, context);
  return stateOf(input.TableName, context);
}

function createInput(properties: TableProperties, context: ResourceContext) {
  const stream = streamInput(properties);
  const encryption = encryptionInput(properties);
  const indexes = properties.GlobalSecondaryIndexes;
  return {
    TableName: properties.TableName ?? context.generateName(tableNameMax),
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: properties.BillingMode,
    ProvisionedThroughput: properties.ProvisionedThroughput,
    OnDemandThroughput: properties.OnDemandThroughput,
    WarmThroughput: properties.WarmThroughput,
    // Templates may leave an empty list, which the API refuses.
    ...(indexes?.length && { GlobalSecondaryIndexes: indexes.map(indexInput) }),
    ...(properties.LocalSecondaryIndexes?.length && { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }),
    ...(stream && { StreamSpecification: stream }),
    ...(encryption && { SSESpecification: encryption }),
    TableClass: properties.TableClass,
    DeletionProtectionEnabled: properties.DeletionProtectionEnabled,
    Tags: tagsOf(properties, context),
  } satisfies CreateTableCommandInput;
}

async function describe(name: string, context: ResourceCalls): Promise<TableDescription> {
  const { Table } = await context.call<DescribeTableCommandOutput>('dynamodb', 'DescribeTable', { TableName: name });
  invariant(Table, `DescribeTable answers with the table ${name}`);
  return Table;
}

async function stateOf(name: string, context: ResourceCalls): Promise<ResourceState> {
  const table = await describe(name, context);
  return {
    physicalId: name,
    attributes: { Arn: table.TableArn, TableId: table.TableId, StreamArn: table.LatestStreamArn },
  };
}
