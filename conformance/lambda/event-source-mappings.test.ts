import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  type CreateEventSourceMappingCommandInput,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
  type UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nobody = '00000000-0000-4000-8000-000000000000';

beforeEach(async () => {
  client = target.client(LambdaClient);
  const queues = target.client(SQSClient);
  await makeFunction(client, 'exports.handler = async () => {};');
  await queues.send(new CreateQueueCommand({ QueueName: 'orders' }));
  await queues.send(new CreateQueueCommand({ QueueName: 'other', Attributes: { VisibilityTimeout: '10' } }));
  await queues.send(new CreateQueueCommand({ QueueName: 'orders.fifo', Attributes: { FifoQueue: 'true' } }));
});

const create = (input: Partial<CreateEventSourceMappingCommandInput> = {}) =>
  client.send(new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: queueArn('orders'), ...input }));
const update = (UUID: string | undefined, input: Partial<UpdateEventSourceMappingCommandInput>) =>
  client.send(new UpdateEventSourceMappingCommand({ UUID, ...input }));
const get = (UUID: string | undefined) => client.send(new GetEventSourceMappingCommand({ UUID }));
const withoutMetadata = ({ $metadata: _, ...rest }: { readonly $metadata: object }) => rest;

describe('CreateEventSourceMapping', () => {
  it("answers with AWS's defaults, and is Creating", async () => {
    const created = await create();

    expect(created).toEqual({
      $metadata: expect.objectContaining({ httpStatusCode: 202 }),
      UUID: expect.stringMatching(uuid),
      EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${created.UUID}`,
      EventSourceArn: queueArn('orders'),
      FunctionArn: functionArn,
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      LastModified: expect.any(Date),
      State: 'Creating',
      StateTransitionReason: 'USER_INITIATED',
    });
    expect((await get(created.UUID)).State).toBe('Enabled');
  });

  it('keeps what it is told', async () => {
    const settings = {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 20,
      FunctionResponseTypes: ['ReportBatchItemFailures' as const],
      ScalingConfig: { MaximumConcurrency: 7 },
      FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["order"]}}' }] },
    };

    const { UUID } = await create({ ...settings, Enabled: false });

    expect(await get(UUID)).toMatchObject({ ...settings, State: 'Disabled' });
  });

  it('takes aliases, and functions by ARN', async () => {
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '$LATEST' }));

    const byAlias = await create({ FunctionName: 'f:live' });
    const byArn = await create({ FunctionName: functionArn });

    expect([byAlias.FunctionArn, byArn.FunctionArn]).toEqual([`${functionArn}:live`, functionArn]);
  });

  it('refuses a second mapping of the same queue to the same function, naming the first', async () => {
    const { UUID } = await create();

    await expect(create()).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `An event source mapping with SQS arn (" ${queueArn('orders')} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
      $metadata: { httpStatusCode: 409 },
    });
    await expect(create({ EventSourceArn: queueArn('other') })).resolves.toBeDefined();
  });

  it('refuses a queue that shows messages again while the function may still work on them', async () => {
    await makeFunction(client, 'exports.handler = async () => {};', { FunctionName: 'slow', Timeout: 60 });

    await expect(create({ FunctionName: 'slow' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
    });
  });

  const refused: readonly [string, Partial<CreateEventSourceMappingCommandInput>, string][] = [
    ['a function that is not there', { FunctionName: 'nobody' }, 'Function does not exist'],
    [
      'a queue that is not there',
      { EventSourceArn: queueArn('nothing') },
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist for this wsdl version.',
    ],
    ['no event source', { EventSourceArn: undefined }, 'Unrecognized event source.'],
    [
      'an event source of another kind',
      { EventSourceArn: 'arn:aws:sns:us-east-1:000000000000:topic' },
      'Unrecognized event source.',
    ],
    [
      'large batches without a window',
      { BatchSize: 11 },
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    ],
    [
      'a window for a FIFO queue',
      { EventSourceArn: queueArn('orders.fifo'), MaximumBatchingWindowInSeconds: 1 },
      'Batching window is not supported for FIFO queues',
    ],
    ['a starting position', { StartingPosition: 'LATEST' }, 'StartingPosition is not valid for SQS event sources.'],
    [
      'a pattern that is none',
      { FilterCriteria: { Filters: [{ Pattern: '{"body":"order"}' }] } },
      'Invalid filter pattern definition.',
    ],
  ];
  for (const [what, input, message] of refused) {
    it(`refuses ${what}`, async () => {
      await expect(create(input)).rejects.toMatchObject({ name: 'InvalidParameterValueException', message });
    });
  }

  it.each([
    ['BatchSize', { BatchSize: 10_001 }, "Value '10001' at 'batchSize'", 'less than or equal to 10000'],
    ['BatchSize', { BatchSize: 0 }, "Value '0' at 'batchSize'", 'greater than or equal to 1'],
    [
      'MaximumBatchingWindowInSeconds',
      { MaximumBatchingWindowInSeconds: 301 },
      "Value '301' at 'maximumBatchingWindowInSeconds'",
      'less than or equal to 300',
    ],
    [
      'MaximumConcurrency',
      { ScalingConfig: { MaximumConcurrency: 1 } },
      "Value '1' at 'scalingConfig.maximumConcurrency'",
      'greater than or equal to 2',
    ],
  ])('refuses a %s out of bounds', async (_member, input, value, rule) => {
    await expect(create(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `1 validation error detected: ${value} failed to satisfy constraint: Member must have value ${rule}`,
    });
  });

  it.each([['Amazon MSK', 'arn:aws:kafka:us-east-1:000000000000:cluster/c/1']])(
    'says by name that it does not emulate %s',
    async (name, EventSourceArn) => {
      await expect(create({ EventSourceArn, StartingPosition: 'LATEST' })).rejects.toMatchObject({
        name: 'NotImplemented',
        message: expect.stringContaining(name),
      });
    },
  );
});

describe('ListEventSourceMappings', () => {
  it('answers all, those of a queue, and those of a function', async () => {
    await makeFunction(client, 'exports.handler = async () => {};', { FunctionName: 'g' });
    const [a, b, c] = [
      await create(),
      await create({ EventSourceArn: queueArn('other') }),
      await create({ FunctionName: 'g' }),
    ].map(({ UUID }) => UUID);
    const list = async (input: object) => {
      const { EventSourceMappings = [] } = await client.send(new ListEventSourceMappingsCommand(input));
      return new Set(EventSourceMappings.map(({ UUID }) => UUID));
    };

    expect(await list({})).toEqual(new Set([a, b, c]));
    expect(await list({ EventSourceArn: queueArn('orders') })).toEqual(new Set([a, c]));
    expect(await list({ FunctionName: 'f' })).toEqual(new Set([a, b]));
    expect(await list({ FunctionName: functionArn, EventSourceArn: queueArn('other') })).toEqual(new Set([b]));
  });

  it('answers in pages', async () => {
    await create();
    await create({ EventSourceArn: queueArn('other') });

    const first = await client.send(new ListEventSourceMappingsCommand({ MaxItems: 1 }));
    const second = await client.send(new ListEventSourceMappingsCommand({ MaxItems: 1, Marker: first.NextMarker }));

    const uuids = [first, second].flatMap(({ EventSourceMappings = [] }) =>
      EventSourceMappings.map(({ UUID }) => UUID),
    );
    expect(new Set(uuids).size).toBe(2);
    expect(second.NextMarker).toBeUndefined();
  });
});

describe('UpdateEventSourceMapping', () => {
  it('changes what it names and nothing else', async () => {
    const { UUID } = await create({ ScalingConfig: { MaximumConcurrency: 7 }, BatchSize: 3 });

    const updated = await update(UUID, { FunctionResponseTypes: ['ReportBatchItemFailures'] });

    expect(updated).toMatchObject({ $metadata: { httpStatusCode: 202 }, State: 'Updating', BatchSize: 3 });
    expect(withoutMetadata(await get(UUID))).toEqual({ ...withoutMetadata(updated), State: 'Enabled' });
    expect(updated.ScalingConfig).toEqual({ MaximumConcurrency: 7 });
  });

  it('disables and enables', async () => {
    const { UUID } = await create();

    const disabling = await update(UUID, { Enabled: false });
    const disabled = await get(UUID);
    const enabling = await update(UUID, { Enabled: true });

    expect([disabling.State, disabled.State, enabling.State]).toEqual(['Disabling', 'Disabled', 'Enabling']);
  });

  it('takes away what it is given empty', async () => {
    const { UUID } = await create({
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 7 },
      FilterCriteria: { Filters: [{ Pattern: '{"body":["x"]}' }] },
    });

    await update(UUID, { FunctionResponseTypes: [], ScalingConfig: {}, FilterCriteria: {} });

    const { FunctionResponseTypes, ScalingConfig, FilterCriteria } = await get(UUID);
    expect([FunctionResponseTypes, ScalingConfig, FilterCriteria]).toEqual([[], undefined, undefined]);
  });

  it('checks the queue against another function', async () => {
    await makeFunction(client, 'exports.handler = async () => {};', { FunctionName: 'g' });
    await makeFunction(client, 'exports.handler = async () => {};', { FunctionName: 'slow', Timeout: 60 });
    const { UUID } = await create();

    const { FunctionArn } = await update(UUID, { FunctionName: 'g' });

    expect(FunctionArn).toMatch(/:function:g$/);
    await expect(update(UUID, { FunctionName: 'slow' })).rejects.toMatchObject({
      message: 'Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds',
    });
  });

  it('refuses what the whole mapping could not have been created with', async () => {
    const { UUID } = await create({ BatchSize: 50, MaximumBatchingWindowInSeconds: 5 });

    await expect(update(UUID, { MaximumBatchingWindowInSeconds: 0 })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});

describe('DeleteEventSourceMapping', () => {
  it('answers with the mapping, Deleting; then it is gone', async () => {
    const { UUID } = await create();

    const deleted = await client.send(new DeleteEventSourceMappingCommand({ UUID }));

    expect(deleted).toMatchObject({ UUID, State: 'Deleting', $metadata: { httpStatusCode: 202 } });
    await expect(get(UUID)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(create()).resolves.toBeDefined();
  });
});

it.each([
  ['Get', () => get(nobody)],
  ['Update', () => update(nobody, { BatchSize: 1 })],
  ['Delete', () => client.send(new DeleteEventSourceMappingCommand({ UUID: nobody }))],
])('%sEventSourceMapping answers 404 for one that is not there', async (_operation, call) => {
  await expect(call()).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The resource you requested does not exist.',
    $metadata: { httpStatusCode: 404 },
  });
});

it('mappings have tags', async () => {
  const { EventSourceMappingArn: Resource } = await create({ Tags: { team: 'blue', tier: '1' } });

  await client.send(new TagResourceCommand({ Resource, Tags: { team: 'green' } }));
  await client.send(new UntagResourceCommand({ Resource, TagKeys: ['tier'] }));

  expect((await client.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ team: 'green' });
});
