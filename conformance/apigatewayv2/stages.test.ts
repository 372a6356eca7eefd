import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateDeploymentCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteAccessLogSettingsCommand,
  DeleteDeploymentCommand,
  DeleteStageCommand,
  GetDeploymentsCommand,
  GetStageCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
let ApiId: string | undefined;
beforeEach(async () => {
  client = target.client(ApiGatewayV2Client);
  ({ ApiId } = await client.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP' })));
});

const createStage = (settings: object = {}) =>
  client.send(new CreateStageCommand({ ApiId, StageName: 'dev', ...settings }));
const createRoute = () => client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /a' }));
const accessLog = {
  DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
  Format: '$context.requestId',
};

describe('CreateStage', () => {
  test('answers the stage with its defaults', async () => {
    expect(await createStage({ StageVariables: { color: 'red' } })).toMatchObject({
      StageName: 'dev',
      AutoDeploy: false,
      DefaultRouteSettings: { DetailedMetricsEnabled: false },
      RouteSettings: {},
      StageVariables: { color: 'red' },
      CreatedDate: expect.any(Date),
    });
  });

  test('rejects a name that is taken', async () => {
    await createStage();

    await expect(createStage()).rejects.toMatchObject({ name: 'ConflictException', message: 'Stage already exists' });
  });

  // As terraform-aws-modules/terraform-aws-apigateway-v2 pull 80 shows it of AWS.
  test('finds no route for the settings of one that is not there', async () => {
    await expect(createStage({ RouteSettings: { 'GET /x': {} } })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Unable to find Route by key GET /x within the provided RouteSettings',
    });
  });

  test.each([
    [{ StageName: 'a b' }, 'Stage name only allows a-zA-Z0-9_'],
    [
      { AccessLogSettings: { ...accessLog, Format: '$context.status' } },
      'Access Log format must include either $context.requestId or $context.extendedRequestId',
    ],
    [
      { StageVariables: { 'a-b': 'c' } },
      'Invalid stage variable name: a-b. Please use names with only word characters.',
    ],
  ])('rejects %j', async (settings, message) => {
    await expect(createStage(settings)).rejects.toMatchObject({ name: 'BadRequestException', message });
  });
});

describe('automatic deployment', () => {
  test('makes a new deployment for every change', async () => {
    await createRoute();
    const { DeploymentId: first } = await createStage({ AutoDeploy: true });

    await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /b' }));
    const stage = await client.send(new GetStageCommand({ ApiId, StageName: 'dev' }));

    expect(first).toEqual(expect.any(String));
    expect(stage.DeploymentId).not.toBe(first);
    expect(stage.LastDeploymentStatusMessage).toBe(
      `Successfully deployed stage with deployment ID '${stage.DeploymentId}'`,
    );
  });

  test('tells when there is nothing to deploy', async () => {
    expect(await createStage({ AutoDeploy: true })).toMatchObject({
      LastDeploymentStatusMessage:
        'Deployment attempt failed: Unable to deploy API because no routes exist in this API',
    });
  });
});

describe('deployments', () => {
  test('are made for a stage and may not go while it needs them', async () => {
    await createRoute();
    await createStage();

    const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ApiId, StageName: 'dev' }));

    expect(await client.send(new GetStageCommand({ ApiId, StageName: 'dev' }))).toMatchObject({ DeploymentId });
    expect((await client.send(new GetDeploymentsCommand({ ApiId }))).Items).toMatchObject([
      { DeploymentId, DeploymentStatus: 'DEPLOYED', AutoDeployed: false },
    ]);
    await expect(client.send(new DeleteDeploymentCommand({ ApiId, DeploymentId }))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Active stages pointing to this deployment must be moved or deleted',
    });
  });

  test('need a route', async () => {
    await expect(client.send(new CreateDeploymentCommand({ ApiId }))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Unable to deploy API because no routes exist in this API',
    });
  });
});

test('UpdateStage and DeleteAccessLogSettings › change the access log', async () => {
  await createStage();

  const updated = await client.send(new UpdateStageCommand({ ApiId, StageName: 'dev', AccessLogSettings: accessLog }));
  await client.send(new DeleteAccessLogSettingsCommand({ ApiId, StageName: 'dev' }));

  expect(updated.AccessLogSettings).toEqual(accessLog);
  expect(await client.send(new GetStageCommand({ ApiId, StageName: 'dev' }))).not.toHaveProperty('AccessLogSettings');
});

test('DeleteStage › removes it once', async () => {
  await createStage();

  await client.send(new DeleteStageCommand({ ApiId, StageName: 'dev' }));

  await expect(client.send(new DeleteStageCommand({ ApiId, StageName: 'dev' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test.each(['', '/stages/dev'])('tags of /apis/{id}%s come and go', async (suffix) => {
  await createStage();
  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}${suffix}`;

  await client.send(new TagResourceCommand({ ResourceArn, Tags: { a: '1', b: '2' } }));
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));

  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ b: '2' });
});
