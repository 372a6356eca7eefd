import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type EntityKind, type EntityNames, entityIn, roleKind, saveEntity, userKind } from '../entities/entities.ts';
import { nameNotFound } from '../errors.ts';
import { assertBoundary } from '../policies/policies.ts';
import type { IamState, Role, User } from '../state.ts';

interface PutInput extends EntityNames {
  readonly PermissionsBoundary: string;
}

/** The policy that limits a role or a user; https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
function permissionsBoundaryOf<E extends Role | User>(kind: EntityKind<E>) {
  const put: Operation<Given<PutInput>, object, IamState> = (state, input) => {
    const entity = entityIn(kind, state, input);
    assertBoundary(input.PermissionsBoundary, state);
    saveEntity(kind, state, { ...entity, permissionsBoundary: input.PermissionsBoundary });
    return {};
  };

  const remove: Operation<Given<EntityNames>, object, IamState> = (state, input) => {
    const { permissionsBoundary, ...entity } = entityIn(kind, state, input);
    if (permissionsBoundary === undefined) throw nameNotFound(`${kind.noun} permissions boundary for`, entity.name);
    // TypeScript loses the type parameter in the rest; what is left out is optional in both kinds.
    saveEntity(kind, state, entity as unknown as E);
    return {};
  };

  return { put, remove };
}

export const rolePermissionsBoundary = permissionsBoundaryOf(roleKind);
export const userPermissionsBoundary = permissionsBoundaryOf(userKind);
