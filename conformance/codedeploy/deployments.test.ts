import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  BatchGetDeploymentsCommand,
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  ContinueDeploymentCommand,
  CreateDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  GetDeploymentTargetCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  PutLifecycleEventHookExecutionStatusCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-codedeploy';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from '../lambda/make-function.ts';
import { appSpec, deploy, deployment, hookSource, makeGroup, makeVersions, place, traffic } from './deploying.ts';

const target = useCloud({ clock: 'virtual', seed: 11 });
let client: CodeDeployClient;
let functions: LambdaClient;
beforeEach(async () => {
  client = target.client(CodeDeployClient);
  functions = target.client(LambdaClient);
  await makeVersions(target);
});

const canary = 'CodeDeployDefault.LambdaCanary10Percent5Minutes';
const rollback = (...events: ('DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST')[]) => ({
  autoRollbackConfiguration: { enabled: true, events },
});
const advance = (duration: string) => target.cloud.clock.advance(duration);

/** How many of so many requests to the alias the new version answers. */
async function answeredByNew(requests: number): Promise<number> {
  const words: unknown[] = [];
  for (let n = 0; n < requests; n += 1) words.push((await invoke(functions, {}, { Qualifier: 'live' })).payload);
  return words.filter((word) => word === 'new').length;
}

async function lambdaTarget(deploymentId: string) {
  const { deploymentTarget } = await client.send(new GetDeploymentTargetCommand({ deploymentId, targetId: 'f' }));
  return deploymentTarget?.lambdaTarget;
}

const eventsOf = async (deploymentId: string) =>
  (await lambdaTarget(deploymentId))?.lifecycleEvents?.map(({ lifecycleEventName, status }) => [
    lifecycleEventName,
    status,
  ]);

describe('CreateDeployment › traffic', () => {
  test('goes to the new version all at once', async () => {
    await makeGroup(target);

    const id = await deploy(target, appSpec(), { description: 'first' });
    const created = await deployment(target, id);
    await advance('1s');

    expect(created).toMatchObject({ status: 'Created', deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce' });
    expect(await deployment(target, id)).toMatchObject({
      applicationName: 'shop',
      deploymentGroupName: 'orders',
      deploymentId: id,
      status: 'Succeeded',
      creator: 'user',
      description: 'first',
      computePlatform: 'Lambda',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      deploymentOverview: { Succeeded: 1, InProgress: 0 },
    });
    expect(await traffic(target)).toEqual(['2', {}]);
    expect(await eventsOf(id)).toEqual([
      ['BeforeAllowTraffic', 'Succeeded'],
      ['AllowTraffic', 'Succeeded'],
      ['AfterAllowTraffic', 'Succeeded'],
    ]);
  });

  test('goes by a tenth first with a canary, as requests show', async () => {
    await makeGroup(target, { deploymentConfigName: canary });
    const id = await deploy(target, appSpec());
    const before = await answeredByNew(10);

    await advance('1s');
    const during = await answeredByNew(80);
    const shifting = [await traffic(target), (await deployment(target, id)).status, await lambdaTarget(id)];
    await advance('298s');
    const late = await traffic(target);
    await advance('2s');

    expect(before).toBe(0);
    expect(during).toBeGreaterThan(1);
    expect(during).toBeLessThan(20);
    expect(shifting).toMatchObject([
      ['1', { '2': 0.1 }],
      'InProgress',
      { status: 'InProgress', lambdaFunctionInfo: { functionAlias: 'live', targetVersionWeight: 10 } },
    ]);
    expect(late).toEqual(['1', { '2': 0.1 }]);
    expect([await traffic(target), (await deployment(target, id)).status]).toEqual([['2', {}], 'Succeeded']);
    expect(await answeredByNew(10)).toBe(10);
  });

  test('grows step by step with a linear configuration of one’s own', async () => {
    const linear = { type: 'TimeBasedLinear' as const, timeBasedLinear: { linearPercentage: 40, linearInterval: 2 } };
    await client.send(
      new CreateDeploymentConfigCommand({
        deploymentConfigName: 'forty',
        computePlatform: 'Lambda',
        trafficRoutingConfig: linear,
      }),
    );
    await makeGroup(target, { deploymentConfigName: 'forty' });
    const id = await deploy(target, appSpec());

    const seen: unknown[] = [];
    await advance('1s');
    for (let step = 0; step < 3; step += 1) {
      seen.push(await traffic(target));
      await advance('2m');
    }

    expect(seen).toEqual([
      ['1', { '2': 0.4 }],
      ['1', { '2': 0.8 }],
      ['2', {}],
    ]);
    expect((await deployment(target, id)).status).toBe('Succeeded');
  });

  test('does not move where the alias leads elsewhere than the AppSpec file says', async () => {
    await makeGroup(target);

    const id = await deploy(target, appSpec({}, { CurrentVersion: '2', TargetVersion: '1' }));
    await advance('1s');

    expect(await deployment(target, id)).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'INVALID_LAMBDA_CONFIGURATION',
        message:
          'The deployment failed because the AppSpec file that specifies the AWS Lambda deployment configuration is missing or has an invalid configuration. The Lambda function alias version does not match the current version in AppSpec file.',
      },
    });
    expect(await traffic(target)).toEqual(['1', {}]);
  });

  test('is read from an AppSpec file in YAML that lies in a bucket', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'revisions' }));
    const file = [
      'version: 0.0',
      'Resources:',
      '  - f:',
      '      Type: AWS::Lambda::Function',
      '      Properties: { Name: f, Alias: live, CurrentVersion: 1, TargetVersion: 2 }',
    ].join('\n');
    await s3.send(new PutObjectCommand({ Bucket: 'revisions', Key: 'appspec.yaml', Body: file }));
    await makeGroup(target);
    const s3Location = { bucket: 'revisions', key: 'appspec.yaml', bundleType: 'YAML' as const };

    const id = await deploy(target, '', { revision: { revisionType: 'S3', s3Location } });
    await advance('1s');

    expect(await deployment(target, id)).toMatchObject({ status: 'Succeeded', revision: { s3Location } });
    expect(await traffic(target)).toEqual(['2', {}]);
  });
});

