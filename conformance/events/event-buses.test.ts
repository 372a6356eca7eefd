import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DescribeEventBusCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListEventSourcesCommand,
  ListPartnerEventSourcesCommand,
  ListTagsForResourceCommand,
  PutPermissionCommand,
  PutRuleCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(EventBridgeClient);

const arn = 'arn:aws:events:us-east-1:000000000000:event-bus/orders';
const create = (Name = 'orders', more: object = {}) => client().send(new CreateEventBusCommand({ Name, ...more }));
const describeBus = (Name?: string) => client().send(new DescribeEventBusCommand({ Name }));
const list = async (input: object = {}) => client().send(new ListEventBusesCommand(input));
const refusal = (name: string, message: string) => ({ name, message });

describe('event buses', () => {
  it('begin with the default bus, which cannot be made or deleted', async () => {
    expect((await list()).EventBuses?.map(({ Name }) => Name)).toEqual(['default']);
    expect((await describeBus()).Arn).toBe('arn:aws:events:us-east-1:000000000000:event-bus/default');
    await expect(create('default')).rejects.toMatchObject(
      refusal('ResourceAlreadyExistsException', 'Event bus default already exists.'),
    );
    await expect(client().send(new DeleteEventBusCommand({ Name: 'default' }))).rejects.toMatchObject(
      refusal('ValidationException', 'Cannot delete event bus default.'),
    );
  });

  it('are created with their settings, described by name and ARN, updated and deleted', async () => {
    const DeadLetterConfig = { Arn: 'arn:aws:sqs:us-east-1:000000000000:dead' };
    const created = await create('orders', {
      Description: 'all orders',
      DeadLetterConfig,
      Tags: [{ Key: 'a', Value: 'b' }],
    });

    expect(created).toMatchObject({ EventBusArn: arn, Description: 'all orders', DeadLetterConfig });
    expect(await describeBus(arn)).toMatchObject({
      Name: 'orders',
      Arn: arn,
      Description: 'all orders',
      DeadLetterConfig,
    });
    const LogConfig = { IncludeDetail: 'FULL' as const, Level: 'INFO' as const };
    expect(
      await client().send(new UpdateEventBusCommand({ Name: 'orders', Description: 'new', LogConfig })),
    ).toMatchObject({ Arn: arn, Name: 'orders', Description: 'new', DeadLetterConfig, LogConfig });
    await client().send(
      new UpdateEventBusCommand({
        Name: 'orders',
        Description: '',
        KmsKeyIdentifier: '',
        DeadLetterConfig: {},
        LogConfig: {},
      }),
    );
    const bare = await describeBus('orders');
    for (const member of ['Description', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig', 'Policy']) {
      expect(bare).not.toHaveProperty(member);
    }
    await client().send(new DeleteEventBusCommand({ Name: 'orders' }));
    await client().send(new DeleteEventBusCommand({ Name: 'orders' }));
    await expect(describeBus('orders')).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'Event bus orders does not exist.'),
    );
  });

  it('are listed by prefix, page by page', async () => {
    for (const name of ['b-2', 'b-1', 'c']) await create(name);
    const first = await list({ NamePrefix: 'b', Limit: 1 });
    const second = await list({ NamePrefix: 'b', Limit: 1, NextToken: first.NextToken });

    expect([...(first.EventBuses ?? []), ...(second.EventBuses ?? [])].map(({ Name }) => Name)).toEqual(['b-1', 'b-2']);
    expect(second.NextToken).toBeUndefined();
  });

  it('refuse a name twice, a slash, other dead-letter targets, and to go while they have rules', async () => {
    await create();
    await expect(create()).rejects.toMatchObject(
      refusal('ResourceAlreadyExistsException', 'Event bus orders already exists.'),
    );
    await expect(create('a/b')).rejects.toMatchObject(
      refusal('ValidationException', "Event bus name must not contain '/'."),
    );
    await expect(
      create('x', { DeadLetterConfig: { Arn: 'arn:aws:sns:us-east-1:000000000000:t' } }),
    ).rejects.toMatchObject(refusal('ValidationException', 'sns is not supported as a dead letter resource.'));
    await client().send(new PutRuleCommand({ Name: 'r', EventBusName: 'orders', EventPattern: '{"source":["a"]}' }));
    await expect(client().send(new DeleteEventBusCommand({ Name: 'orders' }))).rejects.toMatchObject(
      refusal('ValidationException', "EventBus can't be deleted since it has rules."),
    );
    await expect(create('a b')).rejects.toMatchObject({
      message:
        "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [/\\.\\-_A-Za-z0-9]+",
    });
  });

  it('have tags', async () => {
    await create('orders', { Tags: [{ Key: 'a', Value: '1' }] });
    await client().send(new TagResourceCommand({ ResourceARN: arn, Tags: [{ Key: 'b', Value: '2' }] }));
    await client().send(new UntagResourceCommand({ ResourceARN: arn, TagKeys: ['a'] }));

    expect((await client().send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([
      { Key: 'b', Value: '2' },
    ]);
    await expect(client().send(new ListTagsForResourceCommand({ ResourceARN: `${arn}-2` }))).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'Event bus orders-2 does not exist.'),
    );
  });
});

describe('the policy of a bus', () => {
  const put = (input: object) => client().send(new PutPermissionCommand(input));
  const permission = { Action: 'events:PutEvents', Principal: '111111111111', StatementId: 'one' };
  const policy = async (name?: string) => JSON.parse((await describeBus(name)).Policy ?? 'null') as unknown;

  it('is made of permissions, each by its id', async () => {
    const Condition = { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' };
    await put(permission);
    await put({ ...permission, Principal: '*', StatementId: 'two', Condition });

    const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
    const statement = { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus };
    expect(await policy()).toEqual({
      Version: '2012-10-17',
      Statement: [
        { ...statement, Sid: 'one', Principal: { AWS: 'arn:aws:iam::111111111111:root' } },
        { ...statement, Sid: 'two', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
      ],
    });
    await client().send(new RemovePermissionCommand({ StatementId: 'one' }));
    expect(await policy()).toMatchObject({ Statement: [{ Sid: 'two' }] });
    await client().send(new RemovePermissionCommand({ RemoveAllPermissions: true }));
    expect(await policy()).toBeNull();
  });

  it('is put whole, and refused where it is none', async () => {
    await create();
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: 's', Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: arn }],
    });
    await put({ EventBusName: 'orders', Policy });

    expect((await describeBus('orders')).Policy).toBe(Policy);
    await expect(put({ EventBusName: 'orders', Policy: '{"Statement":1}' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(put({ ...permission, EventBusName: 'nope' })).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'Event bus nope does not exist.'),
    );
    await expect(put({ ...permission, Action: 'events:PutRule' })).rejects.toMatchObject(
      refusal('ValidationException', "Provided value in parameter 'action' is not supported."),
    );
  });

  it('has no statement to remove', async () => {
    const remove = () => client().send(new RemovePermissionCommand({ StatementId: 'x' }));
    await expect(remove()).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'EventBus does not have a policy.'),
    );
    await put(permission);
    await expect(remove()).rejects.toMatchObject(
      refusal('ResourceNotFoundException', 'Statement with the provided id does not exist.'),
    );
  });
});

it('no partner sends events', async () => {
  expect((await client().send(new ListEventSourcesCommand({}))).EventSources).toEqual([]);
  const partners = await client().send(new ListPartnerEventSourcesCommand({ NamePrefix: 'aws.partner/x' }));
  expect(partners.PartnerEventSources).toEqual([]);
});
