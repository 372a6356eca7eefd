import { afterEach, beforeEach, expect, test } from 'vitest';
import { functionArn, type GatewayFixture, startGatewayFixture } from '../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
beforeEach(() => {
  gateway = startGatewayFixture();
});
afterEach(() => gateway.close());

const host = 'api.example.com';

/** An API behind `orders/v1` of the domain; answers what its function is shown of a request there. */
async function seenOf(line: string, stage: string, format: '1.0' | '2.0'): Promise<Record<string, unknown>> {
  const ApiId = await gateway.createApi();
  const { IntegrationId } = await gateway.control<{ IntegrationId: string }>('CreateIntegration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn('handler'),
    PayloadFormatVersion: format,
  });
  await gateway.control('CreateRoute', { ApiId, RouteKey: 'GET /items/{id}', Target: `integrations/${IntegrationId}` });
  await gateway.control('CreateStage', { ApiId, StageName: stage, AutoDeploy: true });
  const CertificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/a';
  await gateway.control('CreateDomainName', { DomainName: host, DomainNameConfigurations: [{ CertificateArn }] });
  await gateway.control('CreateApiMapping', { DomainName: host, ApiId, Stage: stage, ApiMappingKey: 'orders/v1' });
  let seen: Record<string, unknown> = {};
  gateway.functions.set('handler', (event) => {
    seen = event;
    return { statusCode: 200 };
  });

  expect((await gateway.request(ApiId, line, { host })).status).toBe(200);
  return seen;
}

test('format 2.0 has no mapping key in its path, and the name of a named stage ahead', async () => {
  expect(await seenOf('GET /orders/v1/items/7', 'dev', '2.0')).toMatchObject({
    rawPath: '/dev/items/7',
    pathParameters: { id: '7' },
    requestContext: { domainName: host, domainPrefix: 'api', stage: 'dev', http: { path: '/dev/items/7' } },
  });
});

test('format 1.0 has the path as the client wrote it', async () => {
  expect(await seenOf('GET /orders/v1/items/7', '$default', '1.0')).toMatchObject({
    path: '/orders/v1/items/7',
    resource: '/items/{id}',
    requestContext: { path: '/orders/v1/items/7', stage: '$default' },
  });
});
