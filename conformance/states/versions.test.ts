import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { machineArn, pass, roleArn } from './simple-machines.ts';

const target = useCloud({ clock: 'virtual' });
const stateMachineArn = machineArn('m');
const versionArn = (number: number) => `${stateMachineArn}:${number}`;
let client: SFNClient;
beforeEach(async () => {
  client = target.client(SFNClient);
  await client.send(new CreateStateMachineCommand({ name: 'm', definition: pass(), roleArn }));
});
const publish = (more: { revisionId?: string; description?: string } = {}) =>
  client.send(new PublishStateMachineVersionCommand({ stateMachineArn, ...more }));
const update = (comment: string) =>
  client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: pass(comment) }));

test('a revision is published once', async () => {
  const first = await publish({ description: 'one' });
  const again = await publish({ revisionId: 'INITIAL' });
  await update('two');
  const second = await publish();

  expect(first).toMatchObject({ stateMachineVersionArn: versionArn(1), creationDate: expect.any(Date) });
  expect(again).toMatchObject({ stateMachineVersionArn: versionArn(1), creationDate: first.creationDate });
  expect(second.stateMachineVersionArn).toBe(versionArn(2));
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: versionArn(1) }));
  expect(described).toMatchObject({ definition: pass(), description: 'one', name: 'm' });
  expect(described).not.toHaveProperty('revisionId');
});

test('a revision that is not the present one is refused', async () => {
  const { revisionId } = await update('two');

  await expect(publish({ revisionId: 'INITIAL' })).rejects.toMatchObject({
    name: 'ConflictException',
    message: `Failed to publish the State Machine version for revision INITIAL. The current State Machine revision is ${revisionId}.`,
  });
  await expect(
    client.send(new PublishStateMachineVersionCommand({ stateMachineArn: machineArn('none') })),
  ).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
});

test('versions are listed newest first, page by page', async () => {
  for (const comment of ['1', '2', '3']) {
    await update(comment);
    await publish();
  }

  const first = await client.send(new ListStateMachineVersionsCommand({ stateMachineArn, maxResults: 2 }));
  const second = await client.send(
    new ListStateMachineVersionsCommand({ stateMachineArn, maxResults: 2, nextToken: first.nextToken }),
  );

  const arns = [first, second].map(({ stateMachineVersions = [] }) =>
    stateMachineVersions.map((version) => version.stateMachineVersionArn),
  );
  expect(arns).toEqual([[versionArn(3), versionArn(2)], [versionArn(1)]]);
  expect(second).not.toHaveProperty('nextToken');
});

test('a version that an alias refers to is not deleted, and numbers never come again', async () => {
  await publish();
  const routingConfiguration = [{ stateMachineVersionArn: versionArn(1), weight: 100 }];
  await client.send(new CreateStateMachineAliasCommand({ name: 'live', routingConfiguration }));
  const remove = () => client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn: versionArn(1) }));

  await expect(remove()).rejects.toMatchObject({
    name: 'ConflictException',
    message:
      'Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]',
  });
  await client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: `${stateMachineArn}:live` }));
  await remove();
  await remove();

  await expect(client.send(new DescribeStateMachineCommand({ stateMachineArn: versionArn(1) }))).rejects.toMatchObject({
    name: 'StateMachineDoesNotExist',
  });
  expect((await publish()).stateMachineVersionArn).toBe(versionArn(2));
});

test('an execution by a version goes by its revision', async () => {
  await publish();
  const definition = JSON.stringify({ StartAt: 'F', States: { F: { Type: 'Fail' } } });
  await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));

  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: versionArn(1) }));
  await client.send(new StartExecutionCommand({ stateMachineArn }));
  await target.cloud.clock.advance('1s');

  const ended = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(ended).toMatchObject({ status: 'SUCCEEDED', stateMachineArn });
  const listed = await client.send(new ListExecutionsCommand({ stateMachineArn: versionArn(1) }));
  expect(listed.executions).toMatchObject([{ executionArn, stateMachineVersionArn: versionArn(1), stateMachineArn }]);
});
