import { gunzipSync } from 'node:zlib';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';

const target = useCloud();
const names = { logGroupName: '/app/api', logStreamName: 'one' };
const destinationArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
let client: Logs.CloudWatchLogsClient;
beforeEach(async () => {
  client = target.client(Logs.CloudWatchLogsClient);
  await client.send(new Logs.CreateLogGroupCommand({ logGroupName: names.logGroupName }));
  await client.send(new Logs.CreateLogStreamCommand(names));
});

const put = (more: Partial<Logs.PutSubscriptionFilterRequest> = {}) =>
  client.send(
    new Logs.PutSubscriptionFilterCommand({
      logGroupName: names.logGroupName,
      filterName: 'errors',
      filterPattern: 'ERROR',
      destinationArn,
      ...more,
    }),
  );

const permit = (logGroupName = names.logGroupName, Principal = 'logs.amazonaws.com') =>
  target.client(LambdaClient).send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 'logs',
      Action: 'lambda:InvokeFunction',
      Principal,
      SourceArn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}:*`,
    }),
  );

const received = async () => {
  const input = { logGroupName: '/aws/lambda/f', filterPattern: 'awslogs' };
  const { events = [] } = await client.send(new Logs.FilterLogEventsCommand(input));
  return events.map(({ message = '' }) => {
    const { awslogs } = JSON.parse(message.slice(message.indexOf('{'))) as { awslogs: { data: string } };
    return JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()) as object;
  });
};

it('PutSubscriptionFilter › brings a function the events that match, packed', async () => {
  await makeFunction(
    target.client(LambdaClient),
    'exports.handler = async (event) => { console.log(JSON.stringify(event)); };',
  );
  await permit();
  await put();
  const timestamp = Date.now();
  const logEvents = ['ERROR a', 'INFO b', 'ERROR c'].map((message) => ({ timestamp, message }));

  await client.send(new Logs.PutLogEventsCommand({ ...names, logEvents }));

  await expect.poll(() => received().catch(() => []), { timeout: 10_000 }).toHaveLength(1);
  const { events } = await client.send(
    new Logs.FilterLogEventsCommand({ ...names, logStreamNames: ['one'], filterPattern: 'ERROR' }),
  );
  expect(await received()).toEqual([
    {
      messageType: 'DATA_MESSAGE',
      owner: '000000000000',
      logGroup: names.logGroupName,
      logStream: names.logStreamName,
      subscriptionFilters: ['errors'],
      logEvents: events?.map(({ eventId, message }) => ({ id: eventId, timestamp, message })),
    },
  ]);
});

it('PutSubscriptionFilter › refuses a function that does not let CloudWatch Logs invoke it', async () => {
  const refusal = {
    name: 'InvalidParameterException',
    message:
      'Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.',
  };

  await expect(put()).rejects.toMatchObject(refusal);
  await makeFunction(target.client(LambdaClient), 'exports.handler = async () => {};');
  await expect(put()).rejects.toMatchObject(refusal);
  await permit('/other');
  await expect(put()).rejects.toMatchObject(refusal);
});

it('PutSubscriptionFilter › knows CloudWatch Logs by its name in the region, too, and any group by a wildcard', async () => {
  await makeFunction(target.client(LambdaClient), 'exports.handler = async () => {};');
  await permit('/*', 'logs.us-east-1.amazonaws.com');

  await put();

  const { subscriptionFilters } = await client.send(
    new Logs.DescribeSubscriptionFiltersCommand({ logGroupName: names.logGroupName }),
  );
  expect(subscriptionFilters).toHaveLength(1);
});

it('PutSubscriptionFilter › takes two filters a group, and roles for streams alone', async () => {
  const stream = { destinationArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s' };
  const roleArn = 'arn:aws:iam::000000000000:role/r';
  const list = async (filterNamePrefix?: string) => {
    const input = { logGroupName: names.logGroupName, filterNamePrefix };
    return (await client.send(new Logs.DescribeSubscriptionFiltersCommand(input))).subscriptionFilters;
  };

  await expect(put(stream)).rejects.toThrow('destinationArn for vendor kinesis cannot be used without roleArn');
  await put({ ...stream, roleArn, filterName: 'a' });
  await put({ ...stream, roleArn, filterName: 'b', distribution: 'Random' });
  await expect(put({ ...stream, roleArn, filterName: 'c' })).rejects.toMatchObject({ name: 'LimitExceededException' });
  await expect(put({ ...stream, roleArn, logGroupName: 'none' })).rejects.toThrow(
    'The specified log group does not exist.',
  );
  await put({ ...stream, roleArn, filterName: 'a', filterPattern: 'WARN' });

  expect(await list()).toEqual([
    {
      filterName: 'a',
      logGroupName: names.logGroupName,
      filterPattern: 'WARN',
      ...stream,
      roleArn,
      distribution: 'ByLogStream',
      applyOnTransformedLogs: false,
      creationTime: expect.any(Number),
    },
    expect.objectContaining({ filterName: 'b', distribution: 'Random' }),
  ]);
  expect(await list('b')).toHaveLength(1);
  const remove = () =>
    client.send(new Logs.DeleteSubscriptionFilterCommand({ logGroupName: names.logGroupName, filterName: 'a' }));
  await remove();
  expect(await list()).toHaveLength(1);
  await expect(remove()).rejects.toThrow('The specified subscription filter does not exist.');
});
