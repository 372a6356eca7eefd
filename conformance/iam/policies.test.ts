import * as Iam from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { readTable, trust } from './documents.ts';

describe('policies', () => {
  const target = useCloud();
  const client = () => target.client(Iam.IAMClient);

  async function createRole(RoleName: string) {
    await client().send(new Iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    return RoleName;
  }
  async function createPolicy(PolicyName: string) {
    const { Policy } = await client().send(new Iam.CreatePolicyCommand({ PolicyName, PolicyDocument: readTable }));
    return Policy?.Arn ?? '';
  }

  it('PutRolePolicy › is listed, got percent-encoded, and deleted', async () => {
    const RoleName = await createRole('worker');

    await client().send(new Iam.PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: readTable }));
    const listed = await client().send(new Iam.ListRolePoliciesCommand({ RoleName }));
    const got = await client().send(new Iam.GetRolePolicyCommand({ RoleName, PolicyName: 'read' }));
    await client().send(new Iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'read' }));
    const gone = client().send(new Iam.GetRolePolicyCommand({ RoleName, PolicyName: 'read' }));

    expect(listed.PolicyNames).toEqual(['read']);
    expect(got).toMatchObject({ RoleName, PolicyName: 'read', PolicyDocument: expect.stringMatching(/^%7B/) });
    expect(decodeURIComponent(got.PolicyDocument ?? '')).toBe(readTable);
    await expect(gone).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role policy with name read cannot be found.',
    });
  });

  it.each([
    ['no JSON', 'x', 'Syntax errors in policy.'],
    ['no statement', '{"Version":"2012-10-17"}', 'Syntax errors in policy.'],
    ['an effect twice', readTable.replace('"Effect"', '"Effect":"Deny","Effect"'), 'Syntax errors in policy.'],
    ['an unknown element', readTable.replace('"Action"', '"Actions":"*","Action"'), 'Syntax errors in policy.'],
    ['Action and NotAction', readTable.replace('"Action"', '"NotAction":"iam:*","Action"'), 'Syntax errors in policy.'],
    ['no actions', readTable.replace('"dynamodb:GetItem"', '[]'), 'Policy statement must contain actions.'],
    ['no resources', readTable.replace('"*"', '[]'), 'Policy statement must contain resources.'],
    [
      'an action without a vendor',
      readTable.replace('dynamodb:', ''),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    ['a resource that is no ARN', readTable.replace('"*"', '"table"'), 'Resource table must be in ARN format or "*".'],
    [
      'a principal',
      readTable.replace('"Action"', '"Principal":"*","Action"'),
      'Policy document should not specify a principal.',
    ],
  ])('PutRolePolicy › refuses a document with %s', async (_what, PolicyDocument, message) => {
    const RoleName = await createRole('worker');

    const call = client().send(new Iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));

    await expect(call).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException', message });
  });

  it('AttachRolePolicy › takes policies of the account and of AWS, and counts attachments', async () => {
    const RoleName = await createRole('worker');
    const arn = await createPolicy('read');
    const ofAws = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

    await client().send(new Iam.AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
    await client().send(new Iam.AttachRolePolicyCommand({ RoleName, PolicyArn: ofAws }));
    const attached = await client().send(new Iam.ListAttachedRolePoliciesCommand({ RoleName }));
    const policy = await client().send(new Iam.GetPolicyCommand({ PolicyArn: arn }));
    const entities = await client().send(new Iam.ListEntitiesForPolicyCommand({ PolicyArn: ofAws }));

    expect(attached.AttachedPolicies).toEqual([
      { PolicyName: 'read', PolicyArn: arn },
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: ofAws },
    ]);
    expect(policy.Policy?.AttachmentCount).toBe(1);
    expect(entities.PolicyRoles?.map((role) => role.RoleName)).toEqual(['worker']);
  });

  it('AttachRolePolicy › refuses a policy that does not exist', async () => {
    const RoleName = await createRole('worker');
    const PolicyArn = 'arn:aws:iam::000000000000:policy/none';

    const call = client().send(new Iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));

    await expect(call).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
  });

  it('GetPolicy › does not know every policy of AWS', async () => {
    const PolicyArn = 'arn:aws:iam::aws:policy/SomethingNobodyWrote';

    await expect(client().send(new Iam.GetPolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: `Policy ${PolicyArn} was not found.`,
    });
  });

  it('CreatePolicyVersion › keeps five, numbers them on, and makes one the default', async () => {
    const PolicyArn = await createPolicy('read');
    const add = (SetAsDefault: boolean) =>
      client().send(new Iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: readTable, SetAsDefault }));
    for (let count = 2; count <= 5; count += 1) await add(count === 3);

    await expect(add(false)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await client().send(new Iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
    const sixth = await add(false);
    const listed = await client().send(new Iam.ListPolicyVersionsCommand({ PolicyArn }));

    expect(sixth.PolicyVersion?.VersionId).toBe('v6');
    expect(listed.Versions?.map(({ VersionId }) => VersionId)).toEqual(['v6', 'v4', 'v3', 'v2', 'v1']);
    expect(listed.Versions?.find(({ IsDefaultVersion }) => IsDefaultVersion)?.VersionId).toBe('v3');
    await expect(
      client().send(new Iam.DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v3' })),
    ).rejects.toMatchObject({ name: 'DeleteConflictException' });
  });

  it('DeletePolicy › refuses while it is attached', async () => {
    const RoleName = await createRole('worker');
    const PolicyArn = await createPolicy('read');
    await client().send(new Iam.AttachRolePolicyCommand({ RoleName, PolicyArn }));

    await expect(client().send(new Iam.DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete a policy attached to entities.',
    });
  });
});
