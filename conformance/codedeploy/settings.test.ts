import {
  BatchGetApplicationRevisionsCommand,
  BatchGetApplicationsCommand,
  BatchGetDeploymentGroupsCommand,
  CodeDeployClient,
  CreateApplicationCommand,
  CreateDeploymentConfigCommand,
  CreateDeploymentGroupCommand,
  DeleteApplicationCommand,
  DeleteDeploymentConfigCommand,
  DeleteDeploymentGroupCommand,
  GetApplicationCommand,
  GetApplicationRevisionCommand,
  GetDeploymentConfigCommand,
  GetDeploymentGroupCommand,
  ListApplicationRevisionsCommand,
  ListApplicationsCommand,
  ListDeploymentConfigsCommand,
  ListDeploymentGroupsCommand,
  ListTagsForResourceCommand,
  RegisterApplicationRevisionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApplicationCommand,
  UpdateDeploymentGroupCommand,
} from '@aws-sdk/client-codedeploy';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { appSpec, deploy, deployment, makeGroup, makeVersions, place, serviceRoleArn } from './deploying.ts';

const target = useCloud({ clock: 'virtual', seed: 5 });
let client: CodeDeployClient;
beforeEach(() => {
  client = target.client(CodeDeployClient);
});
const named = (name: string) => ({ name });
const openPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
});

describe('Applications', () => {
  test('are made, told, renamed with all that is theirs, and deleted', async () => {
    await makeGroup(target);
    const { application } = await client.send(new GetApplicationCommand({ applicationName: 'shop' }));

    await client.send(new UpdateApplicationCommand({ applicationName: 'shop', newApplicationName: 'store' }));

    expect(application).toMatchObject({ applicationName: 'shop', computePlatform: 'Lambda', linkedToGitHub: false });
    const { applicationsInfo } = await client.send(new BatchGetApplicationsCommand({ applicationNames: ['store'] }));
    expect(applicationsInfo).toEqual([{ ...application, applicationName: 'store' }]);
    const { deploymentGroups } = await client.send(new ListDeploymentGroupsCommand({ applicationName: 'store' }));
    expect(deploymentGroups).toEqual(['orders']);
    await client.send(new DeleteApplicationCommand({ applicationName: 'store' }));
    await client.send(new DeleteApplicationCommand({ applicationName: 'store' }));
    expect((await client.send(new ListApplicationsCommand({}))).applications).toEqual([]);
  });

  test('are refused where they are there, nameless, or of machines and containers', async () => {
    await makeGroup(target);
    const create = (input: object) =>
      client.send(new CreateApplicationCommand({ computePlatform: 'Lambda', applicationName: 'x', ...input }));

    await expect(create({ applicationName: 'shop' })).rejects.toMatchObject(named('ApplicationAlreadyExistsException'));
    await expect(create({ applicationName: undefined })).rejects.toMatchObject(
      named('ApplicationNameRequiredException'),
    );
    await expect(create({ applicationName: 'x'.repeat(101) })).rejects.toMatchObject(
      named('InvalidApplicationNameException'),
    );
    await expect(create({ computePlatform: 'Toaster' })).rejects.toMatchObject(
      named('InvalidComputePlatformException'),
    );
    await expect(create({ computePlatform: 'ECS' })).rejects.toThrow('Lambda alone is emulated');
    await expect(create({ computePlatform: undefined })).rejects.toThrow('compute platform Server');
    await expect(client.send(new GetApplicationCommand({ applicationName: 'nobody' }))).rejects.toMatchObject({
      name: 'ApplicationDoesNotExistException',
      message: 'No application found for name: nobody',
    });
  });
});

