import {
  CancelResourceRequestCommand,
  CloudControlClient,
  CreateResourceCommand,
  GetResourceCommand,
  GetResourceRequestStatusCommand,
  ListResourceRequestsCommand,
  ListResourcesCommand,
  UpdateResourceCommand,
} from '@aws-sdk/client-cloudcontrol';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(CloudControlClient);
const TypeName = 'AWS::Logs::LogGroup';

const create = (properties: object, ClientToken?: string) =>
  client().send(new CreateResourceCommand({ TypeName, DesiredState: JSON.stringify(properties), ClientToken }));

const statusOf = async (RequestToken: string | undefined) =>
  (await client().send(new GetResourceRequestStatusCommand({ RequestToken }))).ProgressEvent;

describe('CreateResource', () => {
  it('does a request once that comes twice under one client token', async () => {
    const first = await create({ LogGroupName: '/once' }, 'token-1');
    const second = await create({ LogGroupName: '/once' }, 'token-1');

    expect(second.ProgressEvent?.RequestToken).toBe(first.ProgressEvent?.RequestToken);
    expect(second.ProgressEvent?.OperationStatus).toBe('SUCCESS');
    await expect(create({ LogGroupName: '/other' }, 'token-1')).rejects.toMatchObject({
      name: 'ClientTokenConflictException',
    });
  });

  it('ends with AlreadyExists where there is such a resource', async () => {
    await create({ LogGroupName: '/there' });

    const again = await create({ LogGroupName: '/there' });

    expect(again.ProgressEvent?.OperationStatus).toBe('IN_PROGRESS');
    expect(await statusOf(again.ProgressEvent?.RequestToken)).toMatchObject({
      OperationStatus: 'FAILED',
      ErrorCode: 'AlreadyExists',
      StatusMessage: expect.stringContaining('already exists'),
    });
  });

  it.each([
    [{ Foo: 1, Bar: 2 }, '#: extraneous key [Foo] is not permitted\n#: extraneous key [Bar] is not permitted'],
    [{ RetentionInDays: 'seven' }, '#/RetentionInDays: expected type: Number, found: String'],
    [{ Tags: {} }, '#/Tags: expected type: JSONArray, found: JSONObject'],
  ])('refuses a state that breaks the schema: %j', async (properties, violations) => {
    await expect(create(properties)).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Model validation failed (${violations})`,
    });
  });

  it('refuses properties that are read only, and states that are no JSON', async () => {
    await expect(create({ Arn: 'arn:aws:logs:::' })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(client().send(new CreateResourceCommand({ TypeName, DesiredState: '[' }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });

  it('tells types that do not exist from those that nobody emulates, which it names', async () => {
    const unknown = new CreateResourceCommand({ TypeName: 'AWS::Logs::Nothing', DesiredState: '{}' });
    const foreign = new CreateResourceCommand({ TypeName: 'AWS::SageMaker::Cluster', DesiredState: '{}' });

    await expect(client().send(unknown)).rejects.toMatchObject({
      name: 'TypeNotFoundException',
      message: "The type 'AWS::Logs::Nothing' cannot be found.",
    });
    await expect(client().send(foreign)).rejects.toThrow('Squall does not emulate AWS::SageMaker::Cluster.');
  });
});

describe('UpdateResource', () => {
  const update = (patch: readonly object[]) =>
    client().send(new UpdateResourceCommand({ TypeName, Identifier: '/app', PatchDocument: JSON.stringify(patch) }));

  it('refuses to change what is read only, what is create only, and what is not there', async () => {
    await expect(update([])).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create({ LogGroupName: '/app' });

    await expect(update([{ op: 'add', path: '/Arn', value: 'x' }])).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Invalid patch update: readOnlyProperties [/properties/Arn] cannot be updated',
    });
    await expect(update([{ op: 'replace', path: '/LogGroupName', value: '/b' }])).rejects.toMatchObject({
      name: 'NotUpdatableException',
      message: 'Invalid patch update: createOnlyProperties [/properties/LogGroupName] cannot be updated',
    });
    await expect(update([{ op: 'remove', path: '/Nothing' }])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(update([{ op: 'test', path: '/LogGroupName', value: '/b' }])).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('adds and takes away properties, and leaves the others as they are', async () => {
    await create({ LogGroupName: '/app', RetentionInDays: 7 });
    await update([{ op: 'add', path: '/Tags', value: [{ Key: 'a', Value: '1' }] }]);
    await update([{ op: 'remove', path: '/RetentionInDays' }]);

    const got = await client().send(new GetResourceCommand({ TypeName, Identifier: '/app' }));

    const model = JSON.parse(got.ResourceDescription?.Properties ?? '');
    expect(model.Tags).toEqual([{ Key: 'a', Value: '1' }]);
    expect(model).not.toHaveProperty('RetentionInDays');
  });
});

describe('requests', () => {
  it('are listed, the last first, by operation and status, page by page', async () => {
    await create({ LogGroupName: '/a' });
    await create({ LogGroupName: '/a' });
    await create({ LogGroupName: '/b' });
    const list = (input: object) => client().send(new ListResourceRequestsCommand(input));

    const all = await list({});
    const failed = await list({ ResourceRequestStatusFilter: { OperationStatuses: ['FAILED'] } });
    const deleted = await list({ ResourceRequestStatusFilter: { Operations: ['DELETE'] } });
    const first = await list({ MaxResults: 2 });
    const rest = await list({ MaxResults: 2, NextToken: first.NextToken });

    expect(all.ResourceRequestStatusSummaries?.map(({ Identifier }) => Identifier)).toEqual(['/b', '/a', '/a']);
    expect(failed.ResourceRequestStatusSummaries).toHaveLength(1);
    expect(deleted.ResourceRequestStatusSummaries).toEqual([]);
    expect([first, rest].map((page) => page.ResourceRequestStatusSummaries?.length)).toEqual([2, 1]);
    expect(rest.NextToken).toBeUndefined();
  });

  it('that are over cannot be cancelled, and tokens that nobody gave are refused', async () => {
    const { ProgressEvent } = await create({ LogGroupName: '/a' });
    const RequestToken = ProgressEvent?.RequestToken;

    await expect(client().send(new CancelResourceRequestCommand({ RequestToken }))).rejects.toMatchObject({
      name: 'ConcurrentModificationException',
    });
    await expect(statusOf('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      name: 'RequestTokenNotFoundException',
    });
  });
});

describe('ListResources', () => {
  it('tells page by page what is there, whoever made it', async () => {
    for (const LogGroupName of ['/a', '/b', '/c']) await create({ LogGroupName });

    const first = await client().send(new ListResourcesCommand({ TypeName, MaxResults: 2 }));
    const rest = await client().send(new ListResourcesCommand({ TypeName, MaxResults: 2, NextToken: first.NextToken }));

    expect(first.ResourceDescriptions?.map(({ Identifier }) => Identifier)).toEqual(['/a', '/b']);
    expect(rest.ResourceDescriptions?.map(({ Identifier }) => Identifier)).toEqual(['/c']);
  });

  it('refuses types that cannot be listed', async () => {
    await expect(client().send(new ListResourcesCommand({ TypeName: 'AWS::SNS::TopicPolicy' }))).rejects.toMatchObject({
      name: 'UnsupportedActionException',
      message: 'Resource type AWS::SNS::TopicPolicy does not support LIST action',
    });
  });
});
