import * as Iam from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

describe('users', () => {
  const target = useCloud();
  const client = () => target.client(Iam.IAMClient);

  async function createKey(UserName: string) {
    await client().send(new Iam.CreateUserCommand({ UserName }));
    const { AccessKey } = await client().send(new Iam.CreateAccessKeyCommand({ UserName }));
    const accessKeyId = AccessKey?.AccessKeyId ?? '';
    const credentials = { accessKeyId, secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
    return { AccessKeyId: accessKeyId, sts: new STSClient({ ...target.cloud.clientConfig(), credentials }) };
  }

  it('tells of credentials of other kinds, which nobody has, and of no user that does not exist', async () => {
    await client().send(new Iam.CreateUserCommand({ UserName: 'ada' }));
    const list = async (UserName: string) => ({
      ...(await client().send(new Iam.ListSSHPublicKeysCommand({ UserName }))),
      ...(await client().send(new Iam.ListSigningCertificatesCommand({ UserName }))),
      ...(await client().send(new Iam.ListServiceSpecificCredentialsCommand({ UserName }))),
    });

    expect(await list('ada')).toMatchObject({ SSHPublicKeys: [], Certificates: [], ServiceSpecificCredentials: [] });
    await expect(list('bob')).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('CreateAccessKey › signs requests as its user, until it is inactive or deleted', async () => {
    const { AccessKeyId, sts } = await createKey('ada');
    const whoAmI = () => sts.send(new GetCallerIdentityCommand({}));
    const setStatus = (Status: 'Active' | 'Inactive') =>
      client().send(new Iam.UpdateAccessKeyCommand({ UserName: 'ada', AccessKeyId, Status }));

    expect(await whoAmI()).toMatchObject({
      Arn: 'arn:aws:iam::000000000000:user/ada',
      UserId: expect.stringMatching(/^AIDA/),
    });
    await setStatus('Inactive');
    await expect(whoAmI()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await setStatus('Active');
    await expect(whoAmI()).resolves.toMatchObject({ Account: '000000000000' });
    await client().send(new Iam.DeleteAccessKeyCommand({ UserName: 'ada', AccessKeyId }));
    await expect(whoAmI()).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it('CreateAccessKey › refuses a third key', async () => {
    await createKey('ada');
    await client().send(new Iam.CreateAccessKeyCommand({ UserName: 'ada' }));

    const third = client().send(new Iam.CreateAccessKeyCommand({ UserName: 'ada' }));

    await expect(third).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Cannot exceed quota for AccessKeysPerUser: 2',
    });
  });

  it('DeleteUser › waits until keys and groups are gone', async () => {
    const UserName = 'ada';
    const { AccessKeyId } = await createKey(UserName);
    await client().send(new Iam.CreateGroupCommand({ GroupName: 'team' }));
    await client().send(new Iam.AddUserToGroupCommand({ GroupName: 'team', UserName }));
    const remove = () => client().send(new Iam.DeleteUserCommand({ UserName }));

    await expect(remove()).rejects.toMatchObject({ message: 'Cannot delete entity, must delete access keys first.' });
    await client().send(new Iam.DeleteAccessKeyCommand({ UserName, AccessKeyId }));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await client().send(new Iam.RemoveUserFromGroupCommand({ GroupName: 'team', UserName }));
    await remove();

    expect((await client().send(new Iam.ListUsersCommand({}))).Users).toEqual([]);
  });

  it('GetGroup › lists its members, ListGroupsForUser its groups', async () => {
    await client().send(new Iam.CreateUserCommand({ UserName: 'ada' }));
    await client().send(new Iam.CreateGroupCommand({ GroupName: 'team' }));

    await client().send(new Iam.AddUserToGroupCommand({ GroupName: 'team', UserName: 'ada' }));
    const group = await client().send(new Iam.GetGroupCommand({ GroupName: 'team' }));
    const groups = await client().send(new Iam.ListGroupsForUserCommand({ UserName: 'ada' }));

    expect(group.Users?.map(({ UserName }) => UserName)).toEqual(['ada']);
    expect(groups.Groups?.map(({ GroupName }) => GroupName)).toEqual(['team']);
  });

  it('UpdateUser › renames, with its keys', async () => {
    await createKey('ada');

    await client().send(new Iam.UpdateUserCommand({ UserName: 'ada', NewUserName: 'grace' }));
    const keys = await client().send(new Iam.ListAccessKeysCommand({ UserName: 'grace' }));

    expect(keys.AccessKeyMetadata).toHaveLength(1);
    await expect(client().send(new Iam.GetUserCommand({ UserName: 'ada' }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The user with name ada cannot be found.',
    });
  });

  it('CreateAccountAlias › is the only alias', async () => {
    await client().send(new Iam.CreateAccountAliasCommand({ AccountAlias: 'one' }));
    await client().send(new Iam.CreateAccountAliasCommand({ AccountAlias: 'two' }));

    expect((await client().send(new Iam.ListAccountAliasesCommand({}))).AccountAliases).toEqual(['two']);
  });
});
