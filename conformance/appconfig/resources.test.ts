import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  DeleteApplicationCommand,
  DeleteConfigurationProfileCommand,
  DeleteDeploymentStrategyCommand,
  DeleteEnvironmentCommand,
  DeleteHostedConfigurationVersionCommand,
  GetAccountSettingsCommand,
  GetApplicationCommand,
  GetConfigurationProfileCommand,
  GetDeploymentStrategyCommand,
  GetEnvironmentCommand,
  GetHostedConfigurationVersionCommand,
  ListApplicationsCommand,
  ListConfigurationProfilesCommand,
  ListDeploymentStrategiesCommand,
  ListEnvironmentsCommand,
  ListExtensionsCommand,
  ListHostedConfigurationVersionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountSettingsCommand,
  UpdateApplicationCommand,
  UpdateConfigurationProfileCommand,
  UpdateDeploymentStrategyCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-appconfig';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { addVersion, deploy, featureFlags, latest, makeProfile, startSession, untilComplete } from './configuring.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let client: AppConfigClient;
beforeEach(() => {
  client = target.client(AppConfigClient);
});

const create = async (Name = 'shop', more: object = {}): Promise<string> => {
  const { Id = '' } = await client.send(new CreateApplicationCommand({ Name, ...more }));
  return Id;
};

const plain = ({ $metadata: _, ...members }: { readonly $metadata: unknown }) => members;
const badRequest = { name: 'BadRequestException', $metadata: { httpStatusCode: 400 } };
const missing = (ResourceName: string) => ({
  name: 'ResourceNotFoundException',
  ResourceName,
  $metadata: { httpStatusCode: 404 },
});

describe('applications', () => {
  test('are made, told, changed, listed by pages and deleted', async () => {
    const made = await client.send(new CreateApplicationCommand({ Name: 'shop', Description: 'ours' }));
    const ApplicationId = made.Id ?? '';

    expect(made.$metadata.httpStatusCode).toBe(201);
    expect(ApplicationId).toMatch(/^[a-z0-9]{7}$/);
    expect(plain(made)).toEqual({ Id: ApplicationId, Name: 'shop', Description: 'ours' });
    expect(plain(await client.send(new GetApplicationCommand({ ApplicationId })))).toEqual(plain(made));
    const changed = await client.send(new UpdateApplicationCommand({ ApplicationId, Name: 'store' }));
    expect(changed).toMatchObject({ Name: 'store', Description: 'ours' });
    await create('second');
    const page = await client.send(new ListApplicationsCommand({ MaxResults: 1 }));
    expect(page.Items).toEqual([{ Id: ApplicationId, Name: 'store', Description: 'ours' }]);
    const rest = await client.send(new ListApplicationsCommand({ NextToken: page.NextToken }));
    expect(rest.Items).toMatchObject([{ Name: 'second' }]);
    expect(rest.NextToken).toBeUndefined();
    const deleted = await client.send(new DeleteApplicationCommand({ ApplicationId }));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client.send(new GetApplicationCommand({ ApplicationId }))).rejects.toMatchObject(
      missing('Application'),
    );
  });

  test('are refused without a name, with one that is too long, and while something is in them', async () => {
    await expect(create('')).rejects.toMatchObject({ ...badRequest, message: expect.stringContaining("at 'name'") });
    await expect(create('x'.repeat(65))).rejects.toMatchObject(badRequest);
    const { ApplicationId } = await makeProfile(target);
    await expect(client.send(new DeleteApplicationCommand({ ApplicationId }))).rejects.toMatchObject(badRequest);
    await expect(client.send(new ListApplicationsCommand({ NextToken: 'made-up' }))).rejects.toMatchObject(badRequest);
  });
});

test('environments are made, told, changed, listed and deleted', async () => {
  const ApplicationId = await create();
  const Monitors = [{ AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:errors' }];

  const made = await client.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'prod', Monitors }));

  const EnvironmentId = made.Id ?? '';
  const told = { ApplicationId, Id: EnvironmentId, Name: 'prod', State: 'READY_FOR_DEPLOYMENT', Monitors };
  expect(plain(made)).toEqual(told);
  const at = { ApplicationId, EnvironmentId };
  expect(plain(await client.send(new GetEnvironmentCommand(at)))).toEqual(told);
  const changed = await client.send(new UpdateEnvironmentCommand({ ...at, Description: 'live' }));
  expect(plain(changed)).toEqual({ ...told, Description: 'live' });
  expect((await client.send(new ListEnvironmentsCommand({ ApplicationId }))).Items).toEqual([plain(changed)]);
  await client.send(new DeleteEnvironmentCommand(at));
  await expect(client.send(new GetEnvironmentCommand(at))).rejects.toMatchObject(missing('Environment'));
  await expect(
    client.send(new CreateEnvironmentCommand({ ApplicationId: 'abcdefg', Name: 'prod' })),
  ).rejects.toMatchObject(missing('Application'));
});

