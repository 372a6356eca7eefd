import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(EventBridgeClient);

const EventPattern = '{"source":["shop"]}';
const queue = 'arn:aws:sqs:us-east-1:000000000000:q';
const arn = 'arn:aws:events:us-east-1:000000000000:rule/r';
const put = (input: object = {}) => client().send(new PutRuleCommand({ Name: 'r', EventPattern, ...input }));
const describeRule = (input: object = {}) => client().send(new DescribeRuleCommand({ Name: 'r', ...input }));
const refused = (name: string, message: string) => ({ name, message });
const noRule = refused('ResourceNotFoundException', 'Rule r does not exist on EventBus default.');
const noBus = refused('ResourceNotFoundException', 'Event bus b does not exist.');
const invalid = (message: string) => refused('ValidationException', message);

describe('rules', () => {
  it('are put, described, switched and deleted', async () => {
    expect((await put({ Description: 'd', RoleArn: 'arn:aws:iam::000000000000:role/r' })).RuleArn).toBe(arn);
    expect(await describeRule()).toMatchObject({
      Name: 'r',
      Arn: arn,
      EventPattern,
      State: 'ENABLED',
      Description: 'd',
      RoleArn: 'arn:aws:iam::000000000000:role/r',
      EventBusName: 'default',
      CreatedBy: '000000000000',
    });
    await client().send(new DisableRuleCommand({ Name: 'r' }));
    expect((await describeRule()).State).toBe('DISABLED');
    await client().send(new EnableRuleCommand({ Name: 'r' }));
    expect((await describeRule()).State).toBe('ENABLED');
    await client().send(new DeleteRuleCommand({ Name: 'r' }));
    await client().send(new DeleteRuleCommand({ Name: 'r' }));
    await expect(describeRule()).rejects.toMatchObject(noRule);
    await expect(client().send(new EnableRuleCommand({ Name: 'r' }))).rejects.toMatchObject(noRule);
    await expect(client().send(new DisableRuleCommand({ Name: 'r' }))).rejects.toMatchObject(noRule);
  });

  it('are replaced whole by PutRule, but for their tags', async () => {
    await put({ Description: 'd', Tags: [{ Key: 'a', Value: '1' }] });
    await put({ EventPattern: undefined, ScheduleExpression: 'rate(5 minutes)', Tags: [{ Key: 'a', Value: '2' }] });
    const rule = await describeRule();

    expect(rule).toMatchObject({ ScheduleExpression: 'rate(5 minutes)' });
    expect(rule).not.toHaveProperty('EventPattern');
    expect(rule).not.toHaveProperty('Description');
    await client().send(new TagResourceCommand({ ResourceARN: arn, Tags: [{ Key: 'b', Value: '3' }] }));
    expect((await client().send(new ListTagsForResourceCommand({ ResourceARN: arn }))).Tags).toEqual([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '3' },
    ]);
  });

  it('of another bus have its name in their ARN, and schedules are the default bus’s', async () => {
    await expect(put({ EventBusName: 'b' })).rejects.toMatchObject(noBus);
    await expect(describeRule({ EventBusName: 'b' })).rejects.toMatchObject(noBus);
    await client().send(new CreateEventBusCommand({ Name: 'b' }));

    expect((await put({ EventBusName: 'b' })).RuleArn).toBe('arn:aws:events:us-east-1:000000000000:rule/b/r');
    expect((await describeRule({ EventBusName: 'b' })).EventBusName).toBe('b');
    await expect(put({ EventBusName: 'b', ScheduleExpression: 'rate(1 day)' })).rejects.toMatchObject(
      invalid('ScheduleExpression is supported only on the default event bus.'),
    );
  });

  it('are refused by name where the ARN names the bus of another account or region', async () => {
    await client().send(new CreateEventBusCommand({ Name: 'b' }));
    for (const owner of ['us-east-1:111111111111', 'eu-west-1:000000000000']) {
      const EventBusName = `arn:aws:events:${owner}:event-bus/b`;
      await expect(put({ EventBusName })).rejects.toMatchObject({
        name: 'NotImplemented',
        message: `Squall does not emulate EventBridge rules of a bus in another account or region (${EventBusName}).`,
      });
    }
    const own = 'arn:aws:events:us-east-1:000000000000:event-bus/b';
    expect((await put({ EventBusName: own })).RuleArn).toBe('arn:aws:events:us-east-1:000000000000:rule/b/r');
  });

  it.each([
    [
      'without anything that sets it off',
      { EventPattern: undefined },
      'Parameter(s) EventPattern or ScheduleExpression must be specified.',
    ],
    [
      'with a long pattern',
      { EventPattern: JSON.stringify({ source: ['x'.repeat(2100)] }) },
      'Parameter EventPattern for rule r exceeds limit of 2048.',
    ],
    [
      'with a bad name',
      { Name: 'a b' },
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      'in an unknown state',
      { State: 'ON' },
      "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]",
    ],
  ])('are refused %s', async (_, input, message) => {
    await expect(put(input)).rejects.toMatchObject(invalid(message));
  });

  it('are refused with what is no pattern', async () => {
    for (const bad of ['{', '{"source":"shop"}', '{"source":[]}', '[]']) {
      await expect(put({ EventPattern: bad })).rejects.toMatchObject({
        name: 'InvalidEventPatternException',
        message: expect.stringMatching(/^Event pattern is not valid. Reason: ./),
      });
    }
  });

  it('are listed by prefix, page by page, and by target', async () => {
    for (const Name of ['a-1', 'a-2', 'b']) {
      await put({ Name });
      await client().send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: '1', Arn: queue }] }));
    }
    const rules = async (input: object) => client().send(new ListRulesCommand(input));
    const first = await rules({ NamePrefix: 'a', Limit: 1 });
    const second = await rules({ NamePrefix: 'a', Limit: 1, NextToken: first.NextToken });
    const names = await client().send(new ListRuleNamesByTargetCommand({ TargetArn: queue, Limit: 2 }));

    expect(first.Rules).toEqual([
      {
        Name: 'a-1',
        Arn: 'arn:aws:events:us-east-1:000000000000:rule/a-1',
        EventPattern,
        State: 'ENABLED',
        EventBusName: 'default',
      },
    ]);
    expect(second.Rules?.map(({ Name }) => Name)).toEqual(['a-2']);
    expect(second.NextToken).toBeUndefined();
    expect(names.RuleNames).toEqual(['a-1', 'a-2']);
    expect(names.NextToken).toBeDefined();
    await expect(rules({ EventBusName: 'b' })).rejects.toMatchObject(noBus);
  });
});

