import { SFNClient, TestStateCommand, type TestStateInput } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

/** Tests a state with a mock, with all that can be told of it. */
async function tested(definition: object, input: Partial<TestStateInput> = {}) {
  const command = new TestStateCommand({
    definition: JSON.stringify(definition),
    inspectionLevel: 'DEBUG',
    ...input,
  });
  const { $metadata: _metadata, ...answer } = await target.client(SFNClient).send(command);
  return answer;
}

const describeRule = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:scheduler:createSchedule', End: true };
const send = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true };
const map = (more: object = {}) => ({
  Type: 'Map',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Each',
    States: { Each: { Type: 'Pass', End: true } },
  },
  End: true,
  ...more,
});
const reader = (ReaderConfig: object) => ({
  Resource: 'arn:aws:states:::s3:getObject',
  Parameters: { Bucket: 'data', Key: 'list' },
  ReaderConfig,
});
const failing = (error: string, cause?: string) => ({ errorOutput: { error, ...(cause !== undefined && { cause }) } });

describe('a mocked result', () => {
  it('must be as the service would answer: all that is required, and nothing of another type', async () => {
    const of = (result: object, fieldValidationMode?: 'STRICT' | 'PRESENT' | 'NONE') =>
      tested(describeRule, { mock: { result: JSON.stringify(result), fieldValidationMode } });

    expect(await of({ ScheduleArn: 'arn', Other: 1 })).toMatchObject({ status: 'SUCCEEDED' });
    await expect(of({})).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Mock result schema validation error: Field 'ScheduleArn' is required",
    });
    expect(await of({}, 'PRESENT')).toMatchObject({ status: 'SUCCEEDED' });
    await expect(of({ ScheduleArn: 1 }, 'PRESENT')).rejects.toMatchObject({
      message: "Mock result schema validation error: Field 'ScheduleArn' must be a string",
    });
    expect(await of({ ScheduleArn: 1 }, 'NONE')).toMatchObject({ output: '{"ScheduleArn":1}' });
  });

  it('is held against optimized integrations as well, and not where a token or a job answers', async () => {
    const result = '{"MessageId":7}';

    await expect(tested(send, { mock: { result } })).rejects.toMatchObject({ name: 'ValidationException' });
    const waiting = { ...send, Resource: `${send.Resource}.waitForTaskToken` };
    expect(await tested(waiting, { mock: { result } })).toMatchObject({ output: result });
  });

  it('of a Map is a list', async () => {
    await expect(tested(map(), { input: '[1]', mock: { result: '{}' } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('a mocked error', () => {
  const handled = (handlers: object) => ({ ...send, ...handlers });

  it('of the kind that nobody catches fails the state, whatever its retriers and catchers say', async () => {
    const all = { ErrorEquals: ['States.ALL'] };
    const state = handled({ Retry: [all], Catch: [{ ...all, Next: 'Undo' }] });

    expect(await tested(state, { mock: failing('States.Runtime', 'no') })).toMatchObject({ status: 'FAILED' });
    expect(await tested(state, { mock: failing('States.DataLimitExceeded') })).toMatchObject({ status: 'FAILED' });
    expect(await tested(state, { mock: failing('Other') })).toMatchObject({ status: 'RETRIABLE' });
  });

  it('waits no longer than MaxDelaySeconds', async () => {
    const state = handled({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 5, MaxDelaySeconds: 12, MaxAttempts: 9 }] });
    const stateConfiguration = { retrierRetryCount: 3 };

    expect(await tested(state, { mock: failing('E'), stateConfiguration })).toMatchObject({
      inspectionData: { errorDetails: { retryIndex: 0, retryBackoffIntervalSeconds: 12 } },
    });
  });

  it('may come from a state within a Map or a Parallel, which must be there', async () => {
    const from = (errorCausedByState: string, definition: object = map()) =>
      tested(definition, { input: '[1]', mock: failing('E'), stateConfiguration: { errorCausedByState } });

    expect(await from('Each')).toMatchObject({ status: 'FAILED', error: 'E' });
    await expect(from('Nobody')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(from('Each', send)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('what a reader would have read', () => {
  const read = (ReaderConfig: object, mapItemReaderData: string, more: object = {}) =>
    tested(map({ ItemReader: reader(ReaderConfig), ...more }), {
      mock: { result: '[]' },
      stateConfiguration: { mapItemReaderData },
    });

  it('is in the format that ReaderConfig says', async () => {
    const items = async (config: object, data: string) => (await read(config, data)).inspectionData?.afterItemsPath;

    expect(await items({ InputType: 'JSON' }, '[1,2]')).toBe('[1,2]');
    expect(await items({ InputType: 'JSONL' }, '{"a":1}\n{"a":2}\n')).toBe('[{"a":1},{"a":2}]');
    expect(await items({ InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }, 'a,b\n1,2\n')).toBe('[{"a":"1","b":"2"}]');
    expect(await items({ InputType: 'JSON', MaxItems: 1 }, '[1,2]')).toBe('[1]');
  });

  it('fails the state where it cannot be read', async () => {
    expect(await read({ InputType: 'JSON' }, 'oops')).toMatchObject({
      status: 'FAILED',
      error: 'States.ItemReaderFailed',
    });
  });

  it('is told behind ItemsPointer, ItemSelector and ItemBatcher', async () => {
    const { inspectionData } = await read({ InputType: 'JSON', ItemsPointer: '/rows' }, '{"rows":[3,4,5]}', {
      ItemSelector: { 'n.$': '$$.Map.Item.Value' },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { day: 'monday' } },
    });

    expect(inspectionData).toMatchObject({
      afterItemsPointer: '[3,4,5]',
      afterItemSelector: '[{"n":3},{"n":4},{"n":5}]',
      afterItemBatcher:
        '[{"BatchInput":{"day":"monday"},"Items":[{"n":3},{"n":4}]},{"BatchInput":{"day":"monday"},"Items":[{"n":5}]}]',
    });
  });

  it('is for Maps with a reader alone', async () => {
    const stateConfiguration = { mapItemReaderData: '[1]' };

    await expect(tested(map(), { mock: { result: '[]' }, stateConfiguration })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
