import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeMachine, run, types } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

/** A machine of one distributed Map whose items go through `states`. */
const mapOf = (states: object, more: object = {}, executionType = 'STANDARD') => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: executionType },
        StartAt: Object.keys(states)[0],
        States: states,
      },
      End: true,
      ...more,
    },
  },
});

const pass = { Keep: { Type: 'Pass', End: true } };
const mapRunOf = ({ events }: Awaited<ReturnType<typeof run>>) =>
  events.find(({ type }) => type === 'MapRunStarted')?.mapRunStartedEventDetails?.mapRunArn ?? '';
const describe = (mapRunArn: string) => target.client(SFNClient).send(new DescribeMapRunCommand({ mapRunArn }));

async function store(key: string, body: string | Uint8Array) {
  const s3 = target.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket: 'data' })).catch(() => undefined);
  await s3.send(new PutObjectCommand({ Bucket: 'data', Key: key, Body: body }));
}

async function stored(key: string): Promise<unknown> {
  const { Body } = await target.client(S3Client).send(new GetObjectCommand({ Bucket: 'data', Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? '');
}

const readerOf = (config: object, parameters: object = {}, action = 'getObject') => ({
  ItemReader: {
    Resource: `arn:aws:states:::s3:${action}`,
    ReaderConfig: config,
    Parameters: { Bucket: 'data', Key: 'items', ...parameters },
  },
});

let machines = 0;

/** Runs a machine whose items are read from S3; answers what its children got. */
async function read(config: object, parameters?: object, action?: string): Promise<unknown> {
  machines += 1;
  const machine = mapOf(pass, readerOf(config, parameters, action));
  const arn = await makeMachine(target, machine, { name: `reads-${machines}` });
  const { status, output, error, cause } = await run(target, arn);
  return status === 'SUCCEEDED' ? JSON.parse(output ?? '') : { error, cause };
}

test('each item is an execution of its own, and the results are in the order of the items', async () => {
  const arn = await makeMachine(target, mapOf(pass));

  const ended = await run(target, arn, ['a', 'b', { c: 1 }]);

  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '["a","b",{"c":1}]' });
  expect(types(ended)).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapRunStarted',
    'MapRunSucceeded',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
  expect(ended.events.map(({ previousEventId }) => previousEventId)).toEqual([0, 0, 2, 3, 4, 4, 4, 7]);
  expect(ended.events[2]?.mapStateStartedEventDetails).toEqual({ length: 3 });
  expect(mapRunOf(ended)).toMatch(/^arn:aws:states:us-east-1:\d{12}:mapRun:m\/Items:[0-9a-f-]{36}$/);
});

test('a Map without items succeeds with none', async () => {
  const arn = await makeMachine(target, mapOf(pass));

  const ended = await run(target, arn, []);

  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
  expect(await describe(mapRunOf(ended))).toMatchObject({ status: 'SUCCEEDED', itemCounts: { total: 0 } });
});

test('a map run tells its settings and how far it is', async () => {
  const arn = await makeMachine(target, mapOf(pass, { MaxConcurrency: 2, ToleratedFailureCount: 5 }));
  const ended = await run(target, arn, [1, 2, 3]);

  const mapRun = await describe(mapRunOf(ended));
  const { mapRuns } = await target.client(SFNClient).send(new ListMapRunsCommand({ executionArn: ended.executionArn }));

  const counts = {
    pending: 0,
    running: 0,
    succeeded: 3,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    total: 3,
    resultsWritten: 0,
  };
  expect(mapRun).toMatchObject({
    mapRunArn: mapRunOf(ended),
    executionArn: ended.executionArn,
    status: 'SUCCEEDED',
    startDate: expect.any(Date),
    stopDate: expect.any(Date),
    maxConcurrency: 2,
    toleratedFailureCount: 5,
    toleratedFailurePercentage: 0,
    itemCounts: counts,
    executionCounts: counts,
    redriveCount: 0,
  });
  expect(mapRuns).toEqual([
    {
      executionArn: ended.executionArn,
      mapRunArn: mapRunOf(ended),
      stateMachineArn: `${arn}/Items`,
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
    },
  ]);
});