describe('configuration profiles', () => {
  test('are made, told, changed, listed by type and deleted', async () => {
    const ApplicationId = await create();
    const Validators = [{ Type: 'JSON_SCHEMA' as const, Content: '{"type":"object"}' }];
    const input = { ApplicationId, Name: 'settings', LocationUri: 'hosted', Validators };

    const made = await client.send(new CreateConfigurationProfileCommand(input));

    const at = { ApplicationId, ConfigurationProfileId: made.Id ?? '' };
    const told = { ...input, Id: made.Id, Type: 'AWS.Freeform' };
    expect(plain(made)).toEqual(told);
    expect(plain(await client.send(new GetConfigurationProfileCommand(at)))).toEqual(told);
    const changed = await client.send(new UpdateConfigurationProfileCommand({ ...at, Name: 'others', Validators: [] }));
    expect(plain(changed)).toEqual({
      ApplicationId,
      Id: made.Id,
      Name: 'others',
      LocationUri: 'hosted',
      Type: 'AWS.Freeform',
    });
    await client.send(
      new CreateConfigurationProfileCommand({ ...input, Name: 'flags', Type: featureFlags, Validators: [] }),
    );
    const flags = await client.send(new ListConfigurationProfilesCommand({ ApplicationId, Type: featureFlags }));
    expect(flags.Items).toEqual([
      { ApplicationId, Id: expect.any(String), Name: 'flags', LocationUri: 'hosted', Type: featureFlags },
    ]);
    await client.send(new DeleteConfigurationProfileCommand(at));
    await expect(client.send(new GetConfigurationProfileCommand(at))).rejects.toMatchObject(
      missing('ConfigurationProfile'),
    );
  });

  test.each([
    ['of another type', { Type: 'AWS.Other' }],
    ['of flags outside of the hosted store', { Type: featureFlags, LocationUri: 'ssm-parameter://p' }],
    ['elsewhere without a role', { LocationUri: 'ssm-parameter://p' }],
    ['hosted with a role', { RetrievalRoleArn: 'arn:aws:iam::000000000000:role/reader' }],
    ['nowhere', { LocationUri: 'ftp://p' }],
    ['with a schema that is none', { Validators: [{ Type: 'JSON_SCHEMA' as const, Content: '{' }] }],
    ['with a function that is none', { Validators: [{ Type: 'LAMBDA' as const, Content: 'validate' }] }],
  ])('are refused %s', async (_what, given) => {
    await expect(makeProfile(target, given)).rejects.toMatchObject(badRequest);
  });

  test('located at documents and pipelines are refused by name', async () => {
    const RetrievalRoleArn = 'arn:aws:iam::000000000000:role/reader';
    await expect(makeProfile(target, { LocationUri: 'ssm-document://d', RetrievalRoleArn })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('ssm-document'),
    });
  });
});

describe('hosted configuration versions', () => {
  test('are numbered, labelled, told newest first, and never numbered alike', async () => {
    const made = await makeProfile(target);

    const first = await addVersion(target, made, '{"a":1}', { Description: 'one', VersionLabel: 'v1-beta' });

    expect(first).toMatchObject({ VersionNumber: 1, ContentType: 'application/json', VersionLabel: 'v1-beta' });
    expect(Buffer.from(first.Content ?? []).toString()).toBe('{"a":1}');
    await addVersion(target, made, 'x: 1', { ContentType: 'application/x-yaml' });
    const got = await client.send(new GetHostedConfigurationVersionCommand({ ...made, VersionNumber: 1 }));
    expect(Buffer.from(got.Content ?? []).toString()).toBe('{"a":1}');
    expect(got).toMatchObject({ ApplicationId: made.ApplicationId, VersionNumber: 1, Description: 'one' });
    const { Items = [] } = await client.send(new ListHostedConfigurationVersionsCommand(made));
    expect(Items.map(({ VersionNumber }) => VersionNumber)).toEqual([2, 1]);
    const labelled = await client.send(new ListHostedConfigurationVersionsCommand({ ...made, VersionLabel: 'v1*' }));
    expect(labelled.Items).toMatchObject([{ VersionNumber: 1, VersionLabel: 'v1-beta' }]);
    await client.send(new DeleteHostedConfigurationVersionCommand({ ...made, VersionNumber: 2 }));
    expect(await addVersion(target, made, '{}')).toMatchObject({ VersionNumber: 3 });
    await expect(
      client.send(new GetHostedConfigurationVersionCommand({ ...made, VersionNumber: 2 })),
    ).rejects.toMatchObject(missing('HostedConfigurationVersion'));
  });

  test('are refused where another one came first, a label is taken, or the content is too large', async () => {
    const made = await makeProfile(target);
    await addVersion(target, made, '{}', { LatestVersionNumber: 0, VersionLabel: 'first' });

    const conflict = { name: 'ConflictException', $metadata: { httpStatusCode: 409 } };
    await expect(addVersion(target, made, '{}', { LatestVersionNumber: 0 })).rejects.toMatchObject(conflict);
    await expect(addVersion(target, made, '{}', { VersionLabel: 'first' })).rejects.toMatchObject(conflict);
    await expect(addVersion(target, made, '{}', { VersionLabel: '12' })).rejects.toMatchObject(badRequest);
    await expect(addVersion(target, made, 'x'.repeat(2 * 1024 * 1024 + 1))).rejects.toMatchObject({
      name: 'PayloadTooLargeException',
      Measure: 'KILOBYTES',
      Limit: 2048,
      $metadata: { httpStatusCode: 413 },
    });
  });
});

