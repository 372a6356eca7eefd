import type { DeleteRoleRequest } from '@aws-sdk/client-iam';
import { findRole, keyOf } from '../entities.ts';
import { isInInstanceProfile, unmodifiable } from '../errors.ts';
import type { IamOperation, Nothing } from '../operation.ts';
import { assertNoPolicies } from '../policies.ts';
import { isServiceLinked } from '../service-linked.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
export const deleteRole: IamOperation<DeleteRoleRequest, Nothing> = (state, input) => {
  const role = findRole(state, input.RoleName);
  if (isServiceLinked(role)) {
    throw unmodifiable(
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  }
  const isUsed = [...state.instanceProfiles.values()].some(({ roleName }) => roleName === role.name);
  if (isUsed) throw isInInstanceProfile();
  assertNoPolicies(role);
  state.roles.delete(keyOf(role.name));
  return {};
};
