import { beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../kernel/errors.ts';
import { createLog } from '../kernel/log.ts';
import { LogBuffer } from './log-buffer.ts';

interface Event {
  readonly timestamp: number;
  readonly message: string;
}

let calls: string[];
let batches: (readonly Event[])[];
let lines: string[];
/** What the next calls of an operation fail with. */
let failures: Map<string, Error[]>;
/** Holds PutLogEvents while it is there. */
let held: PromiseWithResolvers<void> | undefined;

beforeEach(() => {
  calls = [];
  batches = [];
  lines = [];
  failures = new Map();
  held = undefined;
});

const target = { account: '000000000000', region: 'us-east-1', group: 'g', stream: 's' };

function newBuffer(makesGroup = true): LogBuffer {
  const call = async <Output>(_service: string, operation: string, input: object) => {
    calls.push(operation);
    if (operation === 'PutLogEvents') await held?.promise;
    const failure = failures.get(operation)?.shift();
    if (failure) throw failure;
    if (operation === 'PutLogEvents') batches.push((input as { readonly logEvents: readonly Event[] }).logEvents);
    return {} as Output;
  };
  const log = createLog('warn', (line) => void lines.push(line));
  return new LogBuffer({ log, call }, target, { principal: 'test.amazonaws.com', makesGroup });
}

const sizes = () => batches.map(({ length }) => length);
const notFound = () => new AwsError('ResourceNotFoundException', 'no such group', { status: 400 });

describe('lines of a log stream', () => {
  it('make the group where the service does so, and the stream, once', async () => {
    const buffer = newBuffer();

    buffer.write(1, 'one');
    await buffer.flush();
    buffer.write(2, 'two');
    await buffer.flush();

    expect(calls).toEqual(['CreateLogGroup', 'CreateLogStream', 'PutLogEvents', 'PutLogEvents']);
    expect(batches).toEqual([[{ timestamp: 1, message: 'one' }], [{ timestamp: 2, message: 'two' }]]);
  });

  it('that come while a batch is under way go with the next one, and a flush waits for them', async () => {
    const buffer = newBuffer(false);
    held = Promise.withResolvers();
    buffer.write(1, 'one');
    const flushed = buffer.flush();
    buffer.write(2, 'two');
    buffer.write(3, 'three');

    held.resolve();
    await buffer.flush();
    await flushed;

    expect(sizes()).toEqual([1, 2]);
  });

  it('that are empty are left out', async () => {
    const buffer = newBuffer();

    buffer.write(1, '');
    buffer.write(2, 'two');
    await buffer.flush();

    expect(batches).toEqual([[{ timestamp: 2, message: 'two' }]]);
  });

  it('are put in the order of their time', async () => {
    const buffer = newBuffer();

    for (const timestamp of [3, 1, 2]) buffer.write(timestamp, `at ${timestamp}`);
    await buffer.flush();

    expect(batches.flat().map(({ timestamp }) => timestamp)).toEqual([1, 2, 3]);
  });

  it('are cut where a call would hold too many, too much, or more than a day', async () => {
    const buffer = newBuffer();

    for (let count = 0; count < 10_000; count += 1) buffer.write(0, 'x');
    buffer.write(0, 'y');
    await buffer.flush();
    const many = sizes();
    batches = [];
    for (let count = 0; count < 3; count += 1) buffer.write(0, 'x'.repeat(500_000));
    await buffer.flush();
    const much = sizes();
    batches = [];
    for (const day of [0, 1, 2]) buffer.write(day * 86_400_000, 'x');
    await buffer.flush();

    expect([many, much, sizes()]).toEqual([
      [10_000, 1],
      [2, 1],
      [2, 1],
    ]);
  });

  it('find their group again when somebody has deleted it', async () => {
    const buffer = newBuffer();
    buffer.write(1, 'one');
    await buffer.flush();
    failures.set('PutLogEvents', [notFound()]);

    buffer.write(2, 'two');
    await buffer.flush();

    expect(calls.slice(3)).toEqual(['PutLogEvents', 'CreateLogGroup', 'CreateLogStream', 'PutLogEvents']);
    expect(sizes()).toEqual([1, 1]);
  });

  it('that are not taken are told in the log, and the next ones are tried', async () => {
    const buffer = newBuffer(false);
    failures.set('CreateLogStream', [notFound()]);

    buffer.write(1, 'one');
    await buffer.flush();
    buffer.write(2, 'two');
    await buffer.flush();

    expect(lines).toEqual([expect.stringContaining('1 lines of g could not be kept')]);
    expect(sizes()).toEqual([1]);
  });

  it('of a world that is gone are dropped, and nothing is made for them in the next one', async () => {
    const buffer = newBuffer();
    held = Promise.withResolvers();
    failures.set('PutLogEvents', [notFound()]);
    buffer.write(1, 'one');
    const flushed = buffer.flush();
    while (!calls.includes('PutLogEvents')) await new Promise((resolve) => setImmediate(resolve));
    buffer.write(2, 'two');

    buffer.clear();
    held.resolve();
    await flushed;

    expect(calls).toEqual(['CreateLogGroup', 'CreateLogStream', 'PutLogEvents']);
    expect([batches, lines]).toEqual([[], []]);
  });
});
