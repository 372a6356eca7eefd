import * as Apis from '@aws-sdk/client-apigatewayv2';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Apis.ApiGatewayV2Client;
let ApiId: string | undefined;
beforeEach(async () => {
  client = target.client(Apis.ApiGatewayV2Client);
  ({ ApiId } = await client.send(new Apis.CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' })));
  await client.send(new Apis.CreateRouteCommand({ ApiId, RouteKey: 'GET /a' }));
});

describe('a deployment', () => {
  const deploy = () => client.send(new Apis.CreateDeploymentCommand({ ApiId, Description: 'first' }));

  test('GetDeployment › answers what CreateDeployment answered', async () => {
    const { $metadata: _, ...made } = await deploy();

    const found = await client.send(new Apis.GetDeploymentCommand({ ApiId, DeploymentId: made.DeploymentId }));

    expect(found).toMatchObject(made);
    expect(found).toMatchObject({
      Description: 'first',
      AutoDeployed: false,
      DeploymentStatus: 'DEPLOYED',
      CreatedDate: expect.any(Date),
    });
  });

  test('UpdateDeployment › changes its description alone', async () => {
    const { $metadata: _, ...made } = await deploy();
    const { DeploymentId } = made;

    const updated = await client.send(
      new Apis.UpdateDeploymentCommand({ ApiId, DeploymentId, Description: 'the first one' }),
    );

    expect(updated).toMatchObject({ ...made, Description: 'the first one' });
    expect(await client.send(new Apis.GetDeploymentCommand({ ApiId, DeploymentId }))).toMatchObject({
      ...made,
      Description: 'the first one',
    });
  });

  test.each([
    ['GetDeployment', () => new Apis.GetDeploymentCommand({ ApiId, DeploymentId: 'none' })],
    ['UpdateDeployment', () => new Apis.UpdateDeploymentCommand({ ApiId, DeploymentId: 'none' })],
  ])('%s › knows no deployment that is not there', async (_, command) => {
    await expect(client.send(command() as Apis.GetDeploymentCommand)).rejects.toMatchObject({
      name: 'NotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('settings of a route in a stage', () => {
  test('DeleteRouteSettings › takes away those of one route', async () => {
    await client.send(new Apis.CreateRouteCommand({ ApiId, RouteKey: 'GET /b' }));
    const limits = { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 10 };
    const RouteSettings = { 'GET /a': limits, 'GET /b': limits };
    await client.send(new Apis.CreateStageCommand({ ApiId, StageName: 'dev', RouteSettings }));

    const deleted = await client.send(
      new Apis.DeleteRouteSettingsCommand({ ApiId, StageName: 'dev', RouteKey: 'GET /a' }),
    );

    const stage = await client.send(new Apis.GetStageCommand({ ApiId, StageName: 'dev' }));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    expect(Object.keys(stage.RouteSettings ?? {})).toEqual(['GET /b']);
    expect(stage.RouteSettings?.['GET /b']).toMatchObject(limits);
  });

  test('DeleteRouteSettings › knows no stage that is not there', async () => {
    const command = new Apis.DeleteRouteSettingsCommand({ ApiId, StageName: 'none', RouteKey: 'GET /a' });

    await expect(client.send(command)).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});
