import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateModelCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  DeleteIntegrationResponseCommand,
  DeleteModelCommand,
  DeleteRouteRequestParameterCommand,
  DeleteRouteResponseCommand,
  GetIntegrationResponseCommand,
  GetIntegrationResponsesCommand,
  GetModelCommand,
  GetModelsCommand,
  GetModelTemplateCommand,
  GetRouteResponseCommand,
  GetRouteResponsesCommand,
  UpdateIntegrationResponseCommand,
  UpdateModelCommand,
  UpdateRouteResponseCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
let ApiId: string | undefined;
let RouteId: string | undefined;
let IntegrationId: string | undefined;
beforeEach(async () => {
  client = target.client(ApiGatewayV2Client);
  ({ ApiId } = await client.send(new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP' })));
  ({ RouteId } = await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a' })));
  ({ IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'GET',
      IntegrationUri: 'https://a.example',
    }),
  ));
});

test('an HTTP API has no models, route responses and integration responses', async () => {
  expect((await client.send(new GetModelsCommand({ ApiId }))).Items).toEqual([]);
  expect((await client.send(new GetRouteResponsesCommand({ ApiId, RouteId }))).Items).toEqual([]);
  expect((await client.send(new GetIntegrationResponsesCommand({ ApiId, IntegrationId }))).Items).toEqual([]);
});

test('an HTTP API gets none', async () => {
  const refused = { name: 'BadRequestException', message: expect.stringContaining('supported for HTTP APIs') };
  const model = new CreateModelCommand({ ApiId, Name: 'a', Schema: '{}', ContentType: 'application/json' });
  const routeResponse = new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' });
  const response = new CreateIntegrationResponseCommand({ ApiId, IntegrationId, IntegrationResponseKey: '$default' });

  await expect(client.send(model)).rejects.toMatchObject(refused);
  await expect(client.send(routeResponse)).rejects.toMatchObject(refused);
  await expect(client.send(response)).rejects.toMatchObject(refused);
});

test('what it has not is not found', async () => {
  const missing = { name: 'NotFoundException' };
  const model = () => ({ ApiId, ModelId: 'm' });
  const routeResponse = () => ({ ApiId, RouteId, RouteResponseId: 'r' });
  const response = () => ({ ApiId, IntegrationId, IntegrationResponseId: 'i' });

  await expect(client.send(new GetModelCommand(model()))).rejects.toMatchObject(missing);
  await expect(client.send(new GetModelTemplateCommand(model()))).rejects.toMatchObject(missing);
  await expect(client.send(new UpdateModelCommand(model()))).rejects.toMatchObject(missing);
  await expect(client.send(new DeleteModelCommand(model()))).rejects.toMatchObject(missing);
  await expect(client.send(new GetRouteResponseCommand(routeResponse()))).rejects.toMatchObject(missing);
  await expect(client.send(new UpdateRouteResponseCommand(routeResponse()))).rejects.toMatchObject(missing);
  await expect(client.send(new DeleteRouteResponseCommand(routeResponse()))).rejects.toMatchObject(missing);
  await expect(client.send(new GetIntegrationResponseCommand(response()))).rejects.toMatchObject(missing);
  await expect(client.send(new UpdateIntegrationResponseCommand(response()))).rejects.toMatchObject(missing);
  await expect(client.send(new DeleteIntegrationResponseCommand(response()))).rejects.toMatchObject(missing);
  const parameter = { ApiId, RouteId, RequestParameterKey: 'route.request.header.a' };
  await expect(client.send(new DeleteRouteRequestParameterCommand(parameter))).rejects.toMatchObject(missing);
});
