import * as Cfn from '@aws-sdk/client-cloudformation';
import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { readTable, trust } from './documents.ts';

const StackName = 'access';
const basic = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

const resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: JSON.parse(trust),
      Policies: [{ PolicyName: 'inline', PolicyDocument: JSON.parse(readTable) }],
      ManagedPolicyArns: [basic],
      Tags: [{ Key: 'stage', Value: 'test' }],
    } as Record<string, unknown>,
  },
  Grants: {
    Type: 'AWS::IAM::Policy',
    Properties: { PolicyName: 'grants', PolicyDocument: JSON.parse(readTable), Roles: [{ Ref: 'Role' }] },
  },
  Managed: {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: { PolicyDocument: JSON.parse(readTable), Roles: [{ Ref: 'Role' }], Users: [{ Ref: 'User' }] },
  },
  User: {
    Type: 'AWS::IAM::User',
    Properties: { UserName: 'ada', Groups: [{ Ref: 'Group' }], LoginProfile: { Password: 'correct horse' } },
  },
  Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: 'User' } } },
  Group: { Type: 'AWS::IAM::Group', Properties: {} },
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } },
};

const outputs = {
  RoleName: { Value: { Ref: 'Role' } },
  RoleArn: { Value: { 'Fn::GetAtt': ['Role', 'Arn'] } },
  PolicyArn: { Value: { Ref: 'Managed' } },
  KeyId: { Value: { Ref: 'Key' } },
  Secret: { Value: { 'Fn::GetAtt': ['Key', 'SecretAccessKey'] } },
};

