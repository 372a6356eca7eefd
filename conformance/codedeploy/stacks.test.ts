import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CodeDeployClient, ListApplicationsCommand, ListDeploymentsCommand } from '@aws-sdk/client-codedeploy';
import { GetAliasCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { App, CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type ILambdaDeploymentConfig,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from 'aws-cdk-lib/aws-codedeploy';
import { Alias, Code, type IVersion, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { hookSource } from './deploying.ts';

const target = useCloud({ clock: 'virtual', seed: 3 });
const StackName = 's';
let stacks: CloudFormationClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
});

interface ShopApp {
  readonly word: string;
  readonly config?: ILambdaDeploymentConfig;
  readonly hook?: 'Failed' | 'Succeeded';
}

/** What `cdk deploy` would send of an app with a LambdaDeploymentGroup. */
function templateOf({ word, config = LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES, hook }: ShopApp): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  const make = (id: string, code: string) =>
    new LambdaFunction(stack, id, {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline(code),
    });
  const orders = make('Orders', `exports.handler = async () => '${word}';`);
  const alias = new Alias(stack, 'Live', { aliasName: 'live', version: orders.currentVersion as IVersion });
  const alarm = new Alarm(stack, 'Errors', {
    alarmName: 'errors',
    metric: alias.metricErrors(),
    threshold: 1,
    evaluationPeriods: 1,
  });
  new LambdaDeploymentGroup(stack, 'Group', {
    alias,
    deploymentConfig: config,
    alarms: [alarm],
    ...(hook && { preHook: make('Hook', hookSource(hook)) }),
  });
  new CfnOutput(stack, 'Name', { value: orders.functionName });
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

const Capabilities = ['CAPABILITY_IAM' as const];
const create = (app: ShopApp) =>
  stacks.send(new CreateStackCommand({ StackName, TemplateBody: templateOf(app), Capabilities }));
const update = (app: ShopApp) =>
  stacks.send(new UpdateStackCommand({ StackName, TemplateBody: templateOf(app), Capabilities }));

const status = async () =>
  (await stacks.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus ?? 'none';

/** What goes on behind a reply is over, by the clock of the machine alone. */
const untilStatus = (wanted: RegExp) => expect.poll(status, { timeout: 20_000 }).toMatch(wanted);

async function alias() {
  const { Name: FunctionName } = await stackOutputs(stacks, StackName);
  const { FunctionVersion, RoutingConfig } = await target
    .client(LambdaClient)
    .send(new GetAliasCommand({ FunctionName, Name: 'live' }));
  return [FunctionVersion, Object.values(RoutingConfig?.AdditionalVersionWeights ?? {})] as const;
}

const reasons = async (ResourceType: string) => {
  const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.flatMap((event) =>
    event.ResourceType === ResourceType && event.ResourceStatusReason ? [event.ResourceStatusReason] : [],
  );
};

describe('CodeDeployLambdaAliasUpdate', () => {
  test('shifts an alias’ traffic while the stack’s update waits', async () => {
    await create({ word: 'old' });
    const created = [await status(), await alias()];

    await update({ word: 'new' });
    const during = [await status(), await alias()];
    await target.cloud.clock.advance('4m');
    const late = await alias();
    await target.cloud.clock.advance('2m');
    await untilStatus(/COMPLETE$/);

    expect(created).toEqual(['CREATE_COMPLETE', ['1', []]]);
    expect(during).toEqual(['UPDATE_IN_PROGRESS', ['1', [0.1]]]);
    expect(late).toEqual(['1', [0.1]]);
    expect([await status(), await alias()]).toEqual(['UPDATE_COMPLETE', ['2', []]]);
    const { deployments = [] } = await target.client(CodeDeployClient).send(new ListDeploymentsCommand({}));
    expect(deployments).toHaveLength(1);
  });

  test('needs no time where all traffic goes at once, nor a clock that moves', async () => {
    const config = LambdaDeploymentConfig.ALL_AT_ONCE;
    await create({ word: 'old', config, hook: 'Succeeded' });

    await update({ word: 'new', config, hook: 'Succeeded' });

    expect([await status(), await alias()]).toEqual(['UPDATE_COMPLETE', ['2', []]]);
  });

  test('rolls the stack back when an alarm goes off meanwhile', async () => {
    await create({ word: 'old' });
    await update({ word: 'new' });

    // An alarm is looked at once a minute, and is then what its metric says: let half a minute be left until then.
    const { clock } = target.cloud;
    await clock.advance(60_000 - (clock.now() % 60_000) + 1000);
    await target
      .client(CloudWatchClient)
      .send(new SetAlarmStateCommand({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' }));
    await target.cloud.clock.advance('30s');
    await untilStatus(/ROLLBACK_COMPLETE$/);

    expect([await status(), await alias()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ['1', []]]);
    expect(await reasons('AWS::Lambda::Alias')).toContainEqual(expect.stringContaining('Activated alarms: errors'));
  });

  test('rolls the stack back when a hook says no', async () => {
    await create({ word: 'old', hook: 'Failed' });

    await update({ word: 'new', hook: 'Failed' });
    await untilStatus(/ROLLBACK_COMPLETE$/);

    expect([await status(), await alias()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ['1', []]]);
    expect(await reasons('AWS::Lambda::Alias')).toContainEqual(expect.stringContaining('BeforeAllowTraffic'));
  });

  test('is stopped with the update', async () => {
    await create({ word: 'old' });
    await update({ word: 'new' });

    await stacks.send(new CancelUpdateStackCommand({ StackName }));
    await untilStatus(/ROLLBACK_COMPLETE$/);

    expect(await alias()).toEqual(['1', []]);
  });
});

test('CloudFormation’s types of CodeDeploy', async () => {
  const templateOfGroup = (config: string, tag: string, extra: object = {}) =>
    JSON.stringify({
      Resources: {
        App: {
          Type: 'AWS::CodeDeploy::Application',
          Properties: { ComputePlatform: 'Lambda', Tags: [{ Key: 'team', Value: tag }] },
        },
        Config: {
          Type: 'AWS::CodeDeploy::DeploymentConfig',
          Properties: {
            ComputePlatform: 'Lambda',
            TrafficRoutingConfig: {
              Type: 'TimeBasedLinear',
              TimeBasedLinear: { LinearInterval: '1', LinearPercentage: 25 },
            },
          },
        },
        Group: {
          Type: 'AWS::CodeDeploy::DeploymentGroup',
          Properties: {
            ApplicationName: { Ref: 'App' },
            ServiceRoleArn: 'arn:aws:iam::000000000000:role/deploys',
            DeploymentConfigName: config === 'own' ? { Ref: 'Config' } : config,
            AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE'] },
            DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
            ...extra,
          },
        },
      },
      Outputs: { App: { Value: { Ref: 'App' } }, Group: { Value: { Ref: 'Group' } } },
    });
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: templateOfGroup('own', 'a') }));
  const created = [await status(), await stackOutputs(stacks, StackName)];
  const changed = templateOfGroup('CodeDeployDefault.LambdaAllAtOnce', 'b');
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: changed }));
  const updated = await status();
  const refused = templateOfGroup('own', 'b', { Ec2TagFilters: [{ Key: 'a', Type: 'KEY_ONLY' }] });
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: refused }));

  expect(created).toEqual([
    'CREATE_COMPLETE',
    { App: expect.stringMatching(/^s-App-/), Group: expect.stringMatching(/^s-Group-/) },
  ]);
  expect(updated).toBe('UPDATE_COMPLETE');
  expect(await status()).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await reasons('AWS::CodeDeploy::DeploymentGroup')).toContainEqual(expect.stringContaining('Ec2TagFilters'));
  const { applications } = await target.client(CodeDeployClient).send(new ListApplicationsCommand({}));
  expect(applications).toHaveLength(1);
});
