import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invalid, type Refusal, refusal, validation } from './refusal.ts';
import {
  attributes,
  createTable,
  globalIndex,
  keySchema,
  provisionedInput,
  tableInput,
  units,
} from './table-inputs.ts';

const target = useCloud();

const pkAndG = attributes({ pk: 'S', g: 'S' });
const pkAndSk = attributes({ pk: 'S', sk: 'S' });

/** A request, and how it is refused. */
type Case = readonly [title: string, input: Partial<CreateTableCommandInput>, refused: Refusal];

const constraint = (value: string, path: string, rule: string): Refusal =>
  validation(`1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: ${rule}`);

const names: readonly Case[] = [
  [
    'a missing TableName',
    { TableName: undefined },
    validation("The parameter 'TableName' is required but was not present in the request"),
  ],
  [
    'a name of two characters',
    { TableName: 'ab' },
    constraint("'ab'", 'tableName', 'Member must have length greater than or equal to 3'),
  ],
  [
    'a name of 256 characters',
    { TableName: 'a'.repeat(256) },
    constraint(`'${'a'.repeat(256)}'`, 'tableName', 'Member must have length less than or equal to 255'),
  ],
  [
    'a name with other characters',
    { TableName: 'bad table!@#' },
    constraint("'bad table!@#'", 'tableName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+'),
  ],
  [
    'a bad name ahead of everything else, alone',
    { TableName: 'ab', KeySchema: [], BillingMode: 'FREE' as 'PROVISIONED' },
    constraint("'ab'", 'tableName', 'Member must have length greater than or equal to 3'),
  ],
];

const shapes: readonly Case[] = [
  [
    'an unknown billing mode',
    { BillingMode: 'FREE' as 'PROVISIONED' },
    constraint("'FREE'", 'billingMode', 'Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]'),
  ],
  [
    'an unknown key type',
    { KeySchema: [{ AttributeName: 'pk', KeyType: 'SORT' as 'HASH' }] },
    constraint("'SORT'", 'keySchema.1.member.keyType', 'Member must satisfy enum value set: [HASH, RANGE]'),
  ],
  [
    'an unknown attribute type',
    { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'BOOL' as 'S' }] },
    constraint(
      "'BOOL'",
      'attributeDefinitions.1.member.attributeType',
      'Member must satisfy enum value set: [B, N, S]',
    ),
  ],
  ['a missing key', { KeySchema: undefined }, constraint('null', 'keySchema', 'Member must not be null')],
  [
    'an empty key',
    { KeySchema: [] },
    constraint("'[]'", 'keySchema', 'Member must have length greater than or equal to 1'),
  ],
  [
    'a key of three elements',
    { KeySchema: [...keySchema('pk', 'sk'), { AttributeName: 'extra', KeyType: 'RANGE' }] },
    constraint(
      "'[KeySchemaElement(attributeName=pk, keyType=HASH), KeySchemaElement(attributeName=sk, keyType=RANGE), " +
        "KeySchemaElement(attributeName=extra, keyType=RANGE)]'",
      'keySchema',
      'Member must have length less than or equal to 2',
    ),
  ],
  [
    'zero units, writes first',
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(0, 0) },
    validation(
      "2 validation errors detected: Value '0' at 'provisionedThroughput.writeCapacityUnits' failed to satisfy " +
        "constraint: Member must have value greater than or equal to 1; Value '0' at " +
        "'provisionedThroughput.readCapacityUnits' failed to satisfy constraint: Member must have value greater " +
        'than or equal to 1',
    ),
  ],
];

const capacities: readonly Case[] = [
  [
    'provisioned mode without units',
    { BillingMode: 'PROVISIONED' },
    invalid('ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED'),
  ],
  [
    'on-demand mode with units',
    { ProvisionedThroughput: units(1, 1) },
    invalid('Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST'),
  ],
  [
    'on-demand maxima in provisioned mode',
    provisionedInput({ OnDemandThroughput: { MaxReadRequestUnits: 1 } }),
    invalid('MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.'),
  ],
  [
    'an on-demand maximum of zero',
    { OnDemandThroughput: { MaxReadRequestUnits: 0 } },
    invalid('Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range'),
  ],
  [
    'warm throughput below provisioned units',
    provisionedInput({ WarmThroughput: { ReadUnitsPerSecond: 1, WriteUnitsPerSecond: 1 } }),
    invalid(
      'Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of ' +
        'ProvisionedThroughput',
    ),
  ],
  [
    'an index of a provisioned table without units',
    provisionedInput({ AttributeDefinitions: pkAndG, GlobalSecondaryIndexes: [globalIndex('by-g', 'g')] }),
    invalid('ProvisionedThroughput is not specified for index: by-g'),
  ],
  [
    'an index of an on-demand table with units',
    {
      AttributeDefinitions: pkAndG,
      GlobalSecondaryIndexes: [globalIndex('by-g', 'g', { ProvisionedThroughput: units(1, 1) })],
    },
    invalid('ProvisionedThroughput should not be specified for index: by-g when BillingMode is PAY_PER_REQUEST'),
  ],
];