test('a map run or an execution that is not there is told so', async () => {
  const client = target.client(SFNClient);
  const mapRunArn = 'arn:aws:states:us-east-1:000000000000:mapRun:m/Items:none';
  const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:m:none';

  await expect(client.send(new DescribeMapRunCommand({ mapRunArn }))).rejects.toMatchObject({
    name: 'ResourceNotFound',
  });
  await expect(client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 }))).rejects.toMatchObject({
    name: 'ResourceNotFound',
  });
  await expect(client.send(new ListMapRunsCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionDoesNotExist',
  });
});

test('one item that fails fails the map run', async () => {
  const arn = await makeMachine(target, mapOf({ Broken: { Type: 'Fail', Error: 'Mine', Cause: 'why' } }));

  const ended = await run(target, arn, [1]);

  const error = 'States.ExceedToleratedFailureThreshold';
  const cause = 'The specified tolerated failure threshold was exceeded';
  expect(ended).toMatchObject({ status: 'FAILED', error, cause });
  expect(types(ended).slice(3)).toEqual(['MapRunStarted', 'MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
  expect(ended.events[4]?.mapRunFailedEventDetails).toEqual({ error, cause });
  expect(await describe(mapRunOf(ended))).toMatchObject({ status: 'FAILED', itemCounts: { failed: 1, total: 1 } });
});

/** Items that are to fail are `true`. */
const sometimes = {
  Look: { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Keep' }], Default: 'Broken' },
  Keep: { Type: 'Pass', End: true },
  Broken: { Type: 'Fail', Error: 'Mine', Cause: 'why' },
};
const items = (succeeding: number, failing: number) => [
  ...Array.from({ length: failing }, () => ({ ok: false })),
  ...Array.from({ length: succeeding }, () => ({ ok: true })),
];

test('so many items may fail as are tolerated, and their results tell of it', async () => {
  const arn = await makeMachine(target, mapOf(sometimes, { ToleratedFailureCount: 1 }));

  const tolerated = await run(target, arn, items(1, 1));
  const exceeded = await run(target, arn, items(1, 2));

  expect(tolerated.status).toBe('SUCCEEDED');
  expect(JSON.parse(tolerated.output ?? '')).toMatchObject([
    { Error: 'Mine', Cause: 'why', Status: 'FAILED', Input: '{"ok":false}', StateMachineArn: `${arn}/Items` },
    { ok: true },
  ]);
  expect(exceeded).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
});

test('so large a share of the items may fail as is tolerated', async () => {
  const arn = await makeMachine(target, mapOf(sometimes, { ToleratedFailurePercentage: 50 }));

  expect(await run(target, arn, items(1, 1))).toMatchObject({ status: 'SUCCEEDED' });
  expect(await run(target, arn, items(1, 2))).toMatchObject({ status: 'FAILED' });
});

test('a map run that fails stops the children that run', async () => {
  const arn = await makeMachine(
    target,
    mapOf({
      Look: { Type: 'Choice', Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Rest' }], Default: 'Broken' },
      Rest: { Type: 'Wait', Seconds: 100_000, End: true },
      Broken: { Type: 'Fail' },
    }),
  );

  const ended = await run(target, arn, items(2, 1));

  expect(ended.status).toBe('FAILED');
  expect(await describe(mapRunOf(ended))).toMatchObject({ itemCounts: { failed: 1, aborted: 2, running: 0 } });
});

test('no more children run at once than may, and UpdateMapRun lets more of them', async () => {
  const client = target.client(SFNClient);
  const machine = mapOf({ Rest: { Type: 'Wait', Seconds: 1000, End: true } }, { MaxConcurrency: 2 });
  const stateMachineArn = await makeMachine(target, machine);
  const { executionArn } = await client.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify([1, 2, 3, 4, 5]) }),
  );
  await target.cloud.clock.advance('1s');
  const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
  const { mapRunArn = '' } = mapRuns[0] ?? {};
  const before = await describe(mapRunArn);

  await client.send(new UpdateMapRunCommand({ mapRunArn, maxConcurrency: 4, toleratedFailurePercentage: 10 }));
  await target.cloud.clock.advance('1s');
  const after = await describe(mapRunArn);
  await target.cloud.clock.advance('1h');

  expect(before).toMatchObject({ status: 'RUNNING', executionCounts: { running: 2, pending: 3 } });
  expect(after).toMatchObject({ maxConcurrency: 4, toleratedFailurePercentage: 10, executionCounts: { running: 4 } });
  expect(await describe(mapRunArn)).toMatchObject({ status: 'SUCCEEDED', executionCounts: { succeeded: 5 } });
});

test('children that are EXPRESS end with their results', async () => {
  const arn = await makeMachine(target, mapOf(pass, {}, 'EXPRESS'));

  const ended = await run(target, arn, [1, 2]);

  expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '[1,2]' });
});

