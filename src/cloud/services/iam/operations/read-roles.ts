import type { GetRoleRequest, GetRoleResponse, ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeRole, summarizeRole } from '../entities/describe.ts';
import { findRole } from '../entities/entities.ts';
import { paginate } from '../paging.ts';
import type { IamState } from '../state.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole: Operation<Given<GetRoleRequest>, GetRoleResponse, IamState> = (state, input) => ({
  // When a role was last used is not recorded; AWS too answers an empty structure for a role that never was.
  Role: { ...describeRole(findRole(state, input.RoleName)), RoleLastUsed: {} },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles: Operation<Given<ListRolesRequest>, ListRolesResponse, IamState> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const roles = [...state.roles.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(roles, input, ({ name }) => name.toLowerCase());
  return { Roles: items.map(summarizeRole), ...page };
};
