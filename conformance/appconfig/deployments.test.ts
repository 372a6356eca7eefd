import {
  AppConfigClient,
  CreateDeploymentStrategyCommand,
  GetConfigurationCommand,
  GetDeploymentCommand,
  GetEnvironmentCommand,
  ListDeploymentsCommand,
  StopDeploymentCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-appconfig';
import { CloudWatchClient, PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { addVersion, deploy, latest, type Made, makeProfile, startSession, untilComplete } from './configuring.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let client: AppConfigClient;
let made: Made;
beforeEach(async () => {
  client = target.client(AppConfigClient);
  made = await makeProfile(target);
  await addVersion(target, made, '{"a":1}', { VersionLabel: 'first' });
  await addVersion(target, made, '{"a":2}');
});

const state = async (DeploymentNumber = 1) => client.send(new GetDeploymentCommand({ ...made, DeploymentNumber }));
const environment = () => client.send(new GetEnvironmentCommand(made));

describe('StartDeployment', () => {
  test('grows, bakes and is complete as its strategy says, and notes each step', async () => {
    const strategy = { Name: 's', DeploymentDurationInMinutes: 15, GrowthFactor: 25, FinalBakeTimeInMinutes: 5 };
    const { Id } = await client.send(new CreateDeploymentStrategyCommand({ ...strategy, ReplicateTo: 'NONE' }));

    const started = await deploy(target, made, 'first', Id);

    expect(started).toMatchObject({
      DeploymentNumber: 1,
      State: 'DEPLOYING',
      PercentageComplete: 0,
      ConfigurationVersion: '1',
      VersionLabel: 'first',
      ConfigurationName: 'settings',
      ConfigurationLocationUri: 'hosted',
      GrowthType: 'LINEAR',
      GrowthFactor: 25,
      EventLog: [{ EventType: 'DEPLOYMENT_STARTED', TriggeredBy: 'USER', Description: 'Deployment started' }],
    });
    expect(await environment()).toMatchObject({ State: 'DEPLOYING' });
    const seen: unknown[] = [];
    for (let minutes = 3; minutes <= 15; minutes += 3) {
      await target.cloud.clock.advance('3m');
      const { State, PercentageComplete } = await state();
      seen.push([State, PercentageComplete]);
    }
    expect(seen).toEqual([
      ['DEPLOYING', 25],
      ['DEPLOYING', 50],
      ['DEPLOYING', 75],
      ['DEPLOYING', 100],
      ['BAKING', 100],
    ]);
    await target.cloud.clock.advance('5m');
    const { EventLog = [], CompletedAt, State } = await state();
    expect(State).toBe('COMPLETE');
    expect(CompletedAt?.getTime()).toBe((started.StartedAt?.getTime() ?? 0) + 20 * 60_000);
    expect(EventLog.map(({ Description }) => Description)).toEqual([
      'Deployment completed',
      'Deployment bake time started',
      'Configuration available to 100.00% of clients',
      'Configuration available to 75.00% of clients',
      'Configuration available to 50.00% of clients',
      'Configuration available to 25.00% of clients',
      'Deployment started',
    ]);
    expect(await environment()).toMatchObject({ State: 'READY_FOR_DEPLOYMENT' });
  });

  test('grows by doubling where the strategy is exponential', async () => {
    await deploy(target, made, 1, 'AppConfig.Canary10Percent20Minutes');
    await target.cloud.clock.advance('20m');

    const { EventLog = [] } = await state();

    const grown = EventLog.filter(({ EventType }) => EventType === 'PERCENTAGE_UPDATED').toReversed();
    expect(grown.map(({ Description = '' }) => /to ([\d.]+)%/.exec(Description)?.[1])).toEqual([
      '10.00',
      '20.00',
      '40.00',
      '80.00',
      '100.00',
    ]);
  });

  test('refuses a second one at a time, and numbers that are not the latest', async () => {
    await deploy(target, made);

    await expect(deploy(target, made, 2)).rejects.toMatchObject({ name: 'ConflictException' });
    await untilComplete(target);
    expect(await deploy(target, made, 2)).toMatchObject({ DeploymentNumber: 2 });
    const { Items = [] } = await client.send(new ListDeploymentsCommand(made));
    expect(Items.map(({ DeploymentNumber, State }) => [DeploymentNumber, State])).toEqual([
      [2, 'DEPLOYING'],
      [1, 'COMPLETE'],
    ]);
    const page = await client.send(new ListDeploymentsCommand({ ...made, MaxResults: 1 }));
    const next = await client.send(new ListDeploymentsCommand({ ...made, NextToken: page.NextToken }));
    expect(next.Items).toMatchObject([{ DeploymentNumber: 1 }]);
  });

  test('names what is missing', async () => {
    const missing = (ResourceName: string) => ({ name: 'ResourceNotFoundException', ResourceName });
    await expect(deploy(target, made, 9)).rejects.toMatchObject(missing('HostedConfigurationVersion'));
    await expect(deploy(target, made, 1, 'abcdefg')).rejects.toMatchObject(missing('DeploymentStrategy'));
    await expect(deploy(target, { ...made, EnvironmentId: 'abcdefg' })).rejects.toMatchObject(missing('Environment'));
    await expect(state(7)).rejects.toMatchObject(missing('Deployment'));
  });
});

describe('a deployment that grows', () => {
  test('reaches some of the sessions first, all of them in the end, and clients by their ids', async () => {
    await deploy(target, made, 1);
    await untilComplete(target);
    const read = (ClientId: string) =>
      client.send(
        new GetConfigurationCommand({ Application: 'shop', Environment: 'prod', Configuration: 'settings', ClientId }),
      );
    const ids = Array.from({ length: 40 }, (_, index) => `client-${index}`);
    const strategy = { Name: 'half', DeploymentDurationInMinutes: 30, GrowthFactor: 50, ReplicateTo: 'NONE' as const };
    const { Id } = await client.send(new CreateDeploymentStrategyCommand(strategy));
    await deploy(target, made, 2, Id);
    const versions = async () => {
      const answers = await Promise.all(ids.map(read));
      return answers.map(({ ConfigurationVersion }) => ConfigurationVersion);
    };
    expect(new Set(await versions())).toEqual(new Set(['1']));

    await target.cloud.clock.advance('10m');

    const half = await versions();
    expect(new Set(half)).toEqual(new Set(['1', '2']));
    expect(await versions()).toEqual(half);
    const texts = new Set<string>();
    for (let index = 0; index < 40; index += 1) texts.add((await latest(target, await startSession(target))).text);
    expect(texts).toEqual(new Set(['{"a":1}', '{"a":2}']));
    await untilComplete(target);
    expect(new Set(await versions())).toEqual(new Set(['2']));
  });
});

describe('StopDeployment', () => {
  test('rolls back a deployment under way', async () => {
    await deploy(target, made, 1);
    await untilComplete(target);
    await deploy(target, made, 2);

    const stopped = await client.send(new StopDeploymentCommand({ ...made, DeploymentNumber: 2 }));

    expect(stopped).toMatchObject({ DeploymentNumber: 2, State: 'ROLLED_BACK' });
    expect(stopped.EventLog?.map(({ EventType }) => EventType)).toEqual([
      'ROLLBACK_COMPLETED',
      'ROLLBACK_STARTED',
      'DEPLOYMENT_STARTED',
    ]);
    expect(await environment()).toMatchObject({ State: 'ROLLED_BACK' });
    expect((await latest(target, await startSession(target))).text).toBe('{"a":1}');
    await untilComplete(target);
    expect(await state(2)).toMatchObject({ State: 'ROLLED_BACK' });
  });

  test('takes a complete one back with AllowRevert alone, and within 72 hours', async () => {
    await deploy(target, made, 1);
    await untilComplete(target);
    await deploy(target, made, 2);
    await untilComplete(target);
    const stop = (AllowRevert?: boolean) =>
      client.send(new StopDeploymentCommand({ ...made, DeploymentNumber: 2, AllowRevert }));

    await expect(stop()).rejects.toMatchObject({ name: 'BadRequestException' });
    expect(await stop(true)).toMatchObject({ State: 'REVERTED' });
    expect(await environment()).toMatchObject({ State: 'REVERTED' });
    expect((await latest(target, await startSession(target))).text).toBe('{"a":1}');
    await deploy(target, made, 2);
    await target.cloud.clock.advance('80h');
    await expect(
      client.send(new StopDeploymentCommand({ ...made, DeploymentNumber: 3, AllowRevert: true })),
    ).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

test('an alarm of the environment rolls back while the deployment bakes', async () => {
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
  const AlarmArn = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors';
  await client.send(new UpdateEnvironmentCommand({ ...made, Monitors: [{ AlarmArn }] }));
  await deploy(target, made);
  await target.cloud.clock.advance('2m');
  expect(await state()).toMatchObject({ State: 'BAKING' });

  await alarms.send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }));
  await target.cloud.clock.advance('30s');

  const { State, EventLog = [] } = await state();
  expect(State).toBe('ROLLED_BACK');
  expect(EventLog[1]).toMatchObject({ EventType: 'ROLLBACK_STARTED', TriggeredBy: 'CLOUDWATCH_ALARM' });
});
