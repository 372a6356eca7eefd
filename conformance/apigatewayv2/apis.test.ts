import {
  ApiGatewayV2Client,
  CreateApiCommand,
  DeleteApiCommand,
  DeleteCorsConfigurationCommand,
  GetApiCommand,
  GetApisCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
  UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeAll, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
beforeAll(() => {
  client = target.client(ApiGatewayV2Client);
});

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:hello';
const create = (settings: object = {}) =>
  client.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP', ...settings }));

describe('CreateApi', () => {
  test('answers the API with its defaults', async () => {
    const api = await create({ Tags: { team: 'a' }, CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 5 } });

    expect(api).toMatchObject({
      ApiId: expect.stringMatching(/^[a-z0-9]{10}$/),
      ApiEndpoint: expect.stringMatching(
        new RegExp(`^https?://.*execute-api.*${api.ApiId}|^https?://${api.ApiId}\\.execute-api\\.`),
      ),
      ApiKeySelectionExpression: '$request.header.x-api-key',
      RouteSelectionExpression: '$request.method $request.path',
      DisableExecuteApiEndpoint: false,
      CreatedDate: expect.any(Date),
      CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 5 },
      Name: 'orders',
      ProtocolType: 'HTTP',
      Tags: { team: 'a' },
    });
  });

  test('with a target makes route, integration and stage as well', async () => {
    const { ApiId } = await create({ Target: functionArn });

    const [routes, integrations, stages] = await Promise.all([
      client.send(new GetRoutesCommand({ ApiId })),
      client.send(new GetIntegrationsCommand({ ApiId })),
      client.send(new GetStagesCommand({ ApiId })),
    ]);

    expect(integrations.Items).toMatchObject([
      {
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn,
        PayloadFormatVersion: '2.0',
        ApiGatewayManaged: true,
      },
    ]);
    expect(routes.Items).toMatchObject([
      { RouteKey: '$default', Target: `integrations/${integrations.Items?.[0]?.IntegrationId}` },
    ]);
    expect(stages.Items).toMatchObject([{ StageName: '$default', AutoDeploy: true, DeploymentId: expect.any(String) }]);
  });

  test.each([
    [
      { RouteSelectionExpression: '$request.body.action' },
      'Route selection expression is currently limited to "${request.method} ${request.path}"',
    ],
    [
      { CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true } },
      "allow-credentials is not supported if 'allow-origin' is *",
    ],
    [{ Name: '' }, 'Invalid API name specified'],
  ])('rejects %j', async (settings, message) => {
    await expect(create(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });

  test('refuses WebSocket APIs by name', async () => {
    const refused = create({ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' });

    await expect(refused).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('WebSocket'),
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('GetApi', () => {
  test('answers what was created', async () => {
    const { $metadata: _, ...created } = await create();

    expect(await client.send(new GetApiCommand({ ApiId: created.ApiId }))).toMatchObject(created);
  });

  test('names account and id of an API that is not there', async () => {
    await expect(client.send(new GetApiCommand({ ApiId: 'nosuchapi0' }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid API identifier specified 000000000000:nosuchapi0',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

test('GetApis › answers pages that together hold every API once', async () => {
  const created = await Promise.all([create(), create(), create()]);

  const ids: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetApisCommand({ MaxResults: '2', ...(NextToken && { NextToken }) }));
    ids.push(...(page.Items ?? []).map(({ ApiId }) => ApiId));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);

  expect(ids.sort()).toEqual(created.map(({ ApiId }) => ApiId).sort());
});

test('UpdateApi › changes what is given and leaves the rest', async () => {
  const { ApiId } = await create({ Description: 'old' });

  await client.send(new UpdateApiCommand({ ApiId, CorsConfiguration: { AllowOrigins: ['https://a.example'] } }));
  const updated = await client.send(new UpdateApiCommand({ ApiId, Description: 'new' }));

  expect(updated).toMatchObject({
    $metadata: { httpStatusCode: 201 },
    Name: 'orders',
    Description: 'new',
    CorsConfiguration: { AllowOrigins: ['https://a.example'] },
  });
});

describe('UpdateApi of a quick create', () => {
  const managed = async (ApiId: string | undefined) => ({
    integrations: (await client.send(new GetIntegrationsCommand({ ApiId }))).Items,
    routes: (await client.send(new GetRoutesCommand({ ApiId }))).Items,
  });

  test('changes target, route key and credentials in place', async () => {
    const { ApiId } = await create({ Target: functionArn });
    const before = await managed(ApiId);

    const CredentialsArn = 'arn:aws:iam::000000000000:role/a';
    const Target = 'https://backend.example';
    await client.send(new UpdateApiCommand({ ApiId, Target, RouteKey: 'GET /a', CredentialsArn }));

    const IntegrationId = before.integrations?.[0]?.IntegrationId;
    const RouteId = before.routes?.[0]?.RouteId;
    expect(await managed(ApiId)).toMatchObject({
      integrations: [
        {
          IntegrationId,
          IntegrationType: 'HTTP_PROXY',
          IntegrationUri: Target,
          CredentialsArn,
          IntegrationMethod: 'ANY',
        },
      ],
      routes: [{ RouteId, RouteKey: 'GET /a', Target: `integrations/${IntegrationId}` }],
    });
  });

  test('rejects an API that was made in another way', async () => {
    const { ApiId } = await create();

    await expect(client.send(new UpdateApiCommand({ ApiId, Target: functionArn }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });
});

test('DeleteCorsConfiguration › takes the configuration away', async () => {
  const { ApiId } = await create({ CorsConfiguration: { AllowOrigins: ['*'] } });

  await client.send(new DeleteCorsConfigurationCommand({ ApiId }));

  expect(await client.send(new GetApiCommand({ ApiId }))).not.toHaveProperty('CorsConfiguration');
});

test('DeleteApi › removes the API and all that is below it', async () => {
  const { ApiId } = await create({ Target: functionArn });

  await client.send(new DeleteApiCommand({ ApiId }));

  await expect(client.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
  await expect(client.send(new GetRoutesCommand({ ApiId }))).rejects.toMatchObject({ name: 'NotFoundException' });
});