const keys: readonly Case[] = [
  [
    'more key elements than attributes',
    { KeySchema: keySchema('pk', 'pk') },
    validation('Invalid KeySchema: Some index key attribute have no definition'),
  ],
  [
    'a key attribute that is not defined',
    { AttributeDefinitions: attributes({ other: 'S' }) },
    invalid(
      'Some index key attributes are not defined in AttributeDefinitions. Keys: [pk], AttributeDefinitions: [other]',
    ),
  ],
  [
    'a sort key of the same name',
    { KeySchema: keySchema('pk', 'pk'), AttributeDefinitions: pkAndSk },
    validation('Both the Hash Key and the Range Key element in the KeySchema have the same name'),
  ],
  [
    'a sort key in front',
    { KeySchema: keySchema('pk', 'sk').toReversed(), AttributeDefinitions: pkAndSk },
    validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type'),
  ],
  [
    'two partition keys',
    {
      KeySchema: [...keySchema('pk'), ...keySchema('sk')],
      AttributeDefinitions: pkAndSk,
    },
    validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type'),
  ],
  [
    'an attribute defined twice',
    { AttributeDefinitions: [...attributes({ pk: 'S' }), ...attributes({ pk: 'N' })] },
    validation('Attribute Name is duplicated: pk'),
  ],
  [
    'an attribute that no key uses',
    { AttributeDefinitions: pkAndSk },
    invalid(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    ),
  ],
  [
    'an attribute that neither key nor index uses',
    {
      AttributeDefinitions: attributes({ pk: 'S', g: 'S', extra: 'S' }),
      GlobalSecondaryIndexes: [globalIndex('by-g', 'g')],
    },
    invalid('Some AttributeDefinitions are not used. AttributeDefinitions: [pk, g, extra], keys used: [pk, g]'),
  ],
];

const wide = (hashes: number, ranges: number): Partial<CreateTableCommandInput> => {
  const schema: KeySchemaElement[] = [
    ...Array.from({ length: hashes }, (_, i) => ({ AttributeName: `h${i}`, KeyType: 'HASH' as const })),
    ...Array.from({ length: ranges }, (_, i) => ({ AttributeName: `r${i}`, KeyType: 'RANGE' as const })),
  ];
  const types = Object.fromEntries(['pk', ...schema.map((e) => e.AttributeName ?? '')].map((name) => [name, 'S']));
  return {
    AttributeDefinitions: attributes(types as Record<string, 'S'>),
    GlobalSecondaryIndexes: [globalIndex('wide', 'h0', { KeySchema: schema })],
  };
};

const local = (IndexName: string, schema: KeySchemaElement[]) => ({
  IndexName,
  KeySchema: schema,
  Projection: { ProjectionType: 'ALL' as const },
});

