import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { type Metric, MetricBuffer } from './metrics.ts';

interface Datum {
  readonly MetricName: string;
  readonly Values: readonly number[];
  readonly Counts: readonly number[];
}

interface Put {
  readonly input: { readonly Namespace: string; readonly MetricData: readonly Datum[] };
  readonly region: string | undefined;
}

let clock: Clock;
let puts: Put[];
let lines: string[];
let refusal: Error | undefined;
let buffer: MetricBuffer;
beforeEach(() => {
  clock = new Clock({ virtual: true, startMs: 0 });
  puts = [];
  lines = [];
  refusal = undefined;
  const call = async <Output>(_service: string, _operation: string, input: object, options: { region?: string }) => {
    if (refusal) throw refusal;
    puts.push({ input: input as Put['input'], region: options.region });
    return {} as Output;
  };
  const log = createLog('warn', (line) => void lines.push(line));
  const source = { namespace: 'AWS/Test', principal: 'test.amazonaws.com', flushAfterMs: 60_000 };
  buffer = new MetricBuffer({ clock, log, call }, source);
});

const metric = (name: string, resource = 'r', region = 'us-east-1'): Metric => ({
  account: '000000000000',
  region,
  name,
  unit: 'Count',
  dimensions: [{ Name: 'Resource', Value: resource }],
});

const data = () => puts.flatMap(({ input }) => input.MetricData);

describe('metrics of a service', () => {
  it('are put together, a minute after the first', async () => {
    buffer.add(metric('Count'), 1);
    buffer.add(metric('Count'), 1);
    buffer.add(metric('Latency'), 20);

    await clock.advance('59s');
    const before = puts.length;
    await clock.advance('1s');

    expect(before).toBe(0);
    expect(puts.map(({ input }) => input.Namespace)).toEqual(['AWS/Test']);
    expect(data()).toMatchObject([
      { MetricName: 'Count', Values: [1], Counts: [2], Dimensions: [{ Name: 'Resource', Value: 'r' }] },
      { MetricName: 'Latency', Values: [20], Counts: [1] },
    ]);
  });

  it('of different minutes are put with the time of each', async () => {
    buffer.add(metric('Count'), 1);
    await clock.advance('59s');
    buffer.add(metric('Count'), 2);
    buffer.add(metric('Count'), 3, 61_000);
    buffer.add(metric('Count'), 4, 62_000);

    await buffer.flush();

    expect(data()).toMatchObject([
      { Timestamp: new Date(0), Values: [1, 2] },
      { Timestamp: new Date(61_000), Values: [3, 4] },
    ]);
  });

  it('of 2,500 resources are put in three calls, and none is left out', async () => {
    for (let number = 0; number < 2500; number += 1) buffer.add(metric('Count', `r${number}`), 1);

    await buffer.flush();

    expect(puts.map(({ input }) => input.MetricData.length)).toEqual([1000, 1000, 500]);
  });

  it('with 400 different values are put in pieces of 150, and every value is told as it was', async () => {
    for (let value = 0; value < 400; value += 1) buffer.add(metric('Latency'), value);

    await buffer.flush();

    expect(data().map(({ Values }) => Values.length)).toEqual([150, 150, 100]);
    expect(data().flatMap(({ Values }) => Values)).toEqual(Array.from({ length: 400 }, (_, value) => value));
  });

  it('are put by region', async () => {
    buffer.add(metric('Count', 'r', 'us-east-1'), 1);
    buffer.add(metric('Count', 'r', 'eu-west-1'), 1);

    await buffer.flush();

    expect(puts.map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('that belong to a world that is gone are not put', async () => {
    buffer.add(metric('Count'), 1);

    buffer.clear();
    await clock.advance('1h');

    expect(puts).toEqual([]);
    expect(clock.nextDueMs).toBeUndefined();
  });

  it('that are not taken are told in the log', async () => {
    refusal = new Error('no');
    buffer.add(metric('Count'), 1);

    await buffer.flush();

    expect(lines).toEqual(['warn  1 metrics of AWS/Test could not be kept: Error: no']);
  });
});
