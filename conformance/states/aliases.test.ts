import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  type RoutingConfigurationListItem,
  SFNClient,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { machineArn, pass, roleArn } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const stateMachineArn = machineArn('m');
const aliasArn = (name = 'live') => `${stateMachineArn}:${name}`;
const route = (version: number, weight = 100): RoutingConfigurationListItem => ({
  stateMachineVersionArn: `${stateMachineArn}:${version}`,
  weight,
});
let client: SFNClient;
beforeEach(async () => {
  client = target.client(SFNClient);
  const make = (name: string) =>
    client.send(new CreateStateMachineCommand({ name, definition: pass(), roleArn, publish: true }));
  await make('m');
  await make('other');
  await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: pass('two'), publish: true }));
});
const create = (routingConfiguration = [route(1)], more: { name?: string; description?: string } = {}) =>
  client.send(new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration, ...more }));
const describeAlias = (stateMachineAliasArn = aliasArn()) =>
  client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn }));

describe('aliases', () => {
  it('are made once, described, changed and deleted', async () => {
    const created = await create([route(1)], { description: 'in use' });
    const again = await create([route(1)], { description: 'in use' });

    expect(created).toMatchObject({ stateMachineAliasArn: aliasArn(), creationDate: expect.any(Date) });
    expect(again.creationDate).toEqual(created.creationDate);
    const { $metadata: _, ...described } = await describeAlias();
    expect(described).toEqual({
      stateMachineAliasArn: aliasArn(),
      name: 'live',
      description: 'in use',
      routingConfiguration: [route(1)],
      creationDate: created.creationDate,
      updateDate: created.creationDate,
    });

    await target.cloud.clock.advance('1m');
    const routingConfiguration = [route(1, 90), route(2, 10)];
    const { updateDate } = await client.send(
      new UpdateStateMachineAliasCommand({ stateMachineAliasArn: aliasArn(), routingConfiguration }),
    );
    expect(await describeAlias()).toMatchObject({ description: 'in use', routingConfiguration, updateDate });

    await client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: aliasArn() }));
    await client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: aliasArn() }));
    await expect(describeAlias()).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('conflict with one of the same name and another routing', async () => {
    await create();

    await expect(create([route(2)])).rejects.toMatchObject({
      name: 'ConflictException',
      message:
        'Failed to create alias because an alias with the same name and a different routing configuration already exists.',
    });
  });

  const foreign = `${machineArn('other')}:1`;
  it.each<[string, RoutingConfigurationListItem[], string]>([
    ['weights that make no 100', [route(1, 50), route(2, 40)], 'Sum of routing configuration weights must equal 100.'],
    ['one version twice', [route(1, 50), route(1, 50)], 'Routing configuration must contain distinct'],
    [
      'a machine',
      [{ stateMachineVersionArn: stateMachineArn, weight: 100 }],
      'must contain state machine version ARNs',
    ],
    ['two machines', [route(1, 50), { stateMachineVersionArn: foreign, weight: 50 }], 'a single state machine'],
    ['three versions', [route(1, 50), route(2, 25), route(3, 25)], 'Member must have length less than or equal to 2'],
    ['too much weight', [route(1, 101)], "Value '101' at 'routingConfiguration.1.member.weight' failed"],
  ])('route to no %s', async (_what, routing, message) => {
    await expect(create(routing)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  it('route to no version that is not there', async () => {
    await expect(create([route(9)])).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it.each(['1', 'a b', 'a:b'])('are not named %j', async (name) => {
    await expect(create([route(1)], { name })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(`Value '${name}' at 'name' failed to satisfy constraint`),
    });
  });

  it('are listed of a machine and of a version', async () => {
    await create([route(1)], { name: 'old' });
    await target.cloud.clock.advance('1s');
    await create([route(2)], { name: 'new' });
    const list = async (arn: string, more: { maxResults?: number; nextToken?: string } = {}) => {
      const page = await client.send(new ListStateMachineAliasesCommand({ stateMachineArn: arn, ...more }));
      return { arns: page.stateMachineAliases?.map((alias) => alias.stateMachineAliasArn), next: page.nextToken };
    };

    expect(await list(stateMachineArn)).toEqual({ arns: [aliasArn('old'), aliasArn('new')], next: undefined });
    expect(await list(`${stateMachineArn}:2`)).toMatchObject({ arns: [aliasArn('new')] });
    const { next = '' } = await list(stateMachineArn, { maxResults: 1 });
    expect(await list(stateMachineArn, { nextToken: next })).toMatchObject({ arns: [aliasArn('new')] });
  });

  it('share executions out by weight', async () => {
    await create([route(1, 80), route(2, 20)]);
    for (let count = 0; count < 100; count += 1) {
      await client.send(new StartExecutionCommand({ stateMachineArn: aliasArn() }));
    }

    const count = async (arn: string): Promise<number> => {
      const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn: arn }));
      expect(executions.every((execution) => execution.stateMachineAliasArn === aliasArn())).toBe(true);
      return executions.length;
    };
    expect(await count(aliasArn())).toBe(100);
    const [first, second] = [await count(`${stateMachineArn}:1`), await count(`${stateMachineArn}:2`)];
    expect(first + second).toBe(100);
    expect(first).toBeGreaterThan(60);
    expect(second).toBeGreaterThan(5);
  });

  it('give all executions to the version that has all the weight', async () => {
    await create([route(1, 0), route(2, 100)]);

    await client.send(new StartExecutionCommand({ stateMachineArn: aliasArn() }));

    const { executions } = await client.send(new ListExecutionsCommand({ stateMachineArn: aliasArn() }));
    expect(executions).toMatchObject([{ stateMachineVersionArn: `${stateMachineArn}:2` }]);
    expect(await client.send(new DescribeStateMachineCommand({ stateMachineArn: aliasArn() }))).toMatchObject({
      definition: pass('two'),
    });
  });
});