const indexes: readonly Case[] = [
  [
    'an empty list of global indexes',
    { GlobalSecondaryIndexes: [] },
    invalid('List of GlobalSecondaryIndexes is empty'),
  ],
  ['an empty list of local indexes', { LocalSecondaryIndexes: [] }, invalid('List of LocalSecondaryIndexes is empty')],
  [
    'five partition key attributes of a global index',
    wide(5, 0),
    invalid('The KeySchema exceeds the maximum allowed number of HASH key attributes'),
  ],
  [
    'five sort key attributes of a global index',
    wide(1, 5),
    invalid('The KeySchema exceeds the maximum allowed number of RANGE key attributes'),
  ],
  [
    'INCLUDE without names',
    {
      AttributeDefinitions: pkAndG,
      GlobalSecondaryIndexes: [globalIndex('by-g', 'g', { Projection: { ProjectionType: 'INCLUDE' } })],
    },
    invalid('ProjectionType is INCLUDE, but NonKeyAttributes is not specified'),
  ],
  [
    'KEYS_ONLY with names',
    {
      AttributeDefinitions: pkAndG,
      GlobalSecondaryIndexes: [
        globalIndex('by-g', 'g', { Projection: { ProjectionType: 'KEYS_ONLY', NonKeyAttributes: ['x'] } }),
      ],
    },
    invalid('ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified'),
  ],
  [
    'a projection without a type',
    { AttributeDefinitions: pkAndG, GlobalSecondaryIndexes: [globalIndex('by-g', 'g', { Projection: {} })] },
    invalid('Unknown ProjectionType: null'),
  ],
  [
    'two indexes of one name',
    {
      AttributeDefinitions: pkAndG,
      GlobalSecondaryIndexes: [globalIndex('same', 'g'), globalIndex('same', 'pk')],
    },
    invalid('Duplicate index name: same'),
  ],
  [
    '21 global indexes',
    {
      AttributeDefinitions: pkAndG,
      GlobalSecondaryIndexes: Array.from({ length: 21 }, (_, i) => globalIndex(`index-${i}`, 'g')),
    },
    invalid('GlobalSecondaryIndex count exceeds the per-table limit of 20'),
  ],
  [
    'a local index of a table without a sort key',
    { AttributeDefinitions: pkAndG, LocalSecondaryIndexes: [local('by-g', keySchema('pk', 'g'))] },
    invalid('Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex'),
  ],
  [
    'a local index with another partition key',
    {
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: pkAndSk,
      LocalSecondaryIndexes: [local('turned', keySchema('sk', 'pk'))],
    },
    invalid(
      'Index KeySchema does not have the same leading hash key as table KeySchema for index: turned. ' +
        'index hash key: sk, table hash key: pk',
    ),
  ],
  [
    'a local index without a sort key',
    {
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: pkAndSk,
      LocalSecondaryIndexes: [local('short', keySchema('pk'))],
    },
    invalid('Index KeySchema does not have a range key for index: short'),
  ],
];

const settings: readonly Case[] = [
  [
    'an enabled stream without a view type',
    { StreamSpecification: { StreamEnabled: true } },
    invalid('Table is being created with a stream enabled, UpdateViewType is required'),
  ],
  [
    'a disabled stream with a view type',
    { StreamSpecification: { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' } },
    invalid('Table is being created with a stream disabled, UpdateViewType should not be specified'),
  ],
  [
    'an unknown table class',
    { TableClass: 'COLD' as 'STANDARD' },
    validation(
      'Invalid table-class parameter provided. ' +
        'Please try again with a valid table-class value: [STANDARD, STANDARD_INFREQUENT_ACCESS].',
    ),
  ],
  [
    'a key without SSEType KMS',
    { SSESpecification: { Enabled: true, KMSMasterKeyId: 'alias/mine' } },
    invalid('SSEType KMS is required if KMSMasterKeyId is specified'),
  ],
  [
    'a tag key under aws:',
    { Tags: [{ Key: 'aws:mine', Value: 'x' }] },
    validation('Tag Key cannot be prefixed with aws:, Key: aws:mine'),
  ],
];

describe('CreateTable › validation', () => {
  it.each([...names, ...shapes, ...capacities, ...keys, ...indexes, ...settings])(
    'rejects %s',
    async (_title, input, refused) => {
      const client = target.client(DynamoDBClient);

      expect(await refusal(client.send(new CreateTableCommand(tableInput(input))))).toEqual(refused);
    },
  );

  it('tells of global indexes ahead of local ones', async () => {
    const client = target.client(DynamoDBClient);
    const index = (IndexName: string) => ({
      IndexName,
      KeySchema: keySchema('pk'),
      Projection: { ProjectionType: 'ALL' as const },
    });
    const input = tableInput({ LocalSecondaryIndexes: [index('l')], GlobalSecondaryIndexes: [index('g')] });

    const { message } = await refusal(client.send(new CreateTableCommand(input)));

    expect(message).toMatch(
      /^2 validation errors detected: Value 'g' at 'globalSecondaryIndexes\..*; Value 'l' at 'local/,
    );
  });

  it('rejects the name of a table that exists', async () => {
    const client = target.client(DynamoDBClient);
    await createTable(client);

    const refused = await refusal(client.send(new CreateTableCommand(provisionedInput())));

    expect(refused).toEqual({ name: 'ResourceInUseException', message: 'Table already exists: orders' });
  });

  it('does not pretend to replicate a table of another account', async () => {
    const client = target.client(DynamoDBClient);
    const GlobalTableSourceArn = 'arn:aws:dynamodb:eu-west-1:111111111111:table/orders';

    const refused = await refusal(client.send(new CreateTableCommand(tableInput({ GlobalTableSourceArn }))));

    expect(refused.message).toContain('GlobalTableSourceArn');
  });
});
