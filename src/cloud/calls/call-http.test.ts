import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../cloud.ts';
import type { ServiceRequest } from '../kernel/call-options.ts';
import { ConnectionFailure, UnsupportedError } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { Caller } from '../kernel/identity.ts';
import { traceOf } from '../kernel/trace.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'silent' });
});
afterEach(() => cloud.close());

const caller: Caller = {
  kind: 'assumed-role',
  account: '000000000000',
  arn: 'arn:aws:sts::000000000000:assumed-role/api/BackplaneAssumeRoleSession',
  userId: 'AROA:BackplaneAssumeRoleSession',
  principal: '',
};

type Sent = Pick<ServiceRequest, 'endpoint' | 'action'> &
  Partial<Omit<HttpRequest, 'body'>> & { readonly body?: string; readonly region?: string };

const parent = '5d5cbc0c-2c5d-4d0c-9f0e-0123456789ab';

function send({
  endpoint,
  action,
  region = 'us-east-1',
  body = '',
  headers = {},
  ...rest
}: Sent): Promise<HttpResponse> {
  const request: HttpRequest = {
    method: 'POST',
    path: '/',
    query: '',
    headers: { accept: 'application/json', ...headers },
    rawHeaders: [],
    remoteAddress: '127.0.0.1',
    ...rest,
    body: Buffer.from(body),
  };
  const trace = traceOf(parent, undefined, cloud.kernel);
  return cloud.kernel.callHttp({ request, endpoint, action, caller, region, parent, trace });
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const textOf = ({ body }: HttpResponse): string => Buffer.from(body).toString('utf8');

describe('a request that is made in here', () => {
  it('names the operation of a service that speaks JSON in its target', async () => {
    const { status, headers, body } = await send({ endpoint: 'dynamodb', action: 'ListTables', body: '{}' });

    expect([status, body]).toEqual([200, '{"TableNames":[]}']);
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
  });

  it.each([
    ['secretsmanager', 'ListSecrets', '{"SecretList":[]}'],
    ['ssm', 'DescribeParameters', '{"Parameters":[]}'],
    ['logs', 'DescribeLogGroups', '{"logGroups":[]}'],
  ])('is answered by %s as over HTTP', async (endpoint, action, body) => {
    expect(textOf(await send({ endpoint, action, body: '{}' }))).toBe(body);
  });

  it('names the operation of a service that speaks forms in its URL, and is answered in JSON where it asks for it', async () => {
    const made = await send({ endpoint: 'sqs', action: 'CreateQueue', query: 'QueueName=orders' });
    const sent = await send({
      endpoint: 'sqs',
      path: '/000000000000/orders',
      headers: form,
      body: 'Action=SendMessage&MessageBody=hello%20there',
    });
    const asXml = await send({ endpoint: 'sqs', action: 'ListQueues', headers: { accept: 'text/xml' } });

    expect(JSON.parse(textOf(made))).toMatchObject({
      CreateQueueResponse: { CreateQueueResult: { QueueUrl: expect.stringContaining('/000000000000/orders') } },
    });
    expect(JSON.parse(textOf(sent))).toMatchObject({
      SendMessageResponse: { SendMessageResult: { MD5OfMessageBody: '161bc25962da8fed6d2f59922fb642aa' } },
    });
    expect(textOf(asXml)).toContain('<ListQueuesResult><QueueUrl>');
  });

  it('reaches SSM by its form too', async () => {
    await send({ endpoint: 'ssm', action: 'PutParameter', body: '{"Name":"/a","Value":"1","Type":"String"}' });

    const answer = await send({ endpoint: 'ssm', action: 'GetParameter', method: 'GET', query: 'Name=%2Fa' });

    expect(JSON.parse(textOf(answer))).toMatchObject({
      GetParameterResponse: { GetParameterResult: { Parameter: { Name: '/a', Value: '1', Version: 1 } } },
    });
  });

  it('reaches REST services by path, and a bucket by subdomain', async () => {
    await send({ endpoint: 's3', method: 'PUT', path: '/photos' });
    const put = await send({ endpoint: 'photos.s3', method: 'PUT', path: '/a.txt', body: 'hello' });
    const got = await send({ endpoint: 's3', method: 'GET', path: '/photos/a.txt' });

    expect([put.status, got.status, textOf(got)]).toEqual([200, 200, 'hello']);
  });

  it('works in the region and account that it names', async () => {
    await send({ endpoint: 'sqs', action: 'CreateQueue', query: 'QueueName=far', region: 'eu-west-1' });

    const here = await send({ endpoint: 'sqs', action: 'ListQueues' });
    const there = await send({ endpoint: 'sqs', action: 'ListQueues', region: 'eu-west-1' });

    expect([textOf(here).includes('far'), textOf(there).includes('far')]).toEqual([false, true]);
  });

  it('is a hop below the one in whose course it is made, by its caller', async () => {
    await send({ endpoint: 'dynamodb', action: 'DescribeTable', body: '{"TableName":"none"}' });

    expect(cloud.journal.hops()).toMatchObject([
      { service: 'dynamodb', operation: 'DescribeTable', resource: 'none', parent, caller, outcome: 'error' },
    ]);
  });

  it('meets faults', async () => {
    cloud.faults.add('throttle dynamodb:ListTables times=1');
    const throttled = await send({ endpoint: 'dynamodb', action: 'ListTables', body: '{}' });
    cloud.faults.add('reset dynamodb:ListTables times=1');

    expect(throttled.status).toBe(400);
    await expect(send({ endpoint: 'dynamodb', action: 'ListTables', body: '{}' })).rejects.toThrow(ConnectionFailure);
  });

  it('is refused by name where there is no such service, operation or form', async () => {
    const refused = [
      send({ endpoint: 'rekognition', action: 'DetectFaces' }),
      send({ endpoint: 'lambda', action: 'Invoke' }),
      send({ endpoint: 'ssm', action: 'CreateAssociation', body: '{"Name":"n"}' }),
    ];

    for (const each of refused) await expect(each).rejects.toThrow(UnsupportedError);
    await expect(send({ endpoint: 'rekognition', action: 'DetectFaces' })).rejects.toThrow('the service rekognition');
  });

  it('goes on where its caller has named the operation already', async () => {
    const { body } = await send({
      endpoint: 'sqs',
      action: 'ListQueues',
      headers: { 'x-amz-target': 'AmazonSQS.ListQueues', 'content-type': 'application/x-amz-json-1.0' },
      body: '{}',
    });

    expect(body).toBe('{}');
  });
});
