import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, startCloud } from '../../../cloud.ts';
import { scriptedExecutor } from '../../lambda/event-sources/testing/scripted-executor.ts';

const scope = { account: '000000000000', region: 'us-east-1' };
const functionArn = `arn:aws:lambda:${scope.region}:${scope.account}:function:handler`;
const permissionMessage =
  "The IAM role configured on the integration or API Gateway doesn't have permissions to call the integration. Check the permissions and try again.";

let cloud: Cloud;
let apiId: string;

beforeEach(async () => {
  cloud = await startCloud({ log: 'silent', executor: () => scriptedExecutor(() => () => 'done') });
  await call('lambda', 'CreateFunction', {
    FunctionName: 'handler',
    Role: `arn:aws:iam::${scope.account}:role/r`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from('') }) },
  });
  const api = { Name: 'orders', ProtocolType: 'HTTP', RouteKey: 'ANY /orders/{id}', Target: functionArn };
  apiId = String((await call<{ ApiId: string }>('apigatewayv2', 'CreateApi', api)).ApiId);
});
afterEach(() => cloud.close());

const call = <Output = unknown>(service: string, operation: string, input: object): Promise<Output> =>
  cloud.kernel.call<Output>(service, operation, input, scope);

const permit = (path: string) =>
  call('lambda', 'AddPermission', {
    FunctionName: 'handler',
    StatementId: 'api',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}/${path}`,
  });

const useCredentials = async (CredentialsArn: string) => {
  const { Items = [] } = await call<{ Items?: { IntegrationId: string }[] }>('apigatewayv2', 'GetIntegrations', {
    ApiId: apiId,
  });
  await call('apigatewayv2', 'UpdateIntegration', {
    ApiId: apiId,
    IntegrationId: Items[0]?.IntegrationId,
    CredentialsArn,
  });
};

/** One request, and the hops that it made. */
async function request() {
  const since = cloud.journal.hops().length;
  const { status } = await fetch(`${cloud.endpoint}/_aws/execute-api/${apiId}/_/orders/7`);
  const hops = cloud.journal.hops().slice(since);
  const told = hops.map(({ service, operation, code }) => `${service} ${operation} ${code ?? 'ok'}`);
  return { status, hops: told.filter((hop) => /^(?:lambda|execute-api) /.test(hop)) };
}

describe('a function behind an API', () => {
  test('is called in one hop: its policy is judged there, and nobody asks for it', async () => {
    await permit('*/*/orders/{id}');

    expect(await request()).toEqual({ status: 200, hops: ['lambda Invoke ok', 'execute-api ANY /orders/{id} ok'] });
  });

  test.each(['$default/GET/orders/{id}', '$default/ANY/orders/{id}'])('may permit %s', async (source) => {
    await permit(source);

    expect((await request()).status).toBe(200);
  });

  test('that permits another route refuses the call: 500', async () => {
    await permit('*/*/pets');

    const { status, hops } = await request();

    expect(status).toBe(500);
    expect(hops[0]).toBe('lambda Invoke AccessDeniedException');
  });

  test('that refuses the call is told of in the access log alone', async () => {
    await call('logs', 'CreateLogGroup', { logGroupName: 'access' });
    await call('apigatewayv2', 'UpdateStage', {
      ApiId: apiId,
      StageName: '$default',
      AccessLogSettings: {
        DestinationArn: `arn:aws:logs:${scope.region}:${scope.account}:log-group:access`,
        Format: '$context.requestId $context.integrationErrorMessage',
      },
    });

    const response = await fetch(`${cloud.endpoint}/_aws/execute-api/${apiId}/_/orders/7`);

    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
    const id = response.headers.get('apigw-requestid');
    await expect
      .poll(async () => {
        const { events } = await call<{ events: { message: string }[] }>('logs', 'FilterLogEvents', {
          logGroupName: 'access',
        });
        return events.map(({ message }) => message);
      })
      .toEqual([`${id} ${permissionMessage}`]);
  });

  test('that gets more than Lambda takes is not called: 413', async () => {
    await permit('*/*/orders/{id}');

    const response = await fetch(`${cloud.endpoint}/_aws/execute-api/${apiId}/_/orders/7`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x'.repeat(6 * 1024 * 1024),
    });

    expect([response.status, await response.text()]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  });

  test('needs no permission where the integration has a role to take on', async () => {
    await useCredentials(`arn:aws:iam::${scope.account}:role/gateway`);

    expect((await request()).status).toBe(200);
  });
});