describe('CloudFormation', () => {
  const target = useCloud();
  const cfn = () => target.client(Cfn.CloudFormationClient);
  const iam = () => target.client(Iam.IAMClient);

  async function create(Resources: object = resources) {
    const TemplateBody = JSON.stringify({ Resources, Outputs: outputs });
    await cfn().send(new Cfn.CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
    await Cfn.waitUntilStackCreateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    return stackOutputs(cfn(), StackName);
  }
  const attached = async (RoleName: string) => {
    const { AttachedPolicies } = await iam().send(new Iam.ListAttachedRolePoliciesCommand({ RoleName }));
    return AttachedPolicies?.map(({ PolicyArn }) => PolicyArn);
  };
  const inline = async (RoleName: string) =>
    (await iam().send(new Iam.ListRolePoliciesCommand({ RoleName }))).PolicyNames;

  it('makes roles, policies, users, keys, groups and profiles, and deletes them all', async () => {
    const made = await create();
    const RoleName = made.RoleName ?? '';
    const groups = await iam().send(new Iam.ListGroupsForUserCommand({ UserName: 'ada' }));
    const profiles = await iam().send(new Iam.ListInstanceProfilesForRoleCommand({ RoleName }));
    const login = await iam().send(new Iam.GetLoginProfileCommand({ UserName: 'ada' }));

    expect(RoleName).toMatch(/^access-Role-[A-Za-z0-9]+$/);
    expect(made.RoleArn).toBe(`arn:aws:iam::000000000000:role/${RoleName}`);
    expect(await inline(RoleName)).toEqual(['grants', 'inline']);
    expect(await attached(RoleName)).toEqual([basic, made.PolicyArn]);
    expect(groups.Groups).toHaveLength(1);
    expect(login.LoginProfile?.PasswordResetRequired).toBe(false);
    expect(profiles.InstanceProfiles).toHaveLength(1);
    expect(made.KeyId).toMatch(/^AKIA/);
    expect(made.Secret).toHaveLength(40);

    await cfn().send(new Cfn.DeleteStackCommand({ StackName }));
    await Cfn.waitUntilStackDeleteComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    expect((await iam().send(new Iam.ListRolesCommand({}))).Roles).toEqual([]);
    expect((await iam().send(new Iam.ListUsersCommand({}))).Users).toEqual([]);
    expect((await iam().send(new Iam.ListGroupsCommand({}))).Groups).toEqual([]);
    expect((await iam().send(new Iam.ListPoliciesCommand({ Scope: 'Local' }))).Policies).toEqual([]);
    expect((await iam().send(new Iam.ListInstanceProfilesCommand({}))).InstanceProfiles).toEqual([]);
  });

  it('changes a role in place', async () => {
    const { RoleName = '', PolicyArn = '' } = await create();
    const { Role, ...others } = resources;
    const changed = {
      ...others,
      Role: {
        ...Role,
        Properties: {
          AssumeRolePolicyDocument: JSON.parse(trust.replace('lambda', 'states')),
          Policies: [{ PolicyName: 'other', PolicyDocument: JSON.parse(readTable) }],
          Description: 'changed',
          MaxSessionDuration: 7200,
        },
      },
      Managed: {
        ...others.Managed,
        Properties: { ...others.Managed.Properties, PolicyDocument: JSON.parse(readTable.replace('Get', 'Put')) },
      },
    };

    const TemplateBody = JSON.stringify({ Resources: changed, Outputs: outputs });
    await cfn().send(new Cfn.UpdateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
    await Cfn.waitUntilStackUpdateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    const got = await iam().send(new Iam.GetRoleCommand({ RoleName }));
    const policy = await iam().send(new Iam.GetPolicyCommand({ PolicyArn }));

    expect(await inline(RoleName)).toEqual(['grants', 'other']);
    expect(await attached(RoleName)).toEqual([PolicyArn]);
    expect(got.Role).toMatchObject({ Description: 'changed', MaxSessionDuration: 7200 });
    expect(got.Role?.Tags?.map(({ Key }) => Key)).not.toContain('stage');
    expect(policy.Policy?.DefaultVersionId).toBe('v2');
  });

  it('leaves no role behind when one of its policies is refused', async () => {
    const { Role } = resources;
    const broken = {
      Role: {
        ...Role,
        Properties: { ...Role.Properties, ManagedPolicyArns: ['arn:aws:iam::000000000000:policy/none'] },
      },
    };
    const TemplateBody = JSON.stringify({ Resources: broken });

    await cfn().send(new Cfn.CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
    const created = Cfn.waitUntilStackCreateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    await expect(created).rejects.toThrow('ROLLBACK_COMPLETE');

    expect((await iam().send(new Iam.ListRolesCommand({}))).Roles).toEqual([]);
  });

  it('makes an OIDC provider, changes it in place, and moves a group', async () => {
    const template = (ClientIdList: string[], Path: string) =>
      JSON.stringify({
        Resources: {
          Provider: {
            Type: 'AWS::IAM::OIDCProvider',
            Properties: { Url: 'https://id.example.com', ClientIdList, ThumbprintList: ['a'.repeat(40)] },
          },
          Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'readers', Path } },
        },
        Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Provider', 'Arn'] } } },
      });
    const Capabilities: Cfn.Capability[] = ['CAPABILITY_NAMED_IAM'];
    await cfn().send(new Cfn.CreateStackCommand({ StackName, TemplateBody: template(['one'], '/'), Capabilities }));
    await Cfn.waitUntilStackCreateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });
    const { Arn: OpenIDConnectProviderArn = '' } = await stackOutputs(cfn(), StackName);

    await cfn().send(new Cfn.UpdateStackCommand({ StackName, TemplateBody: template(['two'], '/x/'), Capabilities }));
    await Cfn.waitUntilStackUpdateComplete({ client: cfn(), maxWaitTime: 60 }, { StackName });

    const provider = await iam().send(new Iam.GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect(OpenIDConnectProviderArn).toBe('arn:aws:iam::000000000000:oidc-provider/id.example.com');
    expect(provider).toMatchObject({ Url: 'id.example.com', ClientIDList: ['two'] });
    const { Group } = await iam().send(new Iam.GetGroupCommand({ GroupName: 'readers' }));
    expect(Group?.Arn).toBe('arn:aws:iam::000000000000:group/x/readers');
  });
});
