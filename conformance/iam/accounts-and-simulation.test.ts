import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { encoded, readTable, trust } from './documents.ts';

describe('what IAM tells of an account', () => {
  const target = useCloud();
  const client = () => target.client(Iam.IAMClient);
  const makeRole = (RoleName = 'app') =>
    client().send(new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration: 7200 }));
  const linked = (AWSServiceName: string, CustomSuffix?: string) =>
    client().send(new Iam.CreateServiceLinkedRoleCommand({ AWSServiceName, CustomSuffix }));
  const decisions = ({ EvaluationResults = [] }: Iam.SimulatePolicyResponse) =>
    EvaluationResults.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision]);

  it('CreateRole › tells no session duration, and GetRole does', async () => {
    const { Role } = await makeRole();

    expect(Role).not.toHaveProperty('MaxSessionDuration');
    const got = await client().send(new Iam.GetRoleCommand({ RoleName: 'app' }));
    expect(got.Role?.MaxSessionDuration).toBe(7200);
  });

  it('CreateServiceLinkedRole › attaches the policy of the service, which nobody may change', async () => {
    const { Role: { RoleName, AssumeRolePolicyDocument } = {} } = await linked('batch.amazonaws.com');

    const attached = await client().send(new Iam.ListAttachedRolePoliciesCommand({ RoleName }));

    expect(RoleName).toBe('AWSServiceRoleForBatch');
    expect(JSON.parse(decodeURIComponent(AssumeRolePolicyDocument ?? ''))).toEqual({
      Version: '2012-10-17',
      Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: ['batch.amazonaws.com'] } }],
    });
    expect(attached.AttachedPolicies).toEqual([
      {
        PolicyName: 'BatchServiceRolePolicy',
        PolicyArn: 'arn:aws:iam::aws:policy/aws-service-role/BatchServiceRolePolicy',
      },
    ]);
    await expect(
      client().send(new Iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: readTable })),
    ).rejects.toMatchObject({
      name: 'UnmodifiableEntityException',
      message:
        "Cannot perform the operation on the protected role 'AWSServiceRoleForBatch' - this role is only modifiable by AWS",
    });
    await client().send(new Iam.DeleteServiceLinkedRoleCommand({ RoleName }));
  });

  it('CreateServiceLinkedRole › takes a suffix for few services alone', async () => {
    expect((await linked('autoscaling.amazonaws.com', 'blue')).Role?.RoleName).toBe(
      'AWSServiceRoleForAutoScaling_blue',
    );
    await expect(linked('batch.amazonaws.com', 'blue')).rejects.toMatchObject({
      name: 'InvalidInputException',
      message: 'Custom suffix is not allowed for batch.amazonaws.com',
    });
  });

  it('GetAccountSummary › counts', async () => {
    await makeRole();

    const { SummaryMap } = await client().send(new Iam.GetAccountSummaryCommand({}));

    expect(SummaryMap).toMatchObject({ Roles: 1, Users: 0, UsersQuota: 5000, PolicySizeQuota: 6144 });
  });

  it('GetAccountAuthorizationDetails › tells policies with whom they are on, by kind', async () => {
    await makeRole();
    await client().send(
      new Iam.PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'read', PolicyDocument: readTable }),
    );
    await client().send(new Iam.CreateUserCommand({ UserName: 'ada' }));

    const all = await client().send(new Iam.GetAccountAuthorizationDetailsCommand({}));
    const users = await client().send(new Iam.GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));

    expect(all.RoleDetailList).toMatchObject([
      { RoleName: 'app', RolePolicyList: [{ PolicyName: 'read', PolicyDocument: encoded(readTable) }] },
    ]);
    expect(all.UserDetailList).toMatchObject([{ UserName: 'ada', GroupList: [] }]);
    expect(users.RoleDetailList).toEqual([]);
    expect(users.UserDetailList).toHaveLength(1);
  });

  it('SimulatePrincipalPolicy › judges by the policies of the role', async () => {
    const { Role: { Arn: PolicySourceArn } = {} } = await makeRole();
    await client().send(
      new Iam.PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'read', PolicyDocument: readTable }),
    );

    const answer = await client().send(
      new Iam.SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      }),
    );

    expect(decisions(answer)).toEqual([
      ['dynamodb:GetItem', 'allowed'],
      ['dynamodb:PutItem', 'implicitDeny'],
    ]);
    expect(answer.EvaluationResults?.[0]).toMatchObject({ EvalResourceName: '*', MissingContextValues: [] });
    await expect(
      client().send(
        new Iam.SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::000000000000:role/nobody',
          ActionNames: ['s3:GetObject'],
        }),
      ),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('SimulateCustomPolicy › denies win, and missing condition keys are told', async () => {
    const statement = { Action: 's3:*', Resource: '*' };
    const policy = (more: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ ...statement, ...more }] });

    const answer = await client().send(
      new Iam.SimulateCustomPolicyCommand({
        PolicyInputList: [
          policy({ Effect: 'Allow' }),
          policy({ Effect: 'Deny', Action: 's3:DeleteObject' }),
          policy({ Effect: 'Allow', Condition: { StringEquals: { 'aws:username': 'ada' } } }),
        ],
        ActionNames: ['s3:GetObject', 's3:DeleteObject'],
      }),
    );

    expect(decisions(answer)).toEqual([
      ['s3:GetObject', 'allowed'],
      ['s3:DeleteObject', 'explicitDeny'],
    ]);
    expect(answer.EvaluationResults?.[0]).toMatchObject({
      MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }],
      MissingContextValues: ['aws:username'],
    });
  });

  it('login profiles › are kept, and hold their user', async () => {
    const UserName = 'ada';
    await client().send(new Iam.CreateUserCommand({ UserName }));
    const get = () => client().send(new Iam.GetLoginProfileCommand({ UserName }));
    await expect(get()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'Login Profile for User ada cannot be found.',
    });
    await client().send(new Iam.CreateLoginProfileCommand({ UserName, Password: 'correct horse' }));
    await client().send(new Iam.UpdateLoginProfileCommand({ UserName, PasswordResetRequired: true }));

    expect((await get()).LoginProfile).toMatchObject({ UserName, PasswordResetRequired: true });
    await expect(client().send(new Iam.DeleteUserCommand({ UserName }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must delete login profile first.',
    });
    await client().send(new Iam.DeleteLoginProfileCommand({ UserName }));
    await client().send(new Iam.DeleteUserCommand({ UserName }));
  });

  it('UpdateGroup, GetAccessKeyLastUsed › rename with members, and tell a key that was not used', async () => {
    await client().send(new Iam.CreateGroupCommand({ GroupName: 'old' }));
    await client().send(new Iam.CreateUserCommand({ UserName: 'ada' }));
    await client().send(new Iam.AddUserToGroupCommand({ GroupName: 'old', UserName: 'ada' }));
    const { AccessKey: { AccessKeyId } = {} } = await client().send(
      new Iam.CreateAccessKeyCommand({ UserName: 'ada' }),
    );

    await client().send(new Iam.UpdateGroupCommand({ GroupName: 'old', NewGroupName: 'new', NewPath: '/x/' }));
    const group = await client().send(new Iam.GetGroupCommand({ GroupName: 'new' }));
    const used = await client().send(new Iam.GetAccessKeyLastUsedCommand({ AccessKeyId }));

    expect(group.Group?.Arn).toBe('arn:aws:iam::000000000000:group/x/new');
    expect(group.Users).toMatchObject([{ UserName: 'ada' }]);
    expect(used).toMatchObject({ UserName: 'ada', AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } });
  });
});
