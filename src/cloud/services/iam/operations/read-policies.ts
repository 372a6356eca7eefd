import type * as Iam from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { attachedTo, boundaryUses, describePolicy, summarizePolicy } from '../entities/describe.ts';
import { paginate } from '../paging.ts';
import { awsManagedArns, awsManagedDocument, awsManagedName, isAwsManaged } from '../policies/managed-by-aws.ts';
import { findPolicy } from '../policies/policies.ts';
import type { IamState } from '../state.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html */
export const getPolicy: Operation<Given<Iam.GetPolicyRequest>, Iam.GetPolicyResponse, IamState> = (
  state,
  { PolicyArn },
) => {
  if (awsManagedDocument(PolicyArn) !== undefined) return { Policy: describeAwsManaged(PolicyArn, state) };
  return { Policy: describePolicy(findPolicy(state, PolicyArn), state) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicies.html */
export const listPolicies: Operation<Given<Iam.ListPoliciesRequest>, Iam.ListPoliciesResponse, IamState> = (
  state,
  input,
) => {
  const scope = input.Scope ?? 'All';
  const ours = scope === 'AWS' ? [] : [...state.policies.values()].map((policy) => summarizePolicy(policy, state));
  const ofAws = scope === 'Local' ? [] : awsManagedArns.map((arn) => describeAwsManaged(arn, state));
  const policies = [...ours, ...ofAws].filter(
    ({ Path, AttachmentCount, PermissionsBoundaryUsageCount }) =>
      Path?.startsWith(input.PathPrefix ?? '/') &&
      (!input.OnlyAttached || AttachmentCount !== 0) &&
      (input.PolicyUsageFilter !== 'PermissionsBoundary' || PermissionsBoundaryUsageCount !== 0) &&
      (input.PolicyUsageFilter !== 'PermissionsPolicy' || AttachmentCount !== 0),
  );
  const { items, page } = paginate(policies, input, ({ Arn }) => Arn ?? '');
  return { Policies: items, ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export const listEntitiesForPolicy: Operation<
  Given<Iam.ListEntitiesForPolicyRequest>,
  Iam.ListEntitiesForPolicyResponse,
  IamState
> = (state, input) => {
  if (!isAwsManaged(input.PolicyArn)) findPolicy(state, input.PolicyArn);
  const { items, page } = paginate(usersOf(state, input), input, ({ noun, entity }) => `${noun}/${entity.name}`);
  const of = (noun: string) => items.filter((item) => item.noun === noun).map(({ entity }) => entity);
  return {
    PolicyRoles: of('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
    PolicyUsers: of('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
    PolicyGroups: of('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
    ...page,
  };
};

const nounOf: Readonly<Record<string, string>> = { Role: 'role', User: 'user', Group: 'group' };

function usersOf(
  state: IamState,
  input: Pick<Iam.ListEntitiesForPolicyRequest, keyof Iam.ListEntitiesForPolicyRequest>,
) {
  const { PolicyArn = '', EntityFilter, PathPrefix = '/', PolicyUsageFilter } = input;
  const bounded =
    PolicyUsageFilter === 'PermissionsBoundary'
      ? [
          ...[...state.roles.values()].map((entity) => ({ noun: 'role', entity })),
          ...[...state.users.values()].map((entity) => ({ noun: 'user', entity })),
        ].filter(({ entity }) => entity.permissionsBoundary === PolicyArn)
      : [...attachedTo(PolicyArn, state)];
  const noun = EntityFilter === undefined ? undefined : nounOf[EntityFilter];
  return bounded.filter((one) => (noun === undefined || one.noun === noun) && one.entity.path.startsWith(PathPrefix));
}

/** AWS's own policies: their dates and ids are not known here. */
function describeAwsManaged(arn: string, state: IamState): Iam.Policy {
  const { path, name } = awsManagedName(arn);
  return {
    PolicyName: name,
    PolicyId: 'ANPAAWSMANAGEDPOLICY7',
    Arn: arn,
    Path: path,
    DefaultVersionId: 'v1',
    AttachmentCount: [...attachedTo(arn, state)].length,
    PermissionsBoundaryUsageCount: boundaryUses(arn, state),
    IsAttachable: true,
    CreateDate: new Date(0),
    UpdateDate: new Date(0),
  };
}
