import { AppConfigClient, GetConfigurationCommand } from '@aws-sdk/client-appconfig';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import {
  addVersion,
  deploy,
  featureFlags,
  flags,
  latest,
  type Made,
  makeProfile,
  startSession,
  untilComplete,
} from './configuring.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

const problem = (Problem: string) => ({
  name: 'BadRequestException',
  Reason: 'InvalidParameters',
  Details: { InvalidParameters: { ConfigurationToken: { Problem } } },
});

describe('freeform configurations', () => {
  let made: Made;
  beforeEach(async () => {
    made = await makeProfile(target);
    await addVersion(target, made, '{"a":1}', { VersionLabel: 'first' });
    await deploy(target, made);
    await untilComplete(target);
  });

  test('are told once, then nothing until another is deployed', async () => {
    const first = await latest(target, await startSession(target));
    expect(first).toMatchObject({ text: '{"a":1}', ContentType: 'application/json', VersionLabel: 'first' });
    expect(first.NextPollIntervalInSeconds).toBe(60);

    const second = await latest(target, first.NextPollConfigurationToken ?? '');

    expect(second.text).toBe('');
    await addVersion(target, made, '{"a":2}');
    await deploy(target, made, 2);
    await untilComplete(target);
    const third = await latest(target, second.NextPollConfigurationToken ?? '');
    expect(third.text).toBe('{"a":2}');
  });

  test('a session goes by ids as well as by names', async () => {
    const token = await startSession(target, {
      ApplicationIdentifier: made.ApplicationId,
      EnvironmentIdentifier: made.EnvironmentId,
      ConfigurationProfileIdentifier: made.ConfigurationProfileId,
    });

    expect((await latest(target, token)).text).toBe('{"a":1}');
  });

  test('a token is good once, for a day, and not made up', async () => {
    const token = await startSession(target);
    const { NextPollConfigurationToken = '' } = await latest(target, token);

    await expect(latest(target, token)).rejects.toMatchObject(problem('Expired'));
    await expect(latest(target, 'made-up')).rejects.toMatchObject(problem('Corrupted'));
    await target.cloud.clock.advance('25h');
    await expect(latest(target, NextPollConfigurationToken)).rejects.toMatchObject(problem('Expired'));
  });

  test('a client that promised to wait must', async () => {
    const token = await startSession(target, { RequiredMinimumPollIntervalInSeconds: 30 });
    const { NextPollConfigurationToken = '', NextPollIntervalInSeconds } = await latest(target, token);

    expect(NextPollIntervalInSeconds).toBe(30);
    await expect(latest(target, NextPollConfigurationToken)).rejects.toMatchObject(problem('PollIntervalNotSatisfied'));
    await target.cloud.clock.advance('30s');
    expect((await latest(target, NextPollConfigurationToken)).text).toBe('');
    await expect(startSession(target, { RequiredMinimumPollIntervalInSeconds: 14 })).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  test.each([
    ['Application', 'ApplicationIdentifier'],
    ['Environment', 'EnvironmentIdentifier'],
    ['ConfigurationProfile', 'ConfigurationProfileIdentifier'],
  ])('a session names the %s that is missing', async (ResourceType, parameter) => {
    await expect(startSession(target, { [parameter]: 'nope' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      ResourceType,
      ReferencedBy: { [parameter]: 'nope' },
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('GetConfiguration tells them to older clients, and nothing to those that have the version', async () => {
    const client = target.client(AppConfigClient);
    const input = { Application: 'shop', Environment: 'prod', Configuration: 'settings', ClientId: 'me' };

    const told = await client.send(new GetConfigurationCommand(input));

    expect(told).toMatchObject({ ConfigurationVersion: '1', ContentType: 'application/json' });
    expect(Buffer.from(told.Content ?? []).toString()).toBe('{"a":1}');
    const again = await client.send(new GetConfigurationCommand({ ...input, ClientConfigurationVersion: '1' }));
    expect(again.Content ?? []).toHaveLength(0);
    await expect(client.send(new GetConfigurationCommand({ ...input, Environment: 'nope' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

test('a session needs something that was deployed', async () => {
  await makeProfile(target);

  await expect(startSession(target)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceType: 'Deployment',
  });
});

describe('feature flags', () => {
  const deployed = async (document: object) => {
    const made = await makeProfile(target, { Type: featureFlags });
    await addVersion(target, made, JSON.stringify(document));
    await deploy(target, made);
    await untilComplete(target);
    return JSON.parse((await latest(target, await startSession(target))).text);
  };

  test('are told by key, with attributes where they are on', async () => {
    expect(await deployed(flags)).toEqual({ checkout: { enabled: true, limit: 3 }, search: { enabled: false } });
  });

  test('hide attributes where they are off', async () => {
    const off = { ...flags, values: { checkout: { enabled: false, limit: 3 }, search: { enabled: true } } };
    expect(await deployed(off)).toEqual({ checkout: { enabled: false }, search: { enabled: true } });
  });

  test('of variants tell the default one', async () => {
    const _variants = [
      { name: 'beta', rule: '(eq $tier "beta")', enabled: true, attributeValues: { limit: 9 } },
      { name: 'default', enabled: true, attributeValues: { limit: 2 } },
    ];
    expect(await deployed({ ...flags, values: { checkout: { _variants } } })).toEqual({
      checkout: { enabled: true, limit: 2 },
      search: { enabled: false },
    });
  });

  test('are kept with the times at which they were made', async () => {
    const made = await makeProfile(target, { Type: featureFlags });

    const { Content } = await addVersion(target, made, JSON.stringify(flags));

    const kept = JSON.parse(Buffer.from(Content ?? []).toString());
    const time = expect.stringMatching(/^\d{4}-/);
    expect(kept.flags.search).toEqual({ name: 'Search', _createdAt: time, _updatedAt: time });
    expect(kept.values.search).toEqual({ enabled: false, _createdAt: time, _updatedAt: time });
  });

  const value = (checkout: object) => ({ ...flags, values: { checkout } });
  test.each([
    ['a version that is none', { ...flags, version: '2' }],
    ['a value of no flag', { ...flags, values: { other: { enabled: true } } }],
    ['a key in capitals', { version: '1', flags: { Other: { name: 'x' } } }],
    ['a value that is too small', value({ enabled: true, limit: 0 })],
    ['a value that is too great', value({ enabled: true, limit: 11 })],
    ['a value of another type', value({ enabled: true, limit: 'x' })],
    ['a required attribute that is missing', value({ enabled: true })],
    ['an attribute that is none', value({ enabled: true, limit: 3, more: 1 })],
    [
      'a default variant that is not the last',
      value({
        _variants: [
          { name: 'default', enabled: true, attributeValues: { limit: 2 } },
          { name: 'beta', rule: '(eq $a 1)', enabled: true, attributeValues: { limit: 2 } },
        ],
      }),
    ],
  ])('with %s are refused', async (_what, document) => {
    const made = await makeProfile(target, { Type: featureFlags });

    await expect(addVersion(target, made, JSON.stringify(document))).rejects.toMatchObject({
      name: 'BadRequestException',
      Reason: 'InvalidConfiguration',
      Details: {
        InvalidConfiguration: expect.arrayContaining([
          expect.objectContaining({ Location: expect.stringMatching(/^\$/) }),
        ]),
      },
    });
  });

  test('are no JSON, or of another content type', async () => {
    const made = await makeProfile(target, { Type: featureFlags });
    await expect(addVersion(target, made, '{')).rejects.toMatchObject({ Reason: 'InvalidConfiguration' });
    await expect(addVersion(target, made, JSON.stringify(flags), { ContentType: 'text/plain' })).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  test('are not told by GetConfiguration', async () => {
    await deployed(flags);
    const input = { Application: 'shop', Environment: 'prod', Configuration: 'settings', ClientId: 'me' };

    await expect(target.client(AppConfigClient).send(new GetConfigurationCommand(input))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: "Feature flag configurations must be accessed via AWS AppConfig Data's GetLatestConfiguration API",
    });
  });
});
