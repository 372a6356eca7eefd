import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { functionArn, type GatewayFixture, startGatewayFixture } from '../testing/gateway-fixture.ts';

let gateway: GatewayFixture;
beforeEach(() => {
  gateway = startGatewayFixture();
});
afterEach(() => gateway.close());

const quickApi = (settings: object = {}) => gateway.createApi({ Target: functionArn('handler'), ...settings });

describe('CORS', () => {
  const page = 'https://app.example.com';
  const headers = [['Origin', page]] as const;
  const preflight = [...headers, ['Access-Control-Request-Method', 'PUT']] as const;

  test('preflights are answered without a route and without the function', async () => {
    const ApiId = await gateway.createApi({ CorsConfiguration: { AllowOrigins: [page], AllowMethods: ['PUT'] } });
    await gateway.addRoute(ApiId, 'PUT /pets');
    await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });

    const response = await gateway.request(ApiId, 'OPTIONS /pets', { headers: preflight });

    expect(response).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': page, 'access-control-allow-methods': 'PUT' },
    });
    expect(gateway.asked).toEqual([]);
  });

  test('behind a guarded default route preflights are requests like any other', async () => {
    const ApiId = await gateway.createApi({ CorsConfiguration: { AllowOrigins: [page] } });
    await gateway.addRoute(ApiId, '$default', { AuthorizationType: 'AWS_IAM' });
    await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });

    const response = await gateway.request(ApiId, 'OPTIONS /pets', { headers: preflight });

    expect(response).toMatchObject({ status: 403, headers: { 'access-control-allow-origin': page } });
  });

  test('errors carry the headers as well', async () => {
    const ApiId = await gateway.createApi({ CorsConfiguration: { AllowOrigins: ['*'] } });
    await gateway.control('CreateStage', { ApiId, StageName: '$default', AutoDeploy: true });

    const response = await gateway.request(ApiId, 'GET /nowhere', { headers });

    expect(response).toMatchObject({ status: 404, headers: { 'access-control-allow-origin': '*' } });
  });

  test('without a configuration OPTIONS is a method like any other', async () => {
    const ApiId = await quickApi();
    gateway.functions.set('handler', () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'mine' } }));

    const response = await gateway.request(ApiId, 'OPTIONS /pets', { headers: preflight });

    expect(response).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': 'mine' } });
  });
});