describe('Hooks', () => {
  test('are asked before and after, and let traffic pass', async () => {
    await makeFunction(functions, hookSource('Succeeded'), { FunctionName: 'ask', Timeout: 30 });
    await makeGroup(target);

    const id = await deploy(target, appSpec({ BeforeAllowTraffic: 'ask', AfterAllowTraffic: 'ask' }));
    await advance('1s');

    expect((await deployment(target, id)).status).toBe('Succeeded');
    expect(await traffic(target)).toEqual(['2', {}]);
  });

  test('keep all traffic where it is when they say no before', async () => {
    await makeFunction(functions, hookSource('Failed'), { FunctionName: 'ask', Timeout: 30 });
    await makeGroup(target, rollback('DEPLOYMENT_FAILURE'));

    const id = await deploy(target, appSpec({ BeforeAllowTraffic: 'ask' }));
    await advance('1s');

    expect(await deployment(target, id)).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
    });
    expect(await eventsOf(id)).toEqual([
      ['BeforeAllowTraffic', 'Failed'],
      ['AllowTraffic', 'Skipped'],
      ['AfterAllowTraffic', 'Skipped'],
    ]);
    expect(await traffic(target)).toEqual(['1', {}]);
  });

  test('take traffic back when they say no afterwards, by a deployment of its own', async () => {
    await makeFunction(functions, hookSource('Failed'), { FunctionName: 'ask', Timeout: 30 });
    await makeGroup(target, rollback('DEPLOYMENT_FAILURE'));

    const id = await deploy(target, appSpec({ AfterAllowTraffic: 'ask' }));
    await advance('1s');

    const { rollbackInfo, status } = await deployment(target, id);
    expect(status).toBe('Failed');
    expect(await traffic(target)).toEqual(['1', {}]);
    expect(await deployment(target, rollbackInfo?.rollbackDeploymentId ?? '')).toMatchObject({
      creator: 'codeDeployRollback',
      status: 'Succeeded',
      rollbackInfo: { rollbackTriggeringDeploymentId: id },
    });
  });

  test('that never answer fail the deployment after an hour', async () => {
    await makeFunction(functions, 'exports.handler = async () => undefined;', { FunctionName: 'mute' });
    await makeGroup(target);
    const id = await deploy(target, appSpec({ BeforeAllowTraffic: 'mute' }));

    await advance('59m');
    const waiting = (await deployment(target, id)).status;
    await advance('2m');

    expect(waiting).toBe('InProgress');
    expect(await deployment(target, id)).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HOOK_EXECUTION_FAILURE' },
    });
  });

  test('may answer from elsewhere, later, and once', async () => {
    const telling = `const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
      exports.handler = (event) => new SSMClient({}).send(
        new PutParameterCommand({ Name: '/hook', Type: 'String', Value: JSON.stringify(event) }));`;
    await makeFunction(functions, telling, { FunctionName: 'later', Timeout: 30 });
    await makeGroup(target);
    const id = await deploy(target, appSpec({ BeforeAllowTraffic: 'later' }));
    await advance('1s');
    const { Parameter } = await target.client(SSMClient).send(new GetParameterCommand({ Name: '/hook' }));
    const { DeploymentId, LifecycleEventHookExecutionId } = JSON.parse(Parameter?.Value ?? '');
    const answer = (lifecycleEventHookExecutionId: string, status: 'Pending' | 'Succeeded') =>
      client.send(
        new PutLifecycleEventHookExecutionStatusCommand({ deploymentId: id, lifecycleEventHookExecutionId, status }),
      );

    expect(DeploymentId).toBe(id);
    await expect(answer(LifecycleEventHookExecutionId, 'Pending')).rejects.toMatchObject({
      name: 'InvalidLifecycleEventHookExecutionStatusException',
    });
    await expect(answer('other', 'Succeeded')).rejects.toMatchObject({
      name: 'InvalidLifecycleEventHookExecutionIdException',
    });
    expect((await deployment(target, id)).status).toBe('InProgress');
    expect(await answer(LifecycleEventHookExecutionId, 'Succeeded')).toMatchObject({
      lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
    });
    await advance('1s');
    expect((await deployment(target, id)).status).toBe('Succeeded');
    await expect(answer(LifecycleEventHookExecutionId, 'Succeeded')).rejects.toMatchObject({
      name: 'LifecycleEventAlreadyCompletedException',
    });
  });

  test('that do not exist fail the deployment', async () => {
    await makeGroup(target);

    const id = await deploy(target, appSpec({ BeforeAllowTraffic: 'nobody' }));
    await advance('1s');

    expect(await deployment(target, id)).toMatchObject({
      status: 'Failed',
      errorInformation: { code: 'HOOK_EXECUTION_FAILURE', message: expect.stringContaining('nobody') },
    });
  });
});

