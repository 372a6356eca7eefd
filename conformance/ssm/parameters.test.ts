import * as Ssm from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(Ssm.SSMClient);
const put = (Name: string, Value: string, more: Partial<Ssm.PutParameterCommandInput> = {}) =>
  client().send(new Ssm.PutParameterCommand({ Name, Value, Type: 'String', ...more }));
const get = async (Name: string, WithDecryption?: boolean) =>
  (await client().send(new Ssm.GetParameterCommand({ Name, WithDecryption }))).Parameter;

describe('PutParameter and GetParameter', () => {
  test('give back what was put in', async () => {
    const made = await put('/orders/table', 'orders-1');

    expect(made).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await get('/orders/table')).toEqual({
      Name: '/orders/table',
      Type: 'String',
      Value: 'orders-1',
      Version: 1,
      LastModifiedDate: expect.any(Date),
      ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/orders/table',
      DataType: 'text',
    });
  });

  test('count versions', async () => {
    await put('limit', '1');
    const second = await put('limit', '2', { Overwrite: true });

    expect(second.Version).toBe(2);
    expect(await get('limit')).toMatchObject({ Value: '2', Version: 2 });
    expect(await get('limit:1')).toMatchObject({ Value: '1', Version: 1, Selector: ':1' });
  });

  test('refuse to overwrite unasked', async () => {
    await put('limit', '1');

    await expect(put('limit', '2')).rejects.toMatchObject({
      name: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
  });

  test('answer ParameterNotFound', async () => {
    await expect(get('/none')).rejects.toMatchObject({ name: 'ParameterNotFound', $metadata: { httpStatusCode: 400 } });
  });

  test('answer ParameterVersionNotFound', async () => {
    await put('limit', '1');

    await expect(get('limit:5')).rejects.toMatchObject({
      name: 'ParameterVersionNotFound',
      message: 'Systems Manager could not find version 5 of limit. Verify the version and try again.',
    });
  });

  test('take the ARN for the name', async () => {
    await put('/orders/table', 'orders-1');

    expect(await get('arn:aws:ssm:us-east-1:000000000000:parameter/orders/table')).toMatchObject({ Value: 'orders-1' });
  });

  test('check the value against the pattern', async () => {
    await put('limit', '12', { AllowedPattern: '\\d+' });

    await expect(put('limit', 'many', { AllowedPattern: '\\d+', Overwrite: true })).rejects.toMatchObject({
      name: 'ParameterPatternMismatchException',
    });
  });

  test('take 4 KB, or 8 KB in the advanced tier', async () => {
    await expect(put('big', 'x'.repeat(4097))).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await put('big', 'x'.repeat(8192), { Tier: 'Advanced' })).toMatchObject({ Tier: 'Advanced' });
  });
});

