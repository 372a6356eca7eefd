import type { DeleteRoleRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertModifiable } from '../entities/assert-modifiable.ts';
import { findRole, keyOf } from '../entities/entities.ts';
import { isInInstanceProfile } from '../errors.ts';
import { assertNoPolicies } from '../policies/policies.ts';
import type { IamState } from '../state.ts';

/**
 * Only a role without policies and instance profiles goes. Throws DeleteConflict, and UnmodifiableEntity for those
 * of services.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 */
export const deleteRole: Operation<Given<DeleteRoleRequest>, object, IamState> = (state, input) => {
  const role = findRole(state, input.RoleName);
  assertModifiable(role);
  const isUsed = [...state.instanceProfiles.values()].some(({ roleName }) => roleName === role.name);
  if (isUsed) throw isInInstanceProfile();
  assertNoPolicies(role);
  state.roles.delete(keyOf(role.name));
  return {};
};
