import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from './cloud.ts';
import { writeFailure } from './kernel/durable/disk.ts';

let cloud: Cloud;
/** How many records the log still takes. */
let room = Number.POSITIVE_INFINITY;

beforeEach(async () => {
  room = Number.POSITIVE_INFINITY;
  cloud = await startCloud({ log: 'silent' });
  const spend = () => {
    if (room <= 0) throw writeFailure(Object.assign(new Error('no room'), { code: 'ENOSPC' }), '/data/log-1');
    room -= 1;
  };
  cloud.kernel.world.attach({ append: spend, replace: spend });
});
afterEach(() => cloud.close());

const StackName = 'stack';
const config = () => ({ ...cloud.clientConfig(), maxAttempts: 1 });
const formation = () => new CloudFormationClient(config());

const parameter = (value: string, rest: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value: value },
  ...rest,
});

/** One parameter after the other, so that the log fills up between them. */
const template = (value: string) =>
  JSON.stringify({ Resources: { A: parameter(value), B: parameter(value, { DependsOn: 'A' }) } });

const create = () => formation().send(new CreateStackCommand({ StackName, TemplateBody: template('1') }));
const update = () => formation().send(new UpdateStackCommand({ StackName, TemplateBody: template('2') }));
const remove = () => formation().send(new DeleteStackCommand({ StackName }));

/** Undefined for a stack that is not there. */
async function statusOf(): Promise<string | undefined> {
  const answer = await formation()
    .send(new DescribeStacksCommand({ StackName }))
    .catch(() => undefined);
  return answer?.Stacks?.[0]?.StackStatus;
}

const parameters = async () => (await new SSMClient(config()).send(new DescribeParametersCommand({}))).Parameters ?? [];

/** Whether the operation was refused by name; anything else but success fails the test. */
async function isRefused(operation: () => Promise<unknown>): Promise<boolean> {
  const error = await operation().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined) expect(error).toMatchObject({ name: 'DiskFull', $metadata: { httpStatusCode: 503 } });
  return error !== undefined;
}

describe('a stack operation on a disk that fills up after so many records', () => {
  const records = Array.from({ length: 12 }, (_, index) => index);

  it.each(records)('CreateStack, after %i: is refused or ends, and the stack can be deleted', async (count) => {
    room = count;

    const refused = await isRefused(create);
    const status = await statusOf();
    room = Number.POSITIVE_INFINITY;
    await remove();

    expect(status ?? 'NONE').toMatch(refused ? /^NONE$|FAILED$/ : /FAILED$|COMPLETE$/);
    expect(await statusOf()).toBeUndefined();
    expect(await parameters()).toEqual([]);
  });

  it.each(records)('UpdateStack, after %i: is refused or ends, and the stack can be deleted', async (count) => {
    await create();
    room = count;

    const refused = await isRefused(update);
    const status = await statusOf();
    room = Number.POSITIVE_INFINITY;
    await remove();

    expect(status).toMatch(refused ? /^CREATE_COMPLETE$|FAILED$/ : /FAILED$|COMPLETE$/);
    expect(await statusOf()).toBeUndefined();
    expect(await parameters()).toEqual([]);
  });

  it.each(records)('DeleteStack, after %i: is refused or ends, and can be repeated', async (count) => {
    await create();
    room = count;

    const refused = await isRefused(remove);
    const status = await statusOf();
    room = Number.POSITIVE_INFINITY;
    await remove();

    expect(status ?? 'DELETE_COMPLETE').toMatch(refused ? /^CREATE_COMPLETE$|FAILED$/ : /FAILED$|^DELETE_COMPLETE$/);
    expect(await statusOf()).toBeUndefined();
    expect(await parameters()).toEqual([]);
  });
});
