import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateStateMachineCommand,
  type CreateStateMachineCommandInput,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  UpdateStateMachineCommand,
  type UpdateStateMachineCommandInput,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { machineArn, pass, roleArn, wait } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual' });
const client = () => target.client(SFNClient);
const create = (more: Partial<CreateStateMachineCommandInput> = {}) =>
  client().send(new CreateStateMachineCommand({ name: 'm', definition: pass(), roleArn, ...more }));
const update = (more: Partial<UpdateStateMachineCommandInput>) =>
  client().send(new UpdateStateMachineCommand({ stateMachineArn: machineArn('m'), ...more }));
const describeMachine = (stateMachineArn = machineArn('m')) =>
  client().send(new DescribeStateMachineCommand({ stateMachineArn }));

describe('CreateStateMachine', () => {
  it('answers what DescribeStateMachine answers', async () => {
    const created = await create();

    expect(created).toMatchObject({ stateMachineArn: machineArn('m'), creationDate: expect.any(Date) });
    expect(created).not.toHaveProperty('stateMachineVersionArn');
    const { $metadata: _, ...described } = await describeMachine();
    expect(described).toEqual({
      stateMachineArn: machineArn('m'),
      name: 'm',
      status: 'ACTIVE',
      definition: pass(),
      roleArn,
      type: 'STANDARD',
      creationDate: created.creationDate,
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
      encryptionConfiguration: { type: 'AWS_OWNED_KEY' },
    });
  });

  it('answers the same machine once more, whatever its role and tags', async () => {
    const first = await create({ tags: [{ key: 'a', value: '1' }] });
    await target.cloud.clock.advance('1s');

    const again = await create({ roleArn: `${roleArn}2`, tags: [{ key: 'b', value: '2' }] });

    expect(again).toMatchObject({ stateMachineArn: first.stateMachineArn, creationDate: first.creationDate });
    expect(await describeMachine()).toMatchObject({ roleArn });
  });

  it.each<[string, Partial<CreateStateMachineCommandInput>]>([
    ['definition', { definition: pass('another') }],
    ['type', { type: 'EXPRESS' }],
    ['tracing', { tracingConfiguration: { enabled: true } }],
    ['publish', { publish: true }],
  ])('refuses a name that is taken by a machine of another %s', async (_what, more) => {
    await create();

    await expect(create(more)).rejects.toMatchObject({
      name: 'StateMachineAlreadyExists',
      message: `State Machine Already Exists: '${machineArn('m')}'`,
    });
  });

  it.each(['a b', 'a:b', 'a/b', 'a"b', 'a\u0007b', 'a*', '<a>', 'a#', 'a,b', 'a`', 'a$', 'a|'])(
    'refuses the name %j',
    async (name) => {
      await expect(create({ name })).rejects.toMatchObject({ name: 'InvalidName', message: `Invalid Name: '${name}'` });
    },
  );

  it('takes the other special characters in a name', async () => {
    const { stateMachineArn } = await create({ name: "a.b-c_d+e!f@g(h)i=j'k" });

    expect(await describeMachine(stateMachineArn)).toMatchObject({ name: "a.b-c_d+e!f@g(h)i=j'k" });
  });

  it('tells broken constraints in one error', async () => {
    await expect(create({ name: 'n'.repeat(81), type: 'FAST' as 'EXPRESS' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `2 validation errors detected: Value '${'n'.repeat(81)}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 80; Value 'FAST' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]`,
    });
    await expect(create({ definition: '' })).rejects.toMatchObject({
      message:
        "1 validation error detected: Value at 'definition' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
  });

  it('publishes a version where it is told to', async () => {
    const first = await create({ publish: true, versionDescription: 'one' });
    const again = await create({ publish: true, versionDescription: 'one' });

    expect(first.stateMachineVersionArn).toBe(`${machineArn('m')}:1`);
    expect(again.stateMachineVersionArn).toBe(first.stateMachineVersionArn);
    expect(await describeMachine(first.stateMachineVersionArn)).toMatchObject({
      stateMachineArn: `${machineArn('m')}:1`,
      description: 'one',
    });
    await expect(create({ name: 'n', versionDescription: 'one' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Version description can only be set when publish is true',
    });
  });

  it('refuses what is no role, and a role that does not trust it', async () => {
    await expect(create({ roleArn: 'nobody' })).rejects.toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Role Arn: 'nobody'",
    });
    const iam = target.client(IAMClient);
    const trust = (service: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      });
    const make = async (RoleName: string, service: string): Promise<string> => {
      const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust(service) }));
      return Role?.Arn ?? '';
    };
    await expect(create({ roleArn: await make('other', 'lambda.amazonaws.com') })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    });
    await create({ roleArn: await make('global', 'states.amazonaws.com') });
    await create({ name: 'n', roleArn: await make('regional', 'states.us-east-1.amazonaws.com') });
  });

  it('checks where it logs to', async () => {
    const logGroupArn = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/m:*';
    const to = (...arns: string[]) => ({
      loggingConfiguration: {
        level: 'ALL' as const,
        destinations: arns.map((arn) => ({ cloudWatchLogsLogGroup: { logGroupArn: arn } })),
      },
    });
    const refused = (why: string) => ({
      name: 'InvalidLoggingConfiguration',
      message: `Invalid Logging Configuration: ${why}`,
    });

    await expect(create(to())).rejects.toMatchObject(refused('Must specify exactly one Log Destination.'));
    await expect(create(to(logGroupArn, logGroupArn))).rejects.toMatchObject(
      refused('Must specify exactly one Log Destination.'),
    );
    await expect(create(to(logGroupArn.slice(0, -2)))).rejects.toMatchObject(
      refused("Log Group ARN must be provided with '*' qualifier."),
    );
    await expect(create(to(logGroupArn))).rejects.toMatchObject(refused('Log Destination not found.'));
    await target
      .client(CloudWatchLogsClient)
      .send(new CreateLogGroupCommand({ logGroupName: '/aws/vendedlogs/states/m' }));
    await create(to(logGroupArn));
    expect(await describeMachine()).toMatchObject({
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
      },
    });
  });

  it('refuses encryption by a key that is not named', async () => {
    await expect(create({ encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } })).rejects.toMatchObject({
      name: 'InvalidEncryptionConfiguration',
    });
    await create({ encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'alias/mine' } });
    expect(await describeMachine()).toMatchObject({
      encryptionConfiguration: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId: 'alias/mine',
        kmsDataKeyReusePeriodSeconds: 300,
      },
    });
  });
});

