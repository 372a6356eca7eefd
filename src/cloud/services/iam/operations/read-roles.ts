import type { GetRoleRequest, GetRoleResponse, ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam';
import { describeRole, summarizeRole } from '../describe.ts';
import { findRole } from '../entities.ts';
import type { IamOperation } from '../operation.ts';
import { paginate } from '../paging.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
export const getRole: IamOperation<GetRoleRequest, GetRoleResponse> = (state, input) => ({
  // When a role was last used is not recorded; AWS too answers an empty structure for a role that never was.
  Role: { ...describeRole(findRole(state, input.RoleName)), RoleLastUsed: {} },
});

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html */
export const listRoles: IamOperation<ListRolesRequest, ListRolesResponse> = (state, input) => {
  const under = input.PathPrefix ?? '/';
  const roles = [...state.roles.values()].filter(({ path }) => path.startsWith(under));
  const { items, page } = paginate(roles, input, ({ name }) => name.toLowerCase());
  return { Roles: items.map(summarizeRole), ...page };
};