describe('Alarms', () => {
  const settings = { alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } };
  const raise = async () => {
    const alarms = target.client(CloudWatchClient);
    await alarms.send(
      new PutMetricAlarmCommand({
        AlarmName: 'errors',
        MetricName: 'Errors',
        Namespace: 'Shop',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'ignore',
      }),
    );
    await alarms.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }));
  };

  test('stop a shift and take its traffic back', async () => {
    await makeGroup(target, {
      ...settings,
      ...rollback('DEPLOYMENT_STOP_ON_ALARM'),
      deploymentConfigName: canary,
    });
    const id = await deploy(target, appSpec());
    await advance('1m');
    const before = await traffic(target);

    await raise();
    await advance('15s');

    expect(before).toEqual(['1', { '2': 0.1 }]);
    expect(await traffic(target)).toEqual(['1', {}]);
    expect(await deployment(target, id)).toMatchObject({
      status: 'Stopped',
      errorInformation: { code: 'ALARM_ACTIVE', message: expect.stringContaining('errors') },
      rollbackInfo: { rollbackDeploymentId: expect.stringMatching(/^d-/) },
    });
    await advance('10m');
    expect(await traffic(target)).toEqual(['1', {}]);
  });

  test('leave traffic as it is without a rollback', async () => {
    await makeGroup(target, { ...settings, deploymentConfigName: canary });
    const id = await deploy(target, appSpec());
    await advance('1m');

    await raise();
    await advance('15s');

    expect(await traffic(target)).toEqual(['1', { '2': 0.1 }]);
    const { status, rollbackInfo } = await deployment(target, id);
    expect([status, rollbackInfo]).toEqual(['Stopped', undefined]);
  });

  test('of the deployment itself count in the place of its group’s', async () => {
    await makeGroup(target, { ...settings, deploymentConfigName: canary });
    await raise();

    const id = await deploy(target, appSpec(), { overrideAlarmConfiguration: { enabled: false, alarms: [] } });
    await advance('6m');

    expect((await deployment(target, id)).status).toBe('Succeeded');
  });
});