describe('DescribeStateMachine', () => {
  it.each([
    ['nonsense', 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: nonsense'"],
    [
      'arn:aws:states:us-east-1:000000000000:activity:m',
      'InvalidArn',
      "Invalid Arn: 'Resource type not valid in this context: activity'",
    ],
    [machineArn('none'), 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn('none')}'`],
    [`${machineArn('none')}:1`, 'StateMachineDoesNotExist', `State Machine Does Not Exist: '${machineArn('none')}:1'`],
  ])('refuses %s', async (arn, name, message) => {
    await expect(describeMachine(arn)).rejects.toMatchObject({ name, message });
  });

  it('tells the variables that states refer to, and no definition where only metadata is asked for', async () => {
    const definition = JSON.stringify({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { total: 3, unused: 1 }, Next: 'Use' },
        Use: { Type: 'Pass', Parameters: { 'sum.$': '$total', other: '$$.State.Name' }, Next: 'Nata' },
        Nata: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $string($total + 1) %}', End: true },
      },
    });
    const { stateMachineArn } = await create({ definition });

    expect(await describeMachine()).toMatchObject({ variableReferences: { Use: ['total'], Nata: ['total'] } });
    const metadata = await client().send(
      new DescribeStateMachineCommand({ stateMachineArn, includedData: 'METADATA_ONLY' }),
    );
    expect(metadata.definition).toBe('{}');
    expect(metadata).not.toHaveProperty('variableReferences');
  });
});

