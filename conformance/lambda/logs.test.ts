import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
let logs: CloudWatchLogsClient;
beforeEach(() => {
  client = target.client(LambdaClient);
  logs = target.client(CloudWatchLogsClient);
});

const messages = async (logGroupName: string): Promise<string[]> => {
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  return (events ?? []).map(({ message }) => message ?? '');
};

describe('logs of a function', () => {
  it('are in its log group when the invoke answers, a stream for each environment', async () => {
    await makeFunction(
      client,
      'console.log("init"); exports.handler = async () => { console.log("run"); process.stdout.write("raw\\n"); };',
    );

    await invoke(client);
    await invoke(client);

    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: '/aws/lambda/f' }));
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual([
      expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/),
    ]);
    const kinds = (await messages('/aws/lambda/f')).map((text) => /^[A-Z_]+(?= )|init|run|raw/.exec(text)?.[0]);
    const invoked = ['START', 'run', 'raw', 'END', 'REPORT'];
    expect(kinds).toEqual(['INIT_START', 'init', ...invoked, ...invoked]);
  });

  it('are cut at 1 MiB, and keep the lines beside it', async () => {
    await makeFunction(
      client,
      'exports.handler = async () => { console.log("€".repeat(400_000)); console.log("after"); };',
    );

    await invoke(client);

    const lines = await messages('/aws/lambda/f');
    const long = lines.find((text) => text.includes('€€€')) ?? '';
    expect(Buffer.byteLength(long)).toBeGreaterThan(1_048_540);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(1_048_550);
    expect(lines.at(-1)).toMatch(/^REPORT/);
    expect(lines.some((text) => text.includes('after'))).toBe(true);
  });

  it('go to the group that the function names', async () => {
    await makeFunction(client, 'exports.handler = async () => 1;', { LoggingConfig: { LogGroup: '/mine' } });

    await invoke(client);

    expect((await messages('/mine'))[0]).toMatch(/^INIT_START Runtime Version: nodejs:24/);
  });

  it('tell of timeouts and failed init phases', async () => {
    await makeFunction(client, 'throw new RangeError("early");');

    await invoke(client);

    const text = (await messages('/aws/lambda/f')).join('');
    expect(text).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: RangeError\n/);
    expect(text).toMatch(
      /INIT_REPORT Init Duration: [\d.]+ ms\tPhase: invoke\tStatus: error\tError Type: RangeError\n/,
    );
    expect(text).toMatch(/REPORT RequestId: .*\tStatus: error\tError Type: RangeError\n/);
  });
});

describe('metrics of a function', () => {
  it('count invocations, errors and durations', async () => {
    await makeFunction(client, 'exports.handler = async (e) => { if (e.fail) throw new Error("no"); };');
    await invoke(client);
    await invoke(client, { fail: true });

    await target.cloud.clock.advance('1m');

    const now = target.cloud.clock.now();
    const sum = async (MetricName: string) => {
      const { Datapoints } = await target.client(CloudWatchClient).send(
        new GetMetricStatisticsCommand({
          Namespace: 'AWS/Lambda',
          MetricName,
          Dimensions: [{ Name: 'FunctionName', Value: 'f' }],
          StartTime: new Date(now - 3_600_000),
          EndTime: new Date(now + 60_000),
          Period: 7200,
          Statistics: ['Sum', 'SampleCount'],
        }),
      );
      return Datapoints?.reduce((total, { Sum = 0 }) => total + Sum, 0);
    };
    expect([await sum('Invocations'), await sum('Errors')]).toEqual([2, 1]);
    expect(await sum('Duration')).toBeGreaterThan(0);
  });
});
