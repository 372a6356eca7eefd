import { CreateConnectionCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient, TestStateCommand, type TestStateInput } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { startUserServer, type UserServer } from '../events/user-server.ts';

const target = useCloud({ clock: 'virtual', seed: 13 });
let server: UserServer;
beforeAll(async () => {
  server = await startUserServer();
  server.answer = (_seen, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"made":true}');
});
afterAll(() => server.close());
beforeEach(() => {
  server.seen.length = 0;
});

describe('TestState of an HTTP task', () => {
  async function traced(more: Partial<TestStateInput> = {}) {
    const { ConnectionArn } = await target.client(EventBridgeClient).send(
      new CreateConnectionCommand({
        Name: 'c',
        AuthorizationType: 'BASIC',
        AuthParameters: {
          BasicAuthParameters: { Username: 'ann', Password: 'x' },
          InvocationHttpParameters: { QueryStringParameters: [{ Key: 'key', Value: 'hush' }] },
        },
      }),
    );
    const definition = {
      Type: 'Task',
      Resource: 'arn:aws:states:::http:invoke',
      Parameters: {
        ApiEndpoint: `${server.origin}/in`,
        Method: 'POST',
        Authentication: { ConnectionArn },
        RequestBody: { a: 1 },
      },
      End: true,
    };
    const { inspectionData } = await target.client(SFNClient).send(
      new TestStateCommand({
        definition: JSON.stringify(definition),
        roleArn: 'arn:aws:iam::000000000000:role/machine',
        inspectionLevel: 'TRACE',
        ...more,
      }),
    );
    return inspectionData;
  }

  it('tells what went out and came back, without what the connection adds', async () => {
    const { request, response } = (await traced()) ?? {};

    expect(request).toMatchObject({ protocol: 'http', method: 'POST', url: `${server.origin}/in`, body: '{"a":1}' });
    expect(request?.headers).toMatch(/^\[content-type: application\/json.*, range: bytes=0-262144/);
    expect(request?.headers).not.toMatch(/authorization/i);
    expect(response).toMatchObject({ statusCode: '200', statusMessage: 'OK', body: '{"made":true}' });
    expect(response?.headers).toContain('content-type: application/json');
    expect(server.seen).toMatchObject([{ headers: { authorization: 'Basic YW5uOng=' } }]);
  });

  it('tells secrets to those who ask for them', async () => {
    const { request } = (await traced({ revealSecrets: true })) ?? {};

    expect(request).toMatchObject({ url: `${server.origin}/in?key=hush` });
    expect(request?.headers).toContain('authorization: Basic YW5uOng=');
  });

  it('tells no request at lower levels', async () => {
    expect(await traced({ inspectionLevel: 'DEBUG' })).not.toHaveProperty('request');
  });
});