test('items are put together in batches', async () => {
  const few = await makeMachine(
    target,
    mapOf(pass, { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { day: 'monday' } } }),
  );

  const ended = await run(target, few, [1, 2, 3]);

  const day = { day: 'monday' };
  expect(JSON.parse(ended.output ?? '')).toEqual([
    { BatchInput: day, Items: [1, 2] },
    { BatchInput: day, Items: [3] },
  ]);
  const { itemCounts, executionCounts } = await describe(mapRunOf(ended));
  expect([itemCounts?.total, executionCounts?.total]).toEqual([3, 2]);
});

test('a batch has no more bytes than it may', async () => {
  const arn = await makeMachine(target, mapOf(pass, { ItemBatcher: { MaxInputBytesPerBatch: 40 } }));

  const { output } = await run(target, arn, ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']);

  expect(JSON.parse(output ?? '')).toEqual([{ Items: ['aaaaaaaaaa', 'bbbbbbbbbb'] }, { Items: ['cccccccccc'] }]);
});

test('items are read from an array in S3, or from one within the document', async () => {
  await store('items', '[{"a":1}, [2,"x,]"], null ]\n');
  await store('deep', '{"no": [1, {"b": "}"}], "data": {"rows/all": [4, 5]}}');

  expect(await read({ InputType: 'JSON' })).toEqual([{ a: 1 }, [2, 'x,]'], null]);
  expect(await read({ InputType: 'JSON', ItemsPointer: '/data/rows~1all' }, { Key: 'deep' })).toEqual([4, 5]);
  expect(await read({ InputType: 'JSON', MaxItems: 2 })).toEqual([{ a: 1 }, [2, 'x,]']]);
});

test('members of a JSON object are items as well', async () => {
  await store('items', '{"one": 1, "two": {"x": 2}}');

  expect(await read({ InputType: 'JSON' })).toEqual([
    { Key: 'one', Value: 1 },
    { Key: 'two', Value: { x: 2 } },
  ]);
});

test('items are read from JSON Lines', async () => {
  await store('items', '{"a":1}\r\n\n[2]\n"three"');

  expect(await read({ InputType: 'JSONL' })).toEqual([{ a: 1 }, [2], 'three']);
});

test('items are read from the rows of a CSV file', async () => {
  await store('items', 'id,name,note\n1,"Smith, ""J""",a\n2,"two\nlines"\n\n3,x\\,y,b,too much\n');
  await store('plain', '1|a\n2|b\n');

  expect(await read({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' })).toEqual([
    { id: '1', name: 'Smith, "J"', note: 'a' },
    { id: '2', name: 'two\nlines', note: '' },
    { id: '3', name: 'x,y', note: 'b' },
  ]);
  const given = { CSVHeaderLocation: 'GIVEN', CSVHeaders: ['id', 'name'], CSVDelimiter: 'PIPE' };
  expect(await read({ InputType: 'CSV', ...given }, { Key: 'plain' })).toEqual([
    { id: '1', name: 'a' },
    { id: '2', name: 'b' },
  ]);
});

test('objects of a bucket are items, or what is in them', async () => {
  await store('in/1.json', '[1,2]');
  await store('in/2.json', '[3]');
  const parameters = { Key: undefined, Prefix: 'in/' };

  expect(await read({}, parameters, 'listObjectsV2')).toEqual([
    {
      Etag: expect.stringMatching(/^"\w{32}"$/),
      Key: 'in/1.json',
      LastModified: expect.any(Number),
      Size: 5,
      StorageClass: 'STANDARD',
    },
    expect.objectContaining({ Key: 'in/2.json', Size: 3 }),
  ]);
  const loading = { InputType: 'JSON', Transformation: 'LOAD_AND_FLATTEN' };
  expect(await read(loading, parameters, 'listObjectsV2')).toEqual([1, 2, 3]);
});

test('files that a manifest names are read', async () => {
  await store('rows.csv', '"data","a%20b.txt","3"\n"data","c.txt","4"\n');
  const inventory = { destinationBucket: 'arn:aws:s3:::data', fileFormat: 'CSV', fileSchema: 'Bucket, Key, Size' };
  await store('items', JSON.stringify({ ...inventory, files: [{ key: 'rows.csv' }] }));
  await store('1.jsonl', '{"a":1}\n');
  await store('2.jsonl', '{"a":2}\n');
  await store('athena', 's3://data/1.jsonl\ns3://data/2.jsonl\n');

  expect(await read({ InputType: 'MANIFEST' })).toEqual([
    { Bucket: 'data', Key: 'a b.txt', Size: '3' },
    { Bucket: 'data', Key: 'c.txt', Size: '4' },
  ]);
  expect(await read({ ManifestType: 'ATHENA_DATA', InputType: 'JSONL' }, { Key: 'athena' })).toEqual([
    { a: 1 },
    { a: 2 },
  ]);
});

test.each([
  ['JSON that ends too early', 'JSON', '[1, {"a":'],
  ['JSON with something behind it', 'JSON', '[1] 2'],
  ['JSON without a comma', 'JSON', '[1 2]'],
  ['JSON that is one number', 'JSON', '7'],
  ['nothing at all', 'JSON', ''],
  ['a line that is not JSON', 'JSONL', '{"a":1}\nno\n'],
  ['CSV that ends within quotes', 'CSV', 'a,b\n1,"2\n'],
])('%s fails the reader', async (_title, InputType, body) => {
  await store('items', body);

  const config = { InputType, ...(InputType === 'CSV' && { CSVHeaderLocation: 'FIRST_ROW' }) };
  expect(await read(config)).toMatchObject({ error: 'States.ItemReaderFailed' });
});

test('what S3 refuses fails the reader; a machine that reads what is not read here is refused', async () => {
  await store('items', '');

  expect(await read({ InputType: 'JSON' }, { Key: 'none' })).toMatchObject({
    error: 'States.ItemReaderFailed',
    cause: expect.stringContaining('Error Code: NoSuchKey'),
  });
  await expect(read({ InputType: 'PARQUET' })).rejects.toThrow('the InputType PARQUET of an ItemReader');
});

test('results are written into S3, by how the children ended', async () => {
  await store('x', '');
  const writer = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'data', Prefix: 'out' } };
  const arn = await makeMachine(target, mapOf(sometimes, { ToleratedFailureCount: 1, ResultWriter: writer }));

  const ended = await run(target, arn, items(1, 1));

  const MapRunArn = mapRunOf(ended);
  const folder = `out/${MapRunArn.split(':').at(-1)}`;
  expect(JSON.parse(ended.output ?? '')).toEqual({
    MapRunArn,
    ResultWriterDetails: { Bucket: 'data', Key: `${folder}/manifest.json` },
  });
  expect(await stored(`${folder}/manifest.json`)).toEqual({
    DestinationBucket: 'data',
    MapRunArn,
    ResultFiles: {
      FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: expect.any(Number) }],
      PENDING: [],
      SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: expect.any(Number) }],
    },
  });
  expect(await stored(`${folder}/SUCCEEDED_0.json`)).toMatchObject([
    { Input: '{"ok":true}', Output: '{"ok":true}', Status: 'SUCCEEDED', RedriveStatus: 'NOT_REDRIVABLE' },
  ]);
  expect(await stored(`${folder}/FAILED_0.json`)).toMatchObject([{ Error: 'Mine', Status: 'FAILED' }]);
  expect(await describe(MapRunArn)).toMatchObject({ itemCounts: { resultsWritten: 2 } });
});