describe('names', () => {
  test.each(['aws-x', 'ssm', '/ssm/x', 'a b', 'a/b', '/a//b', '/a/'])('%s is refused', async (name) => {
    await expect(put(name, 'x')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('/aws/… is reserved', async () => {
    await expect(put('/aws/x', 'x')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'No access to reserved parameter name: /aws/x.',
    });
  });

  test('have fifteen levels at most', async () => {
    await put('/l'.repeat(15), 'x');

    await expect(put('/l'.repeat(16), 'x')).rejects.toMatchObject({ name: 'HierarchyLevelLimitExceededException' });
  });
});

describe('secure strings', () => {
  test('are encrypted, and decrypted only if asked for', async () => {
    await put('/orders/password', 'hunter2', { Type: 'SecureString' });

    const closed = await get('/orders/password');
    const open = await get('/orders/password', true);

    expect(closed).toMatchObject({ Type: 'SecureString' });
    expect(closed?.Value).not.toContain('hunter2');
    expect(open?.Value).toBe('hunter2');
  });

  test('need a key that is there', async () => {
    await expect(put('x', 'y', { Type: 'SecureString', KeyId: 'alias/none' })).rejects.toMatchObject({
      name: 'InvalidKeyId',
    });
  });

  test('cannot become strings', async () => {
    await put('x', 'y', { Type: 'SecureString' });

    await expect(put('x', 'y', { Overwrite: true })).rejects.toMatchObject({ name: 'HierarchyTypeMismatchException' });
  });
});

describe('labels', () => {
  const label = (Name: string, Labels: string[], ParameterVersion?: number) =>
    client().send(new Ssm.LabelParameterVersionCommand({ Name, Labels, ParameterVersion }));

  test('select a version, and move', async () => {
    await put('limit', '1');
    await put('limit', '2', { Overwrite: true });
    await label('limit', ['live'], 1);
    const before = await get('limit:live');
    const moved = await label('limit', ['live', '1bad', 'aws']);

    expect(before).toMatchObject({ Value: '1', Selector: ':live' });
    expect(moved).toMatchObject({ ParameterVersion: 2, InvalidLabels: ['1bad', 'aws'] });
    expect(await get('limit:live')).toMatchObject({ Value: '2' });
  });

  test('are told in the history', async () => {
    await put('limit', '1');
    await put('limit', '2', { Overwrite: true });
    await label('limit', ['first'], 1);

    const { Parameters } = await client().send(new Ssm.GetParameterHistoryCommand({ Name: 'limit' }));

    expect(Parameters).toMatchObject([
      { Version: 1, Value: '1', Labels: ['first'] },
      { Version: 2, Value: '2', Labels: [] },
    ]);
  });

  test('keep the oldest of a hundred versions', async () => {
    await put('limit', '1');
    for (let version = 2; version <= 100; version += 1) await put('limit', String(version), { Overwrite: true });
    await label('limit', ['keep'], 1);

    await expect(put('limit', '101', { Overwrite: true })).rejects.toMatchObject({
      name: 'ParameterMaxVersionLimitExceeded',
    });
    await client().send(
      new Ssm.UnlabelParameterVersionCommand({ Name: 'limit', Labels: ['keep'], ParameterVersion: 1 }),
    );
    expect(await put('limit', '101', { Overwrite: true })).toMatchObject({ Version: 101 });
    await expect(get('limit:1')).rejects.toMatchObject({ name: 'ParameterVersionNotFound' });
  });
});

describe('many parameters', () => {
  test('GetParameters lists what is not there', async () => {
    await put('a', '1');
    await put('b', '2');

    const found = await client().send(new Ssm.GetParametersCommand({ Names: ['b', 'a', 'c', 'a:7'] }));

    expect(found.Parameters?.map((parameter) => parameter.Name)).toEqual(['a', 'b']);
    expect(found.InvalidParameters).toEqual(['a:7', 'c']);
  });

  test('GetParametersByPath answers one level, or all', async () => {
    for (const name of ['/a/1', '/a/2', '/a/b/3', '/ab/4']) await put(name, name);
    const names = async (more: object) =>
      (await client().send(new Ssm.GetParametersByPathCommand({ Path: '/a', ...more }))).Parameters?.map(
        (parameter) => parameter.Name,
      );

    expect(await names({})).toEqual(['/a/1', '/a/2']);
    expect(await names({ Recursive: true })).toEqual(['/a/1', '/a/2', '/a/b/3']);
  });

  test('GetParametersByPath answers page by page', async () => {
    for (const name of ['/a/1', '/a/2', '/a/3']) await put(name, name);
    const page = (NextToken?: string) =>
      client().send(new Ssm.GetParametersByPathCommand({ Path: '/a/', MaxResults: 2, NextToken }));

    const first = await page();
    const second = await page(first.NextToken);

    expect(first.Parameters).toHaveLength(2);
    expect(second.Parameters).toMatchObject([{ Name: '/a/3' }]);
    expect(second.NextToken).toBeUndefined();
  });

  test('DescribeParameters filters', async () => {
    await put('/a/1', 'x', { Tags: [{ Key: 'team', Value: 'blue' }] });
    await put('/a/2', 'x', { Type: 'StringList' });
    const names = async (filter: Ssm.ParameterStringFilter) =>
      (await client().send(new Ssm.DescribeParametersCommand({ ParameterFilters: [filter] }))).Parameters?.map(
        (parameter) => parameter.Name,
      );

    expect(await names({ Key: 'Name', Option: 'BeginsWith', Values: ['/a/'] })).toEqual(['/a/1', '/a/2']);
    expect(await names({ Key: 'Type', Values: ['StringList'] })).toEqual(['/a/2']);
    expect(await names({ Key: 'tag:team', Values: ['blue'] })).toEqual(['/a/1']);
    await expect(names({ Key: 'Label', Values: ['blue'] })).rejects.toMatchObject({ name: 'InvalidFilterKey' });
  });

  test('are deleted one by one or together', async () => {
    await put('a', '1');
    await put('b', '2');
    await client().send(new Ssm.DeleteParameterCommand({ Name: 'a' }));

    const rest = await client().send(new Ssm.DeleteParametersCommand({ Names: ['a', 'b'] }));

    expect(rest).toMatchObject({ DeletedParameters: ['b'], InvalidParameters: ['a'] });
    await expect(client().send(new Ssm.DeleteParameterCommand({ Name: 'a' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  });
});

test('tags are added, listed and removed', async () => {
  await put('a', '1', { Tags: [{ Key: 'team', Value: 'blue' }] });
  const resource = { ResourceType: 'Parameter', ResourceId: 'a' } as const;
  await client().send(new Ssm.AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'stage', Value: 'test' }] }));
  await client().send(new Ssm.RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['team'] }));

  const { TagList } = await client().send(new Ssm.ListTagsForResourceCommand(resource));

  expect(TagList).toEqual([{ Key: 'stage', Value: 'test' }]);
});
