import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../../../cloud.ts';
import type { StageRecord } from '../../state.ts';
import { changeStage, deployStage } from '../../testing/stage-fixture.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'error' });
});
afterEach(() => cloud.close());

const method = { path: '/a', verb: 'POST', service: 'ssm:action/DescribeParameters' };
const failing = { ...method, path: '/b', integration: { credentials: 'arn:aws:iam::000000000000:user/nobody' } };
const post = { method: 'POST', body: '{}' };

/** Lines of a log group, as soon as there are any. */
async function linesOf(logGroupName: string): Promise<string[]> {
  const logs = new CloudWatchLogsClient(cloud.clientConfig());
  const read = async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    expect(events).not.toEqual([]);
    return events.map(({ message = '' }) => message.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'));
  };
  await expect
    .poll(() =>
      read().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
  return read();
}

const logging = (settings: NonNullable<StageRecord['methodSettings']>[string]) => ({
  methodSettings: { '*/*': settings },
});

describe('the execution log', () => {
  it('tells at level INFO what happened, and nothing that was sent', async () => {
    const { url, restApiId } = await deployStage(cloud, [method], logging({ loggingLevel: 'INFO' }));

    await fetch(`${url}/a`, post);

    const lines = await linesOf(`API-Gateway-Execution-Logs_${restApiId}/prod`);
    expect(lines).toEqual([
      expect.stringMatching(/^\(ID\) Extended Request Id: \S+=$/),
      `(ID) Verifying Usage Plan for request: ID. API Key:  API Stage: ${restApiId}/prod`,
      "(ID) API Key  authorized because method 'POST /a' does not require API Key. Request will not contribute to throttle or quota limits",
      `(ID) Usage Plan check succeeded for API Key  and API Stage ${restApiId}/prod`,
      '(ID) Starting execution for request: ID',
      '(ID) HTTP Method: POST, Resource Path: /a',
      '(ID) Sending request to https://ssm.us-east-1.amazonaws.com/?Action=DescribeParameters',
      expect.stringMatching(/^\(ID\) Received response. Status: 200, Integration latency: \d+ ms$/),
      '(ID) Successfully completed execution',
      '(ID) Method completed with status: 200',
      '(ID) AWS Integration Endpoint RequestId : ID',
    ]);
  });

  it('tells with data trace what was sent both ways', async () => {
    const settings = logging({ loggingLevel: 'INFO', dataTraceEnabled: true });
    const { url, restApiId } = await deployStage(cloud, [method], settings);

    await fetch(`${url}/a`, { ...post, headers: { authorization: 'secret-of-mine' } });

    const text = (await linesOf(`API-Gateway-Execution-Logs_${restApiId}/prod`)).join('\n');
    expect(text).toContain('Method request body before transformations: {}');
    expect(text).toContain('Endpoint response body before transformations: {"Parameters":[]}');
    expect(text).toContain('authorization=********f-mine');
    expect(text).not.toContain('secret-of-mine');
  });

  it('tells at level ERROR what failed, and nothing else', async () => {
    const { url, restApiId } = await deployStage(cloud, [method, failing], logging({ loggingLevel: 'ERROR' }));

    await fetch(`${url}/a`, post);
    await fetch(`${url}/b`, post);

    expect(await linesOf(`API-Gateway-Execution-Logs_${restApiId}/prod`)).toEqual([
      '(ID) Execution failed due to configuration error: API Gateway does not have permission to assume the provided role',
      '(ID) Method completed with status: 500',
    ]);
  });

  it('of a canary is told beside the stage’s too', async () => {
    const { url, restApiId } = await deployStage(cloud, [method], {
      ...logging({ loggingLevel: 'INFO' }),
      canarySettings: { percentTraffic: 100 },
    });

    await fetch(`${url}/a`, post);

    const group = `API-Gateway-Execution-Logs_${restApiId}/prod`;
    expect(await linesOf(`${group}/Canary`)).toEqual(await linesOf(group));
  });
});

it('the access log knows whether a canary answered', async () => {
  const logs = new CloudWatchLogsClient(cloud.clientConfig());
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'access' }));
  const { url } = await deployStage(cloud, [method], {
    accessLogSettings: {
      destinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
      format: '$context.isCanaryRequest $context.status $context.resourcePath',
    },
    canarySettings: { percentTraffic: 100 },
  });

  await fetch(`${url}/a`, post);

  expect(await linesOf('access')).toEqual(['true 200 /a']);
});

describe('metrics', () => {
  const sumOf = async (
    MetricName: string,
    dimensions: Record<string, string>,
    statistic: 'Sum' | 'SampleCount' = 'Sum',
  ) => {
    const { Datapoints = [] } = await new CloudWatchClient(cloud.clientConfig()).send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApiGateway',
        MetricName,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 3_600_000),
        Period: 7200,
        Statistics: [statistic],
      }),
    );
    return Datapoints.reduce((sum, point) => sum + (point[statistic] ?? 0), 0);
  };

  it('count requests and errors by API and stage', async () => {
    const { url } = await deployStage(cloud, [method, failing]);
    for (const path of ['a', 'b', 'nowhere']) await fetch(`${url}/${path}`, post);

    for (const by of [{ ApiName: 'services' }, { ApiName: 'services', Stage: 'prod' }]) {
      expect([await sumOf('Count', by), await sumOf('4XXError', by), await sumOf('5XXError', by)]).toEqual([3, 1, 1]);
      expect(await sumOf('Latency', by, 'SampleCount')).toBe(3);
      expect(await sumOf('IntegrationLatency', by, 'SampleCount')).toBe(2);
    }
  });

  it('count hits and misses of the cache, and each method where the stage asks for it', async () => {
    const get = { ...method, verb: 'GET' };
    const settings = { '*/*': { cachingEnabled: true, metricsEnabled: true } };
    const { url, restApiId } = await deployStage(cloud, [get], { cacheClusterEnabled: true, methodSettings: settings });
    for (let each = 0; each < 3; each += 1) await fetch(`${url}/a`);
    changeStage(cloud, restApiId, { methodSettings: {} });
    await fetch(`${url}/a`);

    const by = { ApiName: 'services', Stage: 'prod', Method: 'GET', Resource: '/a' };
    const counted = [await sumOf('Count', by), await sumOf('CacheHitCount', by), await sumOf('CacheMissCount', by)];

    expect(counted).toEqual([3, 2, 1]);
  });
});