describe('TestEventPattern', () => {
  const event = {
    id: '1',
    account: '000000000000',
    source: 'shop',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 'Order',
    detail: { id: 1 },
  };
  const test = (pattern: string, Event = JSON.stringify(event)) =>
    client().send(new TestEventPatternCommand({ EventPattern: pattern, Event }));

  it('tells whether an event matches', async () => {
    expect((await test(EventPattern)).Result).toBe(true);
    expect((await test('{"detail":{"id":[{"numeric":[">",1]}]}}')).Result).toBe(false);
    await expect(test('{"a":1}')).rejects.toMatchObject({ name: 'InvalidEventPatternException' });
    await expect(test(EventPattern, '[]')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(test(EventPattern, '{"id":"1"}')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('does not miss the resources of an event', async () => {
    const { resources: _, ...without } = event;
    expect((await test(EventPattern, JSON.stringify(without))).Result).toBe(true);
  });
});

describe('targets', () => {
  const putTargets = (...Targets: Partial<Target>[]) =>
    client().send(
      new PutTargetsCommand({ Rule: 'r', Targets: Targets.map((one) => ({ Id: 't1', Arn: queue, ...one })) }),
    );
  const list = async (input: object = {}) => client().send(new ListTargetsByRuleCommand({ Rule: 'r', ...input }));
  beforeEach(() => put());

  it('are put, replaced by id, listed page by page and removed', async () => {
    const RetryPolicy = { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60 };
    expect(await putTargets({}, { Id: 't2', RetryPolicy })).toMatchObject({ FailedEntryCount: 0, FailedEntries: [] });
    await putTargets({ Input: '{}' });
    const first = await list({ Limit: 1 });

    expect(first.Targets).toEqual([{ Id: 't1', Arn: queue, Input: '{}' }]);
    expect((await list({ NextToken: first.NextToken })).Targets).toEqual([{ Id: 't2', Arn: queue, RetryPolicy }]);
    await expect(client().send(new DeleteRuleCommand({ Name: 'r' }))).rejects.toMatchObject(
      invalid("Rule can't be deleted since it has targets."),
    );
    const Ids = ['t1', 't2', 'none'];
    expect(await client().send(new RemoveTargetsCommand({ Rule: 'r', Ids }))).toMatchObject({ FailedEntryCount: 0 });
    expect((await list()).Targets).toEqual([]);
    await client().send(new DeleteRuleCommand({ Name: 'r' }));
    await expect(putTargets({})).rejects.toMatchObject(noRule);
    await expect(list()).rejects.toMatchObject(noRule);
    await expect(client().send(new RemoveTargetsCommand({ Rule: 'r', Ids }))).rejects.toMatchObject(noRule);
  });

  it('are five at most, each with an id of its own', async () => {
    const six = Array.from({ length: 6 }, (_, index) => ({ Id: `t${index}` }));

    await expect(putTargets(...six)).rejects.toMatchObject(
      refused('LimitExceededException', 'The requested resource exceeds the maximum number allowed.'),
    );
    await expect(putTargets({}, {})).rejects.toMatchObject(
      invalid("Parameter targets is not valid. Reason: More than one target with Id 't1' is provided."),
    );
  });

  const transformer = (InputTemplate: string, InputPathsMap: Record<string, string> = { k: '$.source' }) => ({
    InputTransformer: { InputTemplate, InputPathsMap },
  });
  const at = (service: string, resource: string, account = '000000000000') =>
    `arn:aws:${service}:us-east-1:${account}:${resource}`;

  it.each<[string, Partial<Target>, string]>([
    ['no ARN', { Arn: 'q' }, 'Parameter q is not valid. Reason: Provided Arn is not in correct format.'],
    ['an unknown service', { Arn: at('mars', 'x') }, 'mars is not a supported service for a target.'],
    [
      'two inputs',
      { Input: '1', InputPath: '$' },
      'Only one of Input, InputPath, or InputTransformer must be provided for target t1.',
    ],
    ['an input that is no JSON', { Input: '{' }, 'JSON syntax error in input for target t1.'],
    ['a path without a root', { InputPath: 'detail' }, 'InputPath for target t1 is invalid.'],
    ['a path with names in brackets', { InputPath: "$.detail['a']" }, 'InputPath for target t1 is invalid.'],
    ['a bad path of a variable', transformer('"<k>"', { k: 'x' }), 'InputPath for target t1 is invalid.'],
    ['an unknown variable', transformer('"<x>"'), 'InputTemplate for target t1 contains invalid placeholder x.'],
    [
      'the whole event within a list',
      transformer('[<aws.events.event.json>]'),
      'InputTemplate for target t1 contains placeholder aws.events.event.json valid only for JSON template.',
    ],
    [
      'no role for a stream',
      { Arn: at('kinesis', 'stream/s') },
      `RoleArn is required for target ${at('kinesis', 'stream/s')}.`,
    ],
    [
      'no role for a machine',
      { Arn: at('states', 'stateMachine:s') },
      `RoleArn is required for target ${at('states', 'stateMachine:s')}.`,
    ],
    [
      'no role for a bus of another account',
      { Arn: at('events', 'event-bus/b', '111111111111') },
      `RoleArn is required for target ${at('events', 'event-bus/b', '111111111111')}.`,
    ],
    [
      'parameters of another kind',
      { KinesisParameters: { PartitionKeyPath: '$.id' } },
      'Parameter(s) KinesisParameters not supported for target: t1.',
    ],
    [
      'a FIFO queue for dead letters',
      { DeadLetterConfig: { Arn: `${queue}.fifo` } },
      'SQS FIFO is not supported by Dead Letter Queues.',
    ],
    [
      'a blank value for a path',
      { HttpParameters: { PathParameterValues: [' '] } },
      "1 validation error detected: Value ' ' at 'targets.1.member.httpParameters.pathParameterValues.1.member' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?!\\s*$).+",
    ],
    [
      'a long group',
      { SqsParameters: { MessageGroupId: 'g'.repeat(101) } },
      `1 validation error detected: Value '${'g'.repeat(101)}' at 'targets.1.member.sqsParameters.messageGroupId' failed to satisfy constraint: Member must have length less than or equal to 100`,
    ],
    [
      'too many retries',
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      "1 validation error detected: Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185",
    ],
  ])('are refused with %s', async (_, input, message) => {
    await expect(putTargets(input)).rejects.toMatchObject(invalid(message));
    expect((await list()).Targets).toEqual([]);
  });

  it('of services that are not here are refused by name', async () => {
    const RoleArn = at('iam', 'role/r');
    await expect(putTargets({ Arn: at('codebuild', 'project/p'), RoleArn })).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('EventBridge targets of CodeBuild'),
    });
  });
});
