import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  GetAliasCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  PublishVersionCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(async () => {
  client = target.client(LambdaClient);
  await makeFunction(client, 'let n = 0; exports.handler = async () => { n += 1; return n; };');
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const revision = async (Qualifier?: string) =>
  (await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'f', Qualifier }))).RevisionId;
const publish = (input: object = {}) => client.send(new PublishVersionCommand({ FunctionName: 'f', ...input }));
const permit = (input: object = {}) =>
  client.send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 's',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      ...input,
    }),
  );

describe('the revision of a function', () => {
  it('is the one that the creation and an update answered', async () => {
    const updated = await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 9 }));

    expect(await revision()).toBe(updated.RevisionId);
    const again = new UpdateFunctionConfigurationCommand({
      FunctionName: 'f',
      Timeout: 8,
      RevisionId: updated.RevisionId,
    });
    expect((await client.send(again)).Timeout).toBe(8);
  });

  it('changes with tags and permissions, and its environments stay', async () => {
    const first = await revision();
    await invoke(client);
    await client.send(new TagResourceCommand({ Resource: arn, Tags: { a: 'b' } }));
    const tagged = await revision();
    await permit({ RevisionId: tagged });
    const permitted = await revision();

    expect(new Set([first, tagged, permitted]).size).toBe(3);
    expect((await invoke(client)).payload).toBe(2);
    expect((await client.send(new GetPolicyCommand({ FunctionName: 'f' }))).RevisionId).toBe(permitted);
  });

  it('of an alias is that of its policy', async () => {
    await publish();
    const alias = await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
    await permit({ Qualifier: 'live', RevisionId: alias.RevisionId });

    const { RevisionId } = await client.send(new GetPolicyCommand({ FunctionName: 'f', Qualifier: 'live' }));
    const shown = await client.send(new GetAliasCommand({ FunctionName: 'f', Name: 'live' }));
    expect(RevisionId).toBe(shown.RevisionId);
    expect(RevisionId).not.toBe(alias.RevisionId);
    const stale = { FunctionName: 'f', Qualifier: 'live', StatementId: 's', RevisionId: alias.RevisionId };
    await expect(client.send(new RemovePermissionCommand(stale))).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
  });
});

describe('a published version', () => {
  it('is active and updated at once', async () => {
    expect(await publish()).toMatchObject({ Version: '1', State: 'Active', LastUpdateStatus: 'Successful' });
    const waited = await waitUntilFunctionUpdatedV2({ client, maxWaitTime: 2 }, { FunctionName: 'f', Qualifier: '1' });
    expect(waited.state).toBe('SUCCESS');
  });

  it('is the answer again while code and configuration stay, whatever description is asked for', async () => {
    await publish({ Description: 'first' });

    expect(await publish({ Description: 'second' })).toMatchObject({ Version: '1', Description: 'first' });
    expect(await publish()).toMatchObject({ Version: '1' });
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Description: 'new' }));
    expect(await publish()).toMatchObject({ Version: '2', Description: 'new' });
  });
});

describe('the sessions of a function', () => {
  const identity = `const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
    exports.handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).UserId;`;

  it('have the id of its role', async () => {
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const { Role } = await target
      .client(IAMClient)
      .send(new CreateRoleCommand({ RoleName: 'runner', AssumeRolePolicyDocument: trust }));
    await makeFunction(client, identity, { FunctionName: 'who', Role: Role?.Arn });

    expect((await invoke(client, {}, { FunctionName: 'who' })).payload).toBe(`${Role?.RoleId}:who`);
  });

  it('have an id that stays where IAM does not know the role', async () => {
    await makeFunction(client, identity, { FunctionName: 'who' });
    const first = (await invoke(client, {}, { FunctionName: 'who' })).payload;
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'who', Timeout: 9 }));

    expect((await invoke(client, {}, { FunctionName: 'who' })).payload).toBe(first);
    expect(first).toMatch(/^AROA[0-9A-Z]{17}:who$/);
  });
});