test('results that cannot be written fail the map run', async () => {
  const writer = { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'no-such-bucket' } };
  const arn = await makeMachine(target, mapOf(pass, { ResultWriter: writer }));

  const ended = await run(target, arn, [1]);

  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ResultWriterFailed' });
});

test('results are transformed as their writer says', async () => {
  const flat = await makeMachine(
    target,
    mapOf(pass, { ResultWriter: { WriterConfig: { Transformation: 'FLATTEN' } } }),
  );
  const { output } = await run(target, flat, [[1, 2], 3, [[4]]]);
  expect(JSON.parse(output ?? '')).toEqual([1, 2, 3, [4]]);

  const writer = { WriterConfig: { Transformation: 'NONE' } };
  const stateMachineArn = await makeMachine(target, mapOf(pass, { ResultWriter: writer }), { name: 'whole' });
  const whole = JSON.parse((await run(target, stateMachineArn, [1])).output ?? '');
  expect(whole).toMatchObject([{ Input: '1', Output: '1', Status: 'SUCCEEDED' }]);
  const child = await target
    .client(SFNClient)
    .send(new DescribeExecutionCommand({ executionArn: whole[0].ExecutionArn }));
  expect(child).toMatchObject({ status: 'SUCCEEDED', stateMachineArn: `${stateMachineArn}/Items` });
  expect(child.executionArn).toMatch(/:execution:whole\/Items:[0-9a-f-]{36}$/);
});