describe('UpdateStateMachine', () => {
  it('makes another revision; executions go on by that of their start', async () => {
    await create({ definition: wait });
    const { executionArn } = await client().send(new StartExecutionCommand({ stateMachineArn: machineArn('m') }));

    const updated = await update({ definition: pass('two') });

    expect(updated).toMatchObject({
      updateDate: expect.any(Date),
      revisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(await describeMachine()).toMatchObject({ definition: pass('two'), roleArn, revisionId: updated.revisionId });
    await target.cloud.clock.advance('5s');
    const running = await client().send(new DescribeExecutionCommand({ executionArn }));
    expect(running.status).toBe('RUNNING');
  });

  it('makes none where nothing changes', async () => {
    await create();

    const same = await update({ definition: pass(), roleArn });
    const other = await update({ tracingConfiguration: { enabled: true } });
    const again = await update({ tracingConfiguration: { enabled: true } });

    expect(same).not.toHaveProperty('revisionId');
    expect(other.revisionId).toBeDefined();
    expect(again.revisionId).toBe(other.revisionId);
  });

  it('publishes a version of the new revision', async () => {
    await create({ publish: true });

    const updated = await update({ definition: pass('two'), publish: true, versionDescription: 'second' });

    expect(updated.stateMachineVersionArn).toBe(`${machineArn('m')}:2`);
    expect(await describeMachine(`${machineArn('m')}:1`)).toMatchObject({ definition: pass() });
    expect(await describeMachine(`${machineArn('m')}:2`)).toMatchObject({
      definition: pass('two'),
      description: 'second',
      revisionId: updated.revisionId,
    });
  });

  it('refuses an update of nothing, and of what is not there', async () => {
    await create();

    await expect(update({})).rejects.toMatchObject({ name: 'MissingRequiredParameter' });
    await expect(update({ stateMachineArn: machineArn('none'), definition: pass() })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    await expect(update({ definition: '{' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });
});

describe('DeleteStateMachine', () => {
  const remove = (stateMachineArn = machineArn('m')) =>
    client().send(new DeleteStateMachineCommand({ stateMachineArn }));

  it('deletes what is there; what is not is no mistake', async () => {
    await create();

    await remove();
    await remove();

    await expect(describeMachine()).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(remove('nonsense')).rejects.toMatchObject({ name: 'InvalidArn' });
    await expect(remove(`${machineArn('m')}:1`)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('waits for executions, and takes no more of them', async () => {
    await create({ definition: wait });
    const stateMachineArn = machineArn('m');
    await client().send(new StartExecutionCommand({ stateMachineArn }));

    await remove();

    expect(await describeMachine()).toMatchObject({ status: 'DELETING' });
    await expect(client().send(new StartExecutionCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'StateMachineDeleting',
    });
    await expect(update({ definition: pass() })).rejects.toMatchObject({ name: 'StateMachineDeleting' });
    await target.cloud.clock.advance('2h');
    await expect(describeMachine()).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('leaves nothing of a machine to another of its name', async () => {
    await create({ definition: wait, publish: true });
    await remove();

    await create({ definition: pass('another') });
    const { executionArn } = await client().send(new StartExecutionCommand({ stateMachineArn: machineArn('m') }));
    await target.cloud.clock.advance('1s');

    await expect(describeMachine(`${machineArn('m')}:1`)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    expect(await client().send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('ListStateMachines', () => {
  it('pages by name', async () => {
    for (const name of ['c', 'a', 'b']) await create({ name, ...(name === 'b' && { type: 'EXPRESS' }) });

    const first = await client().send(new ListStateMachinesCommand({ maxResults: 2 }));
    const second = await client().send(new ListStateMachinesCommand({ nextToken: first.nextToken }));

    expect(first.stateMachines).toEqual([
      { stateMachineArn: machineArn('a'), name: 'a', type: 'STANDARD', creationDate: expect.any(Date) },
      { stateMachineArn: machineArn('b'), name: 'b', type: 'EXPRESS', creationDate: expect.any(Date) },
    ]);
    expect(second.stateMachines).toMatchObject([{ name: 'c' }]);
    expect(second).not.toHaveProperty('nextToken');
  });

  it('refuses tokens that it never gave and pages that are too large', async () => {
    await expect(client().send(new ListStateMachinesCommand({ nextToken: 'nonsense' }))).rejects.toMatchObject({
      name: 'InvalidToken',
      message: "Invalid Token: 'Invalid token'",
    });
    await expect(client().send(new ListStateMachinesCommand({ maxResults: 1001 }))).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
  });
});