describe('StopDeployment', () => {
  test('takes traffic back where it is asked to, and leaves it where it is otherwise', async () => {
    await makeGroup(target, { deploymentConfigName: canary });
    const first = await deploy(target, appSpec());
    await advance('1m');

    const left = await client.send(new StopDeploymentCommand({ deploymentId: first }));
    const mixed = await traffic(target);
    const second = await deploy(target, appSpec());
    await advance('1m');
    await client.send(new StopDeploymentCommand({ deploymentId: second, autoRollbackEnabled: true }));

    expect(left.status).toBe('Succeeded');
    expect(mixed).toEqual(['1', { '2': 0.1 }]);
    expect(await traffic(target)).toEqual(['1', {}]);
    expect((await deployment(target, second)).status).toBe('Stopped');
    await expect(client.send(new StopDeploymentCommand({ deploymentId: second }))).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
    await expect(client.send(new ContinueDeploymentCommand({ deploymentId: second }))).rejects.toMatchObject({
      name: 'DeploymentAlreadyCompletedException',
    });
  });
});

describe('Deployments', () => {
  test('are one at a time in a group', async () => {
    await makeGroup(target, { deploymentConfigName: canary });
    const id = await deploy(target, appSpec());

    await expect(deploy(target, appSpec())).rejects.toMatchObject({
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'orders' already has an active Deployment '${id}'`,
    });
  });

  test('are listed newest first, by group and by status', async () => {
    await makeGroup(target);
    const first = await deploy(target, appSpec());
    await advance('1s');
    const second = await deploy(target, appSpec());
    await advance('1s');
    const list = async (input: object) => (await client.send(new ListDeploymentsCommand(input))).deployments;

    expect(await list({})).toEqual([second, first]);
    expect(await list({ ...place, includeOnlyStatuses: ['Succeeded'] })).toEqual([first]);
    const { deploymentsInfo = [] } = await client.send(
      new BatchGetDeploymentsCommand({ deploymentIds: [first, second] }),
    );
    expect(deploymentsInfo.map(({ status }) => status)).toEqual(['Succeeded', 'Failed']);
    const { deploymentGroupInfo } = await client.send(new GetDeploymentGroupCommand(place));
    expect(deploymentGroupInfo).toMatchObject({
      lastSuccessfulDeployment: { deploymentId: first, status: 'Succeeded' },
      lastAttemptedDeployment: { deploymentId: second, status: 'Failed' },
    });
    const { targetIds } = await client.send(new ListDeploymentTargetsCommand({ deploymentId: first }));
    const { deploymentTargets = [] } = await client.send(
      new BatchGetDeploymentTargetsCommand({ deploymentId: first, targetIds: ['f'] }),
    );
    expect([targetIds, deploymentTargets[0]?.lambdaTarget?.status]).toEqual([['f'], 'Succeeded']);
  });

  test('name what is missing', async () => {
    await makeGroup(target);

    await expect(deployment(target, 'd-NOBODY123')).rejects.toMatchObject({ name: 'DeploymentDoesNotExistException' });
    await expect(deployment(target, 'nobody')).rejects.toMatchObject({ name: 'InvalidDeploymentIdException' });
    await expect(deploy(target, appSpec(), { deploymentGroupName: 'other' })).rejects.toMatchObject({
      name: 'DeploymentGroupDoesNotExistException',
    });
    await expect(deploy(target, appSpec(), { revision: undefined })).rejects.toMatchObject({
      name: 'RevisionRequiredException',
    });
    await expect(deploy(target, appSpec(), { deploymentConfigName: 'other' })).rejects.toMatchObject({
      name: 'DeploymentConfigDoesNotExistException',
    });
  });
});
