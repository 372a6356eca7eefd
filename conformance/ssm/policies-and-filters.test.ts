import * as Ssm from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(Ssm.SSMClient);
const put = (Name: string, more: Partial<Ssm.PutParameterCommandInput> = {}) =>
  client().send(new Ssm.PutParameterCommand({ Name, Value: 'x', Type: 'String', ...more }));
const get = async (Name: string) => (await client().send(new Ssm.GetParameterCommand({ Name }))).Parameter;
const describeAll = async (input: Ssm.DescribeParametersCommandInput = {}) =>
  (await client().send(new Ssm.DescribeParametersCommand(input))).Parameters ?? [];

describe('parameter policies', () => {
  const expiration = (Timestamp: string) => ({ Type: 'Expiration', Version: '1.0', Attributes: { Timestamp } });
  const notice = { Type: 'ExpirationNotification', Version: '1.0', Attributes: { Before: '5', Unit: 'Days' } };
  const advanced = (policies: unknown) => ({ Tier: 'Advanced' as const, Policies: JSON.stringify(policies) });
  const inDays = (days: number) => new Date(target.cloud.clock.now() + days * 86_400_000).toISOString();

  test('are told by DescribeParameters and GetParameterHistory', async () => {
    const policy = expiration(inDays(30));
    await put('short', advanced([policy, notice]));

    const [described] = await describeAll();
    const history = await client().send(new Ssm.GetParameterHistoryCommand({ Name: 'short' }));

    expect(described).toMatchObject({
      Tier: 'Advanced',
      Policies: [
        { PolicyText: JSON.stringify(policy), PolicyType: 'Expiration', PolicyStatus: 'Pending' },
        { PolicyText: JSON.stringify(notice), PolicyType: 'ExpirationNotification', PolicyStatus: 'Pending' },
      ],
    });
    expect(history.Parameters?.[0]?.Policies).toEqual(described?.Policies);
  });

  test('Expiration › deletes the parameter on its day, which another version does not put off', async () => {
    await put('short', advanced([expiration(inDays(2))]));
    await target.cloud.clock.advance('1d');
    await put('short', { Value: 'y', Overwrite: true });
    expect(await get('short')).toMatchObject({ Value: 'y' });

    await target.cloud.clock.advance('1d');

    await expect(get('short')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  test('Expiration › can be taken back', async () => {
    await put('short', advanced([expiration(inDays(2))]));
    await put('short', { Overwrite: true, Policies: '[{}]' });

    await target.cloud.clock.advance('3d');

    expect(await describeAll()).toMatchObject([{ Name: 'short', Policies: [] }]);
  });

  test('make a parameter of Intelligent-Tiering an advanced one, and are refused for standard ones', async () => {
    const Policies = JSON.stringify([expiration(inDays(2))]);

    expect(await put('short', { Tier: 'Intelligent-Tiering', Policies })).toMatchObject({ Tier: 'Advanced' });
    await expect(put('long', { Policies })).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test.each([
    ['InvalidPolicyTypeException', [{ Type: 'Forever', Version: '1.0' }]],
    ['InvalidPolicyAttributeException', [{ Type: 'Expiration', Version: '1.0', Attributes: { Timestamp: 'soon' } }]],
    ['InvalidPolicyAttributeException', [{ Type: 'NoChangeNotification', Version: '1.0', Attributes: { After: '1' } }]],
    ['IncompatiblePolicyException', [expiration('2050-01-01T00:00:00Z'), expiration('2051-01-01T00:00:00Z')]],
    ['IncompatiblePolicyException', [notice]],
  ])('%s › %j', async (name, policies) => {
    await expect(put('short', advanced(policies))).rejects.toMatchObject({ name });
  });
});

describe('tiers and data types', () => {
  test('an advanced parameter does not become standard', async () => {
    await put('big', { Tier: 'Advanced' });

    await expect(put('big', { Tier: 'Standard', Overwrite: true })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("You can't downgrade a parameter from the advanced-parameter tier"),
    });
  });

  test('aws:ec2:image › keeps image ids, and silently nothing else', async () => {
    await put('image', { Value: 'ami-12345678', DataType: 'aws:ec2:image' });
    await put('none', { Value: 'my-image', DataType: 'aws:ec2:image' });

    expect(await get('image')).toMatchObject({ DataType: 'aws:ec2:image', Value: 'ami-12345678' });
    await expect(get('none')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  test('others are refused', async () => {
    await expect(put('x', { DataType: 'Text' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The following data type is not supported: Text (Data type names are all lowercase.)',
    });
  });
});

describe('names that never were', () => {
  test.each(['a/b', 'a b', '/a//b', 'ssm-x', '{a}'])('%s › is refused by what reads', async (name) => {
    const error = {
      name: 'ValidationException',
      message:
        'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    };

    await expect(get(name)).rejects.toMatchObject(error);
    await expect(client().send(new Ssm.GetParametersCommand({ Names: [name] }))).rejects.toMatchObject(error);
  });
});

describe('filters', () => {
  const filtered = (...ParameterFilters: Ssm.ParameterStringFilter[]) => describeAll({ ParameterFilters });
  const byPath = (...ParameterFilters: Ssm.ParameterStringFilter[]) =>
    client().send(new Ssm.GetParametersByPathCommand({ Path: '/', ParameterFilters }));

  test('DescribeParameters › knows its keys and their options without any parameter', async () => {
    await expect(filtered({ Key: 'Colour', Values: ['x'] })).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value 'Colour' at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType",
    });
    await expect(filtered({ Key: 'Label', Values: ['x'] })).rejects.toMatchObject({ name: 'InvalidFilterKey' });
    await expect(filtered({ Key: 'Name', Option: 'Recursive', Values: ['x'] })).rejects.toMatchObject({
      name: 'InvalidFilterOption',
      message:
        'The following filter option is not valid: Recursive. Valid options include: [BeginsWith, Contains, Equals].',
    });
    await expect(filtered({ Key: 'Path', Option: 'Equals', Values: ['/a'] })).rejects.toMatchObject({
      name: 'InvalidFilterOption',
      message: 'The following filter option is not valid: Equals. Valid options include: [OneLevel, Recursive].',
    });
    await expect(filtered({ Key: 'Type', Values: ['Text'] })).rejects.toMatchObject({ name: 'InvalidFilterValue' });
    await expect(filtered({ Key: 'Name' })).rejects.toMatchObject({ name: 'InvalidFilterValue' });
    await expect(filtered({ Key: 'Name', Values: ['x'] }, { Key: 'Name', Values: ['y'] })).rejects.toMatchObject({
      name: 'InvalidFilterKey',
    });
  });

  test('DescribeParameters › asks for a tag by its key alone', async () => {
    await put('a', { Tags: [{ Key: 'team', Value: 'blue' }] });
    await put('b');

    expect(await filtered({ Key: 'tag:team' })).toMatchObject([{ Name: 'a' }]);
  });

  test('GetParametersByPath › filters by label, type and key alone', async () => {
    await expect(byPath({ Key: 'tag:a', Values: ['x'] })).rejects.toMatchObject({ name: 'InvalidFilterKey' });
    await expect(byPath({ Key: 'Label', Option: 'BeginsWith', Values: ['x'] })).rejects.toMatchObject({
      name: 'InvalidFilterOption',
    });
  });
});

test('ListTagsForResource › knows the types of resources', async () => {
  const ResourceType = 'Table' as 'Parameter';

  await expect(
    client().send(new Ssm.ListTagsForResourceCommand({ ResourceType, ResourceId: 'a' })),
  ).rejects.toMatchObject({ name: 'ValidationException' });
});

test('PutParameter, LabelParameterVersion and DeleteParameter › take names, no ARNs', async () => {
  await put('a');
  const Name = 'arn:aws:ssm:us-east-1:000000000000:parameter/a';
  const error = { name: 'ValidationException', message: 'Parameter ARN is not supported for this operation.' };

  await expect(put(Name, { Overwrite: true })).rejects.toMatchObject(error);
  await expect(client().send(new Ssm.LabelParameterVersionCommand({ Name, Labels: ['live'] }))).rejects.toMatchObject(
    error,
  );
  await expect(client().send(new Ssm.DeleteParameterCommand({ Name }))).rejects.toMatchObject(error);
  await expect(client().send(new Ssm.DeleteParametersCommand({ Names: [Name] }))).rejects.toMatchObject(error);
  expect(await get(Name)).toMatchObject({ Name: 'a' });
});