describe('deployment strategies', () => {
  const strategy = { Name: 'slow', DeploymentDurationInMinutes: 10, GrowthFactor: 20 };

  test('are made with defaults, told, changed, listed behind the predefined ones, and deleted', async () => {
    const made = await client.send(new CreateDeploymentStrategyCommand(strategy));

    const DeploymentStrategyId = made.Id ?? '';
    const told = { ...strategy, Id: made.Id, GrowthType: 'LINEAR', FinalBakeTimeInMinutes: 0, ReplicateTo: 'NONE' };
    expect(plain(made)).toEqual(told);
    expect(plain(await client.send(new GetDeploymentStrategyCommand({ DeploymentStrategyId })))).toEqual(told);
    const changed = await client.send(
      new UpdateDeploymentStrategyCommand({ DeploymentStrategyId, GrowthType: 'EXPONENTIAL' }),
    );
    expect(plain(changed)).toEqual({ ...told, GrowthType: 'EXPONENTIAL' });
    const { Items = [] } = await client.send(new ListDeploymentStrategiesCommand({}));
    expect(Items.map(({ Name }) => Name)).toEqual([
      'AppConfig.AllAtOnce',
      'AppConfig.Linear50PercentEvery30Seconds',
      'AppConfig.Canary10Percent20Minutes',
      'AppConfig.Linear20PercentEvery6Minutes',
      'slow',
    ]);
    await client.send(new DeleteDeploymentStrategyCommand({ DeploymentStrategyId }));
    await expect(client.send(new GetDeploymentStrategyCommand({ DeploymentStrategyId }))).rejects.toMatchObject(
      missing('DeploymentStrategy'),
    );
  });

  test('are refused out of bounds, and the predefined ones stay', async () => {
    const make = (given: object) => client.send(new CreateDeploymentStrategyCommand({ ...strategy, ...given }));
    await expect(make({ GrowthFactor: 101 })).rejects.toMatchObject(badRequest);
    await expect(make({ DeploymentDurationInMinutes: 1441 })).rejects.toMatchObject(badRequest);
    await expect(make({ ReplicateTo: 'SSM_DOCUMENT' })).rejects.toMatchObject({ name: 'NotImplemented' });
    const DeploymentStrategyId = 'AppConfig.AllAtOnce';
    await expect(client.send(new DeleteDeploymentStrategyCommand({ DeploymentStrategyId }))).rejects.toMatchObject(
      badRequest,
    );
  });
});

test('a profile goes with its versions, but not while it is deployed', async () => {
  const made = await makeProfile(target);
  await addVersion(target, made, '{}');
  await deploy(target, made);

  await expect(client.send(new DeleteConfigurationProfileCommand(made))).rejects.toMatchObject({
    name: 'ConflictException',
  });
  await untilComplete(target);
  await client.send(new DeleteConfigurationProfileCommand(made));
  await expect(client.send(new ListHostedConfigurationVersionsCommand(made))).rejects.toMatchObject(
    missing('ConfigurationProfile'),
  );
});

test('tags are put on, told to everybody who asks, and taken off', async () => {
  const id = await create('shop', { Tags: { a: '1' } });
  const ResourceArn = `arn:aws:appconfig:us-east-1:000000000000:application/${id}`;

  await client.send(new TagResourceCommand({ ResourceArn, Tags: { b: '2' } }));

  const tags = async () => (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
  expect(await tags()).toEqual({ a: '1', b: '2' });
  const tagged = await target.client(ResourceGroupsTaggingAPIClient).send(new GetResourcesCommand({}));
  expect(tagged.ResourceTagMappingList).toMatchObject([{ ResourceARN: ResourceArn }]);
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }));
  expect(await tags()).toEqual({ b: '2' });
  await expect(
    client.send(new ListTagsForResourceCommand({ ResourceArn: ResourceArn.replace(id, 'abcdefg') })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('account settings protect what was read lately from deletion', async () => {
  expect(plain(await client.send(new GetAccountSettingsCommand({})))).toEqual({
    DeletionProtection: { Enabled: false, ProtectionPeriodInMinutes: 60 },
    VendedMetrics: { Enabled: false },
  });
  const settings = { DeletionProtection: { Enabled: true, ProtectionPeriodInMinutes: 30 } };
  expect(await client.send(new UpdateAccountSettingsCommand(settings))).toMatchObject(settings);
  const made = await makeProfile(target);
  await addVersion(target, made, '{}');
  await deploy(target, made);
  await untilComplete(target);
  await latest(target, await startSession(target));

  await expect(client.send(new DeleteEnvironmentCommand(made))).rejects.toMatchObject(badRequest);
  await target.cloud.clock.advance('31m');
  await client.send(new DeleteEnvironmentCommand(made));
});

test('extensions are refused by name', async () => {
  await expect(client.send(new ListExtensionsCommand({}))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('ListExtensions'),
  });
});