test('an execution that is stopped aborts its map run, and its history tells so', async () => {
  const client = target.client(SFNClient);
  const waiting = { Keep: { Type: 'Wait', Seconds: 60, End: true } };
  const stateMachineArn = await makeMachine(target, mapOf(waiting), { name: 'stopped' });
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input: '[1,2]' }));
  await target.cloud.clock.advance('3s');

  await client.send(new StopExecutionCommand({ executionArn }));
  await target.cloud.clock.advance('3s');

  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.slice(-3).map(({ type }) => type)).toEqual(['MapRunStarted', 'MapRunAborted', 'ExecutionAborted']);
  const { mapRunArn = '' } = events.at(-3)?.mapRunStartedEventDetails ?? {};
  expect((await describe(mapRunArn)).status).toBe('ABORTED');
});

test('a machine is described by the label of its Map, and children of a map run tell it', async () => {
  const client = target.client(SFNClient);
  const arn = await makeMachine(target, mapOf(pass), { name: 'labelled' });
  const mapRunArn = mapRunOf(await run(target, arn, [1]));
  const { executions = [] } = await client.send(new ListExecutionsCommand({ mapRunArn }));

  const whole = await client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
  const byLabel = await client.send(new DescribeStateMachineCommand({ stateMachineArn: `${arn}/Items` }));
  const ofChild = await client.send(
    new DescribeStateMachineForExecutionCommand({ executionArn: executions[0]?.executionArn }),
  );

  expect(whole.label).toBeUndefined();
  expect(byLabel).toMatchObject({ stateMachineArn: `${arn}/Items`, label: 'Items', definition: whole.definition });
  expect(ofChild).toMatchObject({ label: 'Items', mapRunArn });
  expect(executions).toMatchObject([{ mapRunArn, itemCount: 1, status: 'SUCCEEDED' }]);
  const none = client.send(new DescribeStateMachineCommand({ stateMachineArn: `${arn}/None` }));
  await expect(none).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});
