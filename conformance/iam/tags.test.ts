import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { readTable, trust } from './documents.ts';

const target = useCloud();
const client = () => target.client(Iam.IAMClient);
const team = { Key: 'team', Value: 'orders' };
const stage = { Key: 'stage', Value: 'beta' };
const later = { Key: 'stage', Value: 'prod' };
const TagKeys = ['team', 'unknown'];

describe('tags', () => {
  it('TagUser › adds and replaces by key, UntagUser takes away, ListUserTags tells', async () => {
    const UserName = 'ada';
    await client().send(new Iam.CreateUserCommand({ UserName, Tags: [stage] }));

    await client().send(new Iam.TagUserCommand({ UserName, Tags: [team, later] }));
    const tagged = await client().send(new Iam.ListUserTagsCommand({ UserName }));
    await client().send(new Iam.UntagUserCommand({ UserName, TagKeys }));
    const left = await client().send(new Iam.ListUserTagsCommand({ UserName }));

    expect(new Set(tagged.Tags)).toEqual(new Set([team, later]));
    expect(left).toMatchObject({ Tags: [later], IsTruncated: false });
    expect((await client().send(new Iam.GetUserCommand({ UserName }))).User?.Tags).toEqual([later]);
  });

  it('TagUser › knows keys in any case of letters', async () => {
    const UserName = 'ada';
    await client().send(new Iam.CreateUserCommand({ UserName, Tags: [stage] }));
    const tag = (Tags: Iam.Tag[]) => client().send(new Iam.TagUserCommand({ UserName, Tags }));
    const list = async () => (await client().send(new Iam.ListUserTagsCommand({ UserName }))).Tags;

    await expect(tag([team, { Key: 'Team', Value: 'x' }])).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
    });
    await tag([{ Key: 'Stage', Value: 'prod' }]);
    const replaced = await list();
    await client().send(new Iam.UntagUserCommand({ UserName, TagKeys: ['STAGE'] }));

    expect(replaced).toEqual([{ Key: 'Stage', Value: 'prod' }]);
    expect(await list()).toEqual([]);
  });

  it('TagPolicy › adds and replaces by key, UntagPolicy takes away, ListPolicyTags tells', async () => {
    const made = await client().send(
      new Iam.CreatePolicyCommand({ PolicyName: 'read', PolicyDocument: readTable, Tags: [stage] }),
    );
    const PolicyArn = made.Policy?.Arn;

    await client().send(new Iam.TagPolicyCommand({ PolicyArn, Tags: [team, later] }));
    const tagged = await client().send(new Iam.ListPolicyTagsCommand({ PolicyArn }));
    await client().send(new Iam.UntagPolicyCommand({ PolicyArn, TagKeys }));
    const left = await client().send(new Iam.ListPolicyTagsCommand({ PolicyArn }));

    expect(new Set(tagged.Tags)).toEqual(new Set([team, later]));
    expect(left.Tags).toEqual([later]);
  });

  it('TagInstanceProfile › adds and replaces by key, UntagInstanceProfile takes away', async () => {
    const InstanceProfileName = 'host';
    await client().send(new Iam.CreateInstanceProfileCommand({ InstanceProfileName, Tags: [stage] }));

    await client().send(new Iam.TagInstanceProfileCommand({ InstanceProfileName, Tags: [team, later] }));
    const tagged = await client().send(new Iam.ListInstanceProfileTagsCommand({ InstanceProfileName }));
    await client().send(new Iam.UntagInstanceProfileCommand({ InstanceProfileName, TagKeys }));
    const left = await client().send(new Iam.ListInstanceProfileTagsCommand({ InstanceProfileName }));

    expect(new Set(tagged.Tags)).toEqual(new Set([team, later]));
    expect(left.Tags).toEqual([later]);
  });

  it.each([
    ['ListUserTags', new Iam.ListUserTagsCommand({ UserName: 'none' }), 'The user with name none cannot be found.'],
    [
      'ListPolicyTags',
      new Iam.ListPolicyTagsCommand({ PolicyArn: 'arn:aws:iam::000000000000:policy/none' }),
      'Policy arn:aws:iam::000000000000:policy/none was not found.',
    ],
    [
      'ListInstanceProfileTags',
      new Iam.ListInstanceProfileTagsCommand({ InstanceProfileName: 'none' }),
      'Instance Profile none cannot be found.',
    ],
  ])('%s › knows nothing that is not there', async (_, command, message) => {
    await expect(client().send(command as Iam.ListUserTagsCommand)).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message,
    });
  });
});

describe('instance profiles', () => {
  it('DeleteInstanceProfile › waits until its role is removed, and GetInstanceProfile knows it no more', async () => {
    const names = { InstanceProfileName: 'host', RoleName: 'worker' };
    await client().send(new Iam.CreateRoleCommand({ RoleName: 'worker', AssumeRolePolicyDocument: trust }));
    await client().send(new Iam.CreateInstanceProfileCommand(names));
    await client().send(new Iam.AddRoleToInstanceProfileCommand(names));
    const remove = () => client().send(new Iam.DeleteInstanceProfileCommand(names));

    const found = await client().send(new Iam.GetInstanceProfileCommand(names));
    await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await client().send(new Iam.RemoveRoleFromInstanceProfileCommand(names));
    await remove();

    expect(found.InstanceProfile).toMatchObject({
      InstanceProfileName: 'host',
      InstanceProfileId: expect.stringMatching(/^AIPA/),
      Arn: 'arn:aws:iam::000000000000:instance-profile/host',
      Path: '/',
      Roles: [{ RoleName: 'worker' }],
    });
    await expect(client().send(new Iam.GetInstanceProfileCommand(names))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'Instance Profile host cannot be found.',
    });
  });
});

describe('roles and the account', () => {
  it('UpdateRoleDescription › changes the description alone and answers with the role', async () => {
    const RoleName = 'worker';
    await client().send(
      new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration: 7200 }),
    );

    const { Role } = await client().send(new Iam.UpdateRoleDescriptionCommand({ RoleName, Description: 'of orders' }));
    const found = await client().send(new Iam.GetRoleCommand({ RoleName }));

    expect(Role).toMatchObject({ RoleName, Description: 'of orders' });
    expect(found.Role).toMatchObject({ Description: 'of orders', MaxSessionDuration: 7200 });
  });

  it('DeleteAccountAlias › takes the alias away, and knows no other', async () => {
    const remove = (AccountAlias: string) => client().send(new Iam.DeleteAccountAliasCommand({ AccountAlias }));
    await client().send(new Iam.CreateAccountAliasCommand({ AccountAlias: 'orders' }));

    await expect(remove('other')).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The account alias other cannot be found.',
    });
    await remove('orders');

    expect((await client().send(new Iam.ListAccountAliasesCommand({}))).AccountAliases).toEqual([]);
  });
});