describe('Deployment configurations', () => {
  test('are AWS’s own, and those that are made', async () => {
    const { deploymentConfigsList = [] } = await client.send(new ListDeploymentConfigsCommand({}));
    const deploymentConfigName = 'CodeDeployDefault.LambdaLinear10PercentEvery3Minutes';

    const { deploymentConfigInfo } = await client.send(new GetDeploymentConfigCommand({ deploymentConfigName }));

    expect(deploymentConfigsList).toHaveLength(9);
    expect(deploymentConfigInfo).toMatchObject({
      deploymentConfigName,
      computePlatform: 'Lambda',
      trafficRoutingConfig: {
        type: 'TimeBasedLinear',
        timeBasedLinear: { linearPercentage: 10, linearInterval: 3 },
      },
    });
    await expect(client.send(new DeleteDeploymentConfigCommand({ deploymentConfigName }))).rejects.toMatchObject(
      named('InvalidOperationException'),
    );
  });

  test('are checked, and kept while a group has them', async () => {
    const make = (deploymentConfigName: string, trafficRoutingConfig: object) =>
      client.send(
        new CreateDeploymentConfigCommand({ deploymentConfigName, computePlatform: 'Lambda', trafficRoutingConfig }),
      );
    const canary = { type: 'TimeBasedCanary', timeBasedCanary: { canaryPercentage: 20, canaryInterval: 1 } };
    await make('mine', canary);
    await makeGroup(target, { deploymentConfigName: 'mine' });
    const remove = () => client.send(new DeleteDeploymentConfigCommand({ deploymentConfigName: 'mine' }));

    await expect(make('mine', canary)).rejects.toMatchObject(named('DeploymentConfigAlreadyExistsException'));
    for (const wrong of [
      { type: 'TimeBasedCanary' },
      { ...canary, timeBasedCanary: { canaryPercentage: 100, canaryInterval: 1 } },
      { ...canary, timeBasedCanary: { canaryPercentage: 10, canaryInterval: 0 } },
      { ...canary, type: 'TimeBasedLinear' },
    ]) {
      await expect(make('other', wrong)).rejects.toMatchObject(named('InvalidTrafficRoutingConfigurationException'));
    }
    await expect(remove()).rejects.toMatchObject(named('DeploymentConfigInUseException'));
    await client.send(new DeleteDeploymentGroupCommand(place));
    await remove();
    await expect(client.send(new GetDeploymentConfigCommand({ deploymentConfigName: 'mine' }))).rejects.toMatchObject(
      named('DeploymentConfigDoesNotExistException'),
    );
  });
});

describe('Deployment groups', () => {
  test('are told as they were made, changed, renamed and deleted', async () => {
    const alarmConfiguration = { enabled: true, ignorePollAlarmFailure: false, alarms: [{ name: 'errors' }] };
    const autoRollbackConfiguration = { enabled: true, events: ['DEPLOYMENT_FAILURE' as const] };
    await makeGroup(target, { alarmConfiguration });
    const before = await client.send(new GetDeploymentGroupCommand(place));

    await client.send(
      new UpdateDeploymentGroupCommand({
        applicationName: 'shop',
        currentDeploymentGroupName: 'orders',
        newDeploymentGroupName: 'carts',
        autoRollbackConfiguration,
        deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      }),
    );

    expect(before.deploymentGroupInfo).toMatchObject({
      applicationName: 'shop',
      deploymentGroupName: 'orders',
      deploymentConfigName: 'CodeDeployDefault.LambdaAllAtOnce',
      serviceRoleArn,
      alarmConfiguration,
      computePlatform: 'Lambda',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      outdatedInstancesStrategy: 'UPDATE',
    });
    const { deploymentGroupsInfo } = await client.send(
      new BatchGetDeploymentGroupsCommand({ applicationName: 'shop', deploymentGroupNames: ['carts'] }),
    );
    expect(deploymentGroupsInfo).toMatchObject([
      {
        deploymentGroupId: before.deploymentGroupInfo?.deploymentGroupId,
        alarmConfiguration,
        autoRollbackConfiguration,
        deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      },
    ]);
    await client.send(new DeleteDeploymentGroupCommand({ applicationName: 'shop', deploymentGroupName: 'carts' }));
    await expect(
      client.send(new GetDeploymentGroupCommand({ applicationName: 'shop', deploymentGroupName: 'carts' })),
    ).rejects.toMatchObject({
      name: 'DeploymentGroupDoesNotExistException',
      message: 'No Deployment Group found for name: carts',
    });
  });

  test('are refused with what cannot be', async () => {
    await makeGroup(target);
    const make = (input: object) =>
      client.send(new CreateDeploymentGroupCommand({ ...place, deploymentGroupName: 'new', serviceRoleArn, ...input }));

    await expect(make({ deploymentGroupName: 'orders' })).rejects.toMatchObject(
      named('DeploymentGroupAlreadyExistsException'),
    );
    await expect(make({ serviceRoleArn: undefined })).rejects.toMatchObject(named('RoleRequiredException'));
    await expect(make({ serviceRoleArn: 'nobody' })).rejects.toMatchObject(named('InvalidRoleException'));
    await expect(make({ alarmConfiguration: { enabled: true, alarms: [] } })).rejects.toMatchObject(
      named('InvalidAlarmConfigException'),
    );
    await expect(make({ autoRollbackConfiguration: { enabled: true, events: [] } })).rejects.toMatchObject(
      named('InvalidAutoRollbackConfigException'),
    );
    await expect(make({ deploymentStyle: { deploymentType: 'IN_PLACE' } })).rejects.toMatchObject(
      named('InvalidDeploymentStyleException'),
    );
    await expect(make({ triggerConfigurations: [{ triggerName: 't' }] })).rejects.toMatchObject(
      named('InvalidTriggerConfigException'),
    );
    await expect(make({ ecsServices: [{ clusterName: 'c', serviceName: 's' }] })).rejects.toThrow('ecsServices');
  });
});

