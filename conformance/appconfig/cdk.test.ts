import {
  AppConfigClient,
  GetConfigurationProfileCommand,
  GetDeploymentCommand,
  GetEnvironmentCommand,
  ListApplicationsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-appconfig';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { App, CfnOutput, DefaultStackSynthesizer, Duration, type IStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import {
  Application,
  ConfigurationContent,
  ConfigurationType,
  DeploymentStrategy,
  HostedConfiguration,
  JsonSchemaValidator,
  Monitor,
  RolloutStrategy,
} from 'aws-cdk-lib/aws-appconfig';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { flags, latest, startSession } from './configuring.ts';

const target = useCloud();
const StackName = 'configuring';
let stacks: CloudFormationClient;
let client: AppConfigClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  client = target.client(AppConfigClient);
});

/** The template, as `cdk deploy` would send it. */
function templateOf(limit: number, owner: string): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  const application = new Application(stack, 'Application', { applicationName: 'shop' });
  Tags.of(application).add('owner', owner);
  const alarm = new Alarm(stack, 'Alarm', {
    metric: new Metric({ namespace: 'Shop', metricName: 'Errors' }),
    threshold: 1,
    evaluationPeriods: 1,
  });
  const environment = application.addEnvironment('Environment', {
    environmentName: 'prod',
    monitors: [Monitor.fromCloudWatchAlarm(alarm)],
  });
  const document = { ...flags, values: { ...flags.values, checkout: { enabled: true, limit } } };
  new HostedConfiguration(stack, 'Flags', {
    application,
    name: 'settings',
    type: ConfigurationType.FEATURE_FLAGS,
    content: ConfigurationContent.fromInlineJson(JSON.stringify(document)),
    deployTo: [environment],
  });
  const strategy = new DeploymentStrategy(stack, 'Strategy', {
    rolloutStrategy: RolloutStrategy.linear({
      growthFactor: 50,
      deploymentDuration: Duration.minutes(10),
      finalBakeTime: Duration.minutes(5),
    }),
  });
  const freeform = new HostedConfiguration(stack, 'Freeform', {
    application,
    name: 'freeform',
    content: ConfigurationContent.fromInlineText('hello'),
    validators: [JsonSchemaValidator.fromInline('{"type":"object"}')],
    deploymentStrategy: strategy,
  });
  new CfnOutput(stack, 'ApplicationId', { value: application.applicationId });
  new CfnOutput(stack, 'ApplicationArn', { value: application.applicationArn });
  new CfnOutput(stack, 'EnvironmentId', { value: environment.environmentId });
  new CfnOutput(stack, 'ProfileId', { value: freeform.configurationProfileId });
  new CfnOutput(stack, 'Version', { value: freeform.versionNumber ?? '' });
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

const waiter = () => ({ client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 });
const capable = (TemplateBody: string) => ({ StackName, TemplateBody, Capabilities: ['CAPABILITY_IAM' as const] });
const flagsNow = async () => JSON.parse((await latest(target, await startSession(target))).text);

test('configurations of the CDK are made, deployed, changed and deleted', { timeout: 60_000 }, async () => {
  await stacks.send(new CreateStackCommand(capable(templateOf(3, 'me'))));
  await waitUntilStackCreateComplete(waiter(), { StackName });

  const outputs = await stackOutputs(stacks, StackName);
  const { ApplicationId, EnvironmentId, ProfileId: ConfigurationProfileId, ApplicationArn: ResourceArn } = outputs;
  expect(outputs).toMatchObject({ Version: '1' });
  expect(await flagsNow()).toEqual({ checkout: { enabled: true, limit: 3 }, search: { enabled: false } });
  const deployment = { ApplicationId, EnvironmentId };
  expect(await client.send(new GetDeploymentCommand({ ...deployment, DeploymentNumber: 1 }))).toMatchObject({
    State: 'COMPLETE',
    PercentageComplete: 100,
  });
  expect(await client.send(new GetEnvironmentCommand(deployment))).toMatchObject({
    Name: 'prod',
    Monitors: [{ AlarmArn: expect.stringContaining(':alarm:') }],
  });
  expect(
    await client.send(new GetConfigurationProfileCommand({ ApplicationId, ConfigurationProfileId })),
  ).toMatchObject({ Name: 'freeform', Validators: [{ Type: 'JSON_SCHEMA', Content: '{"type":"object"}' }] });

  await stacks.send(new UpdateStackCommand(capable(templateOf(4, 'you'))));
  await waitUntilStackUpdateComplete(waiter(), { StackName });

  expect(await flagsNow()).toMatchObject({ checkout: { limit: 4 } });
  const { Tags: tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(tags).toMatchObject({ owner: 'you' });

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter(), { StackName });
  expect((await client.send(new ListApplicationsCommand({}))).Items).toEqual([]);
});
