import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AwsError, ConnectionFailure, UnsupportedError } from '../../../kernel/errors.ts';
import type { Fault } from '../../../kernel/faults/faults.ts';
import { functionArn, type GatewayFixture, startGatewayFixture, untilWaiting } from '../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
let apiId: string;
let logged: string[];
beforeEach(async () => {
  gateway = startGatewayFixture();
  gateway.functions.set('handler', () => 'ok');
  apiId = await gateway.createApi({ Target: functionArn('handler') });
  await gateway.control('UpdateStage', {
    ApiId: apiId,
    StageName: '$default',
    AccessLogSettings: {
      DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:access:*',
      Format: '$context.requestId: $context.status $context.error.responseType $context.integrationErrorMessage',
    },
  });
  logged = [];
  Object.assign(gateway.kernel, { log: { ...gateway.kernel.log, error: (line: string) => void logged.push(line) } });
});
afterEach(() => gateway.close());

/** What meets every request to the API, or what goes wrong when that is decided. */
function meet(decide: () => Fault): void {
  Object.assign(gateway.kernel, {
    faults: {
      isEmpty: false,
      decide: ({ service }: { service: string }) => (service === 'execute-api' ? decide() : undefined),
    },
  });
}

/** Calls of functions fail with `error` from here on. */
function failCalls(error: Error): void {
  const { call } = gateway.kernel;
  Object.assign(gateway.kernel, {
    call: (...given: Parameters<typeof call>) => (given[0] === 'lambda' ? Promise.reject(error) : call(...given)),
  });
}

const invokes = (): number => gateway.asked.filter(({ operation }) => operation === 'Invoke').length;

/** The lines of the access log, behind their request ids. */
async function accessLog(): Promise<string[]> {
  await untilWaiting();
  return gateway.asked
    .filter(({ operation }) => operation === 'PutLogEvents')
    .flatMap(({ input }) =>
      (input.logEvents as { message: string }[]).map(({ message }) => message.replace(/^\S+: /, '')),
    );
}

describe('what goes wrong on the way through an API', () => {
  test('in a call of a function that gets no answer is an integration failure', async () => {
    failCalls(new ConnectionFailure('reset'));

    const { status, headers } = await gateway.request(apiId, 'GET /');

    expect(status).toBe(500);
    expect(headers['apigw-requestid']).toBeDefined();
    expect(await accessLog()).toEqual(['500 INTEGRATION_FAILURE -']);
    expect(gateway.kernel.journal.hops()).toMatchObject([{ service: 'execute-api', outcome: 'fault' }]);
    expect(logged).toEqual([]);
  });

  test('because Squall does not emulate it is 501 and names the feature', async () => {
    meet(() => {
      throw new UnsupportedError('time travel');
    });

    expect(await gateway.request(apiId, 'GET /')).toMatchObject({
      status: 501,
      body: '{"message":"Squall does not emulate time travel."}',
    });
    expect(await accessLog()).toEqual(['501 UNSUPPORTED -']);
    expect(logged).toEqual([]);
  });

  test.each([
    [new AwsError('Teapot', 'short and stout', { status: 418 }), 418],
    [new AwsError('Teapot', 'short and stout'), 500],
  ])('with an error of AWS has its words and its status, else 500', async (error, status) => {
    meet(() => {
      throw error;
    });

    expect(await gateway.request(apiId, 'GET /')).toMatchObject({ status, body: '{"message":"short and stout"}' });
    expect(await accessLog()).toEqual([`${status} INTEGRATION_FAILURE -`]);
    expect(logged).toEqual([]);
  });

  test('and nobody foresaw is told in our log with its stack, in the access log, and not to the client', async () => {
    const bug = new TypeError('a bug');
    failCalls(bug);

    const response = await gateway.request(apiId, 'GET /');

    expect(response).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(await accessLog()).toEqual(['500 INTEGRATION_FAILURE TypeError: a bug']);
    expect(logged).toEqual([`execute-api ${response.headers['apigw-requestid']} failed: ${bug.stack}`]);
  });

  test('and was refused by the gateway itself is not in our log', async () => {
    gateway.functions.set('handler', () => {
      throw new Error('oh');
    });

    expect((await gateway.request(apiId, 'GET /')).status).toBe(500);
    expect(logged).toEqual([]);
  });
});

describe('a fault between the client and an API', () => {
  test('that takes the connection ahead of the API: nobody is asked, the client gets no answer', async () => {
    meet(() => ({ kind: 'reset' }));

    await expect(gateway.request(apiId, 'GET /')).rejects.toBeInstanceOf(ConnectionFailure);
    expect(invokes()).toBe(0);
    expect(gateway.kernel.journal.hops()).toMatchObject([{ injected: true, fault: 'reset' }]);
  });

  test('that takes the answer: the function ran, the client gets no answer', async () => {
    meet(() => ({ kind: 'lost' }));

    await expect(gateway.request(apiId, 'GET /')).rejects.toBeInstanceOf(ConnectionFailure);
    expect(invokes()).toBe(1);
  });

  test('that is an error: in the words of an HTTP API, with its request id, and nobody is asked', async () => {
    meet(() => ({ kind: 'throttle' }));

    expect(await gateway.request(apiId, 'GET /')).toMatchObject({
      status: 429,
      headers: { 'apigw-requestid': expect.any(String) },
      body: '{"message":"Too Many Requests"}',
    });
    expect(invokes()).toBe(0);
  });
});

describe('what every request gets, whatever became of it', () => {
  test.each([
    ['answered', 'GET /', {}, 200],
    ['refused at the door', 'GET /', { DisableExecuteApiEndpoint: true }, 404],
  ])('%s: a request id, a hop and a status', async (_, line, settings, status) => {
    const id = await gateway.createApi({ Target: functionArn('handler'), ...settings });

    const response = await gateway.request(id, line);

    expect(response.status).toBe(status);
    expect(gateway.kernel.journal.hops()).toMatchObject([{ id: response.headers['apigw-requestid'], resource: id }]);
    expect(invokes()).toBe(status === 200 ? 1 : 0);
  });

  test('a path without a route: 404, and no function is asked', async () => {
    const id = await gateway.createApi();
    await gateway.addRoute(id, 'GET /pets');

    expect((await gateway.request(id, 'GET /')).status).toBe(404);
    await gateway.control('CreateStage', { ApiId: id, StageName: '$default', AutoDeploy: true });
    expect(await gateway.request(id, 'GET /')).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
    expect(invokes()).toBe(0);
    expect(logged).toEqual([]);
  });
});