test('Tags of applications and groups are put on, told and taken off', async () => {
  await makeGroup(target, { tags: [{ Key: 'team', Value: 'a' }] });
  const arn = (resource: string) => `arn:aws:codedeploy:us-east-1:000000000000:${resource}`;
  const tagsOf = async (resource: string) =>
    (await client.send(new ListTagsForResourceCommand({ ResourceArn: arn(resource) }))).Tags;
  const ResourceArn = arn('application:shop');

  await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'a', Value: '1' }] }));
  await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'b', Value: '2' }] }));
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));

  expect(await tagsOf('application:shop')).toEqual([{ Key: 'b', Value: '2' }]);
  expect(await tagsOf('deploymentgroup:shop/orders')).toEqual([{ Key: 'team', Value: 'a' }]);
  const withoutAccount = { ResourceArn: 'arn:aws:codedeploy:us-east-1::application:shop' };
  expect((await client.send(new ListTagsForResourceCommand(withoutAccount))).Tags).toHaveLength(1);
  await expect(tagsOf('application:nobody')).rejects.toMatchObject(named('ApplicationDoesNotExistException'));
  await expect(tagsOf('toaster:shop')).rejects.toMatchObject(named('InvalidArnException'));
});

test('Revisions are registered by hand and by deployments, and told with their content', async () => {
  await makeVersions(target);
  await makeGroup(target);
  const revisionOf = (content: string) => ({
    revisionType: 'AppSpecContent' as const,
    appSpecContent: { content },
  });
  await client.send(
    new RegisterApplicationRevisionCommand({
      applicationName: 'shop',
      description: 'by hand',
      revision: revisionOf('version: 0.0'),
    }),
  );
  await target.cloud.clock.advance('1s');
  const id = await deploy(target, appSpec());
  const { revision } = await deployment(target, id);
  await target.cloud.clock.advance('1s');

  const list = async (input: object) =>
    (await client.send(new ListApplicationRevisionsCommand({ applicationName: 'shop', ...input }))).revisions;
  const told = await client.send(new GetApplicationRevisionCommand({ applicationName: 'shop', revision }));

  expect(revision?.appSpecContent?.content).toBeUndefined();
  expect(told).toMatchObject({
    revision: { appSpecContent: { content: appSpec() } },
    revisionInfo: { deploymentGroups: ['orders'] },
  });
  expect(await list({})).toHaveLength(2);
  expect(await list({ deployed: 'include' })).toEqual([revision]);
  const { revisions } = await client.send(
    new BatchGetApplicationRevisionsCommand({ applicationName: 'shop', revisions: revision ? [revision] : [] }),
  );
  expect(revisions).toMatchObject([{ genericRevisionInfo: { deploymentGroups: ['orders'] } }]);
  await expect(
    client.send(
      new GetApplicationRevisionCommand({
        applicationName: 'shop',
        revision: { revisionType: 'AppSpecContent', appSpecContent: { sha256: 'other' } },
      }),
    ),
  ).rejects.toMatchObject(named('RevisionDoesNotExistException'));
});

test('Deployments tell EventBridge and the group’s triggers what becomes of them', async () => {
  await makeVersions(target);
  const sqs = target.client(SQSClient);
  const queue = async (QueueName: string) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes: { Policy: openPolicy } }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return { QueueUrl, Arn: Attributes?.QueueArn ?? '' };
  };
  const [heard, noted] = [await queue('heard'), await queue('noted')];
  const events = target.client(EventBridgeClient);
  await events.send(
    new PutRuleCommand({
      Name: 'r',
      EventPattern: JSON.stringify({ source: ['aws.codedeploy'], detail: { state: ['SUCCESS'] } }),
    }),
  );
  await events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 'q', Arn: heard.Arn }] }));
  const topics = target.client(SNSClient);
  const { TopicArn } = await topics.send(new CreateTopicCommand({ Name: 'deployments' }));
  await topics.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: noted.Arn,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  const trigger = { triggerName: 'ends', triggerTargetArn: TopicArn, triggerEvents: ['DeploymentSuccess' as const] };
  await makeGroup(target, { triggerConfigurations: [trigger] });

  const id = await deploy(target, appSpec());
  await target.cloud.clock.advance('2s');

  const bodies = async ({ QueueUrl }: { readonly QueueUrl: string | undefined }) => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = '' }) => JSON.parse(Body));
  };
  expect(await bodies(heard)).toMatchObject([
    {
      'detail-type': 'CodeDeploy Deployment State-change Notification',
      resources: [
        'arn:aws:codedeploy:us-east-1:000000000000:application:shop',
        'arn:aws:codedeploy:us-east-1:000000000000:deploymentgroup:shop/orders',
      ],
      detail: { deploymentId: id, application: 'shop', deploymentGroup: 'orders', state: 'SUCCESS' },
    },
  ]);
  expect(await bodies(noted)).toMatchObject([
    { eventTriggerName: 'ends', deploymentId: id, applicationName: 'shop', status: 'SUCCEEDED' },
  ]);
});
