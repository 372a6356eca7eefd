import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const logGroupName = '/app/api';
const start = Date.now() - 60_000;
let client: Logs.CloudWatchLogsClient;

const messages = [
  '{"level":"INFO","ms":5,"route":"/a","user":{"ids":["u1","u2"]}}',
  '{"level":"ERROR","ms":50,"route":"/b","ok":false}',
  'plain text from 10.0.0.1 took 7 ms',
  '{"level":"ERROR","ms":10,"route":"/a"}',
];

beforeEach(async () => {
  client = target.client(Logs.CloudWatchLogsClient);
  await client.send(new Logs.CreateLogGroupCommand({ logGroupName }));
  await client.send(new Logs.CreateLogStreamCommand({ logGroupName, logStreamName: 'one' }));
  const logEvents = messages.map((message, index) => ({ timestamp: start + index, message }));
  await client.send(new Logs.PutLogEventsCommand({ logGroupName, logStreamName: 'one', logEvents }));
});

const begin = (queryString: string, more: Partial<Logs.StartQueryRequest> = {}) =>
  client.send(
    new Logs.StartQueryCommand({
      logGroupName,
      startTime: Math.floor(start / 1000) - 10,
      endTime: Math.floor(start / 1000) + 10,
      queryString,
      ...more,
    }),
  );

const run = async (queryString: string, more: Partial<Logs.StartQueryRequest> = {}) => {
  const { queryId } = await begin(queryString, more);
  const { results, status } = await client.send(new Logs.GetQueryResultsCommand({ queryId }));
  expect(status).toBe('Complete');
  return results?.map((row) =>
    Object.fromEntries(row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [field, value])),
  );
};

describe('StartQuery', () => {
  it('answers the newest events first, each with a pointer', async () => {
    const { queryId } = await begin('fields @timestamp, @message, @logStream, @log | limit 2');

    const { results, statistics, status } = await client.send(new Logs.GetQueryResultsCommand({ queryId }));

    expect(status).toBe('Complete');
    expect(statistics).toMatchObject({ recordsMatched: 4, recordsScanned: 4 });
    expect(results).toEqual([
      [
        { field: '@timestamp', value: new Date(start + 3).toISOString().replace('T', ' ').replace('Z', '') },
        { field: '@message', value: messages[3] },
        { field: '@logStream', value: 'one' },
        { field: '@log', value: `000000000000:${logGroupName}` },
        { field: '@ptr', value: expect.any(String) },
      ],
      expect.any(Array),
    ]);
    const logRecordPointer = results?.[0]?.at(-1)?.value;
    const { logRecord } = await client.send(new Logs.GetLogRecordCommand({ logRecordPointer }));
    expect(logRecord).toMatchObject({ '@message': messages[3] });
  });

  it.each<[string, Record<string, string>[]]>([
    ['fields ms | filter level = "ERROR" and ms >= 10 | sort ms asc', [{ ms: '10' }, { ms: '50' }]],
    [
      'filter level = "ERROR" | stats count(*) as n, avg(ms), max(ms) by route | sort route',
      [
        { route: '/a', n: '1', 'avg(ms)': '10', 'max(ms)': '10' },
        { route: '/b', n: '1', 'avg(ms)': '50', 'max(ms)': '50' },
      ],
    ],
    ['stats count(*)', [{ 'count(*)': '4' }]],
    [
      'filter @message like /took \\d+/ | parse @message "from * took * ms" as ip, took | display ip, took',
      [{ ip: '10.0.0.1', took: '7' }],
    ],
    ['parse @message /took (?<took>\\d+)/ | filter ispresent(took) | fields took * 2 as twice', [{ twice: '14' }]],
    ['filter @message like "plain" | fields strlen(@message) as length', [{ length: '34' }]],
    ['filter user.ids.0 = "u1" | fields user.ids.1', [{ 'user.ids.1': 'u2' }]],
    ['filter route in ["/b"] | fields ok', [{ ok: '0' }]],
    [
      'filter ispresent(route) | dedup route | fields route, ms # newest of each',
      [
        { route: '/a', ms: '10' },
        { route: '/b', ms: '50' },
      ],
    ],
    ['fields ms | filter level not in ["ERROR"]| sort ms desc | head 1', [{ ms: '5' }]],
    ['filter not (level = "ERROR") and level like /(?i)info/ | display level', [{ level: 'INFO' }]],
    ['stats pct(ms, 50) as middle, count_distinct(route) as routes', [{ middle: '10', routes: '2' }]],
    ['fields coalesce(level, "none") as l | filter l = "none"', [{ l: 'none' }]],
  ])('runs %s', async (query, rows) => {
    expect(await run(query)).toEqual(rows);
  });

  it('groups by spans of time, written as dates', async () => {
    const rows = await run('stats count(*) as n by bin(1d)');

    expect(rows?.[0]).toMatchObject({ 'bin(1d)': expect.stringMatching(/^\d{4}-\d\d-\d\d 00:00:00\.000$/) });
  });

  it.each([
    'fields @message | explode x',
    'filter (a = 1',
    'stats count(* by x',
    'fields a as',
    'parse @message "*" as',
  ])('refuses %s', async (query) => {
    await expect(begin(query)).rejects.toMatchObject({
      name: 'MalformedQueryException',
      queryCompileError: { location: { startCharOffset: expect.any(Number) } },
    });
  });

  it('wants a group that is there, one way of naming it, and a start before the end', async () => {
    await expect(begin('fields a', { logGroupName: 'none' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(begin('fields a', { logGroupNames: [logGroupName] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(begin('fields a', { endTime: 1 })).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

it('DescribeQueries › tells those that ran; StopQuery finds none that still runs', async () => {
  const { queryId } = await begin('fields @message');

  const { queries } = await client.send(new Logs.DescribeQueriesCommand({ logGroupName }));

  expect(queries).toEqual([
    expect.objectContaining({ queryId, queryString: 'fields @message', status: 'Complete', logGroupName }),
  ]);
  await expect(client.send(new Logs.StopQueryCommand({ queryId }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await expect(client.send(new Logs.StopQueryCommand({ queryId: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it('PutQueryDefinition › is described, changed by its id and deleted', async () => {
  const put = (name: string, queryDefinitionId?: string) =>
    client.send(new Logs.PutQueryDefinitionCommand({ name, queryString: 'fields a', queryDefinitionId }));
  const list = async () =>
    (await client.send(new Logs.DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: 'ord' })))
      .queryDefinitions;
  const { queryDefinitionId } = await put('orders');
  await put('other');

  await put('orders/2', queryDefinitionId);

  expect(await list()).toEqual([
    expect.objectContaining({ name: 'orders/2', queryDefinitionId, queryString: 'fields a' }),
  ]);
  await client.send(new Logs.DeleteQueryDefinitionCommand({ queryDefinitionId }));
  expect(await list()).toEqual([]);
  await expect(put('orders', queryDefinitionId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('ListLogGroups › finds by a part of the name or, behind ^, its beginning', async () => {
  await client.send(new Logs.CreateLogGroupCommand({ logGroupName: '/other/app/x' }));
  const list = async (logGroupNamePattern?: string) =>
    (await client.send(new Logs.ListLogGroupsCommand({ logGroupNamePattern }))).logGroups;

  expect(await list('^/app')).toEqual([
    {
      logGroupName,
      logGroupArn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`,
      logGroupClass: 'STANDARD',
    },
  ]);
  expect(await list('APP')).toHaveLength(2);
  expect(await list()).toHaveLength(2);
});
