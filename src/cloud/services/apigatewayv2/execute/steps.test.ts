import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { functionArn, type GatewayFixture, startGatewayFixture, untilWaiting } from '../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
beforeEach(() => {
  gateway = startGatewayFixture();
});
afterEach(() => gateway.close());

const quickApi = (settings: object = {}) => gateway.createApi({ Target: functionArn('handler'), ...settings });

describe('journal, access log and metrics', () => {
  test('every request is a hop', async () => {
    const ApiId = await quickApi();
    gateway.functions.set('handler', () => 'ok');

    const response = await gateway.request(ApiId, 'GET /');

    expect(gateway.kernel.journal.hops()).toMatchObject([
      {
        id: response.headers['apigw-requestid'],
        service: 'execute-api',
        operation: '$default',
        resource: ApiId,
        outcome: 'ok',
      },
    ]);
  });

  test('a stage writes its log in its own format', async () => {
    const ApiId = await quickApi();
    await gateway.control('UpdateStage', {
      ApiId,
      StageName: '$default',
      AccessLogSettings: {
        DestinationArn: 'arn:aws:logs:us-east-1:123456789012:log-group:access:*',
        Format: '$context.requestId $context.routeKey $context.status.$context.integrationErrorMessage|$context.nope',
      },
    });
    gateway.functions.set('handler', () => {
      throw new Error('oh');
    });

    const response = await gateway.request(ApiId, 'GET /');
    await untilWaiting();

    const reason =
      'The Lambda function returned the following error: oh. Check your Lambda function code and try again.';
    expect(gateway.asked.filter(({ service }) => service === 'logs')).toMatchObject([
      { operation: 'CreateLogStream', input: { logGroupName: 'access' } },
      {
        operation: 'PutLogEvents',
        input: {
          logEvents: [{ message: `${response.headers['apigw-requestid']} $default 500.${reason}|-` }],
        },
      },
    ]);
  });

  test('metrics are published once a minute', async () => {
    const ApiId = await quickApi();
    gateway.functions.set('handler', () => 'ok');

    await gateway.request(ApiId, 'GET /');
    await gateway.request(ApiId, 'GET /');
    await gateway.clock.advance('60s');

    const published = gateway.asked.filter(({ service }) => service === 'cloudwatch');
    expect(published).toHaveLength(1);
    expect(published[0]?.input).toMatchObject({
      Namespace: 'AWS/ApiGateway',
      MetricData: expect.arrayContaining([
        expect.objectContaining({
          MetricName: 'Count',
          Dimensions: [{ Name: 'ApiId', Value: ApiId }],
          Values: [1],
          Counts: [2],
        }),
      ]),
    });
  });

  test('metrics that wait are published when the cloud closes', async () => {
    const ApiId = await quickApi();
    gateway.functions.set('handler', () => 'ok');
    await gateway.request(ApiId, 'GET /');

    gateway.close();
    await untilWaiting();

    expect(gateway.asked.map(({ operation }) => operation)).toContain('PutMetricData');
  });
});
