import type { AttachedPolicy } from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertModifiable } from '../entities/assert-modifiable.ts';
import {
  type EntityKind,
  type EntityNames,
  entityIn,
  groupKind,
  roleKind,
  saveEntity,
  userKind,
} from '../entities/entities.ts';
import { limitExceeded, policyNotFound } from '../errors.ts';
import { paginate } from '../paging.ts';
import { assertAttachable, policyNameOf, policyPathOf } from '../policies/policies.ts';
import type { Entity, IamState } from '../state.ts';

/** AWS lets this be raised to 20 for roles and users; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const attachedMax = 20;

interface PolicyArn extends EntityNames {
  readonly PolicyArn: string;
}
interface ListInput extends EntityNames {
  readonly PathPrefix?: string | undefined;
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** Managed policies attached to one role, user or group: the three operations are the same for each of them. */
function attachedPoliciesOf<E extends Entity>(kind: EntityKind<E>) {
  const attach: Operation<Given<PolicyArn>, object, IamState> = (state, input) => {
    const entity = entityIn(kind, state, input);
    assertModifiable(entity);
    assertAttachable(input.PolicyArn, state);
    if (entity.attachedPolicies.includes(input.PolicyArn)) return {};
    if (entity.attachedPolicies.length >= attachedMax) {
      const kindName = kind.noun.charAt(0).toUpperCase() + kind.noun.slice(1);
      throw limitExceeded(`Cannot exceed quota for PoliciesPer${kindName}: ${attachedMax}`);
    }
    saveEntity(kind, state, { ...entity, attachedPolicies: [...entity.attachedPolicies, input.PolicyArn] });
    return {};
  };

  const detach: Operation<Given<PolicyArn>, object, IamState> = (state, input) => {
    const entity = entityIn(kind, state, input);
    assertModifiable(entity);
    if (!entity.attachedPolicies.includes(input.PolicyArn)) throw policyNotFound(input.PolicyArn);
    const attachedPolicies = entity.attachedPolicies.filter((arn) => arn !== input.PolicyArn);
    saveEntity(kind, state, { ...entity, attachedPolicies });
    return {};
  };

  const list: Operation<Given<ListInput>, { AttachedPolicies: AttachedPolicy[] }, IamState> = (state, input) => {
    const under = input.PathPrefix ?? '/';
    const arns = entityIn(kind, state, input).attachedPolicies.filter((arn) => policyPathOf(arn).startsWith(under));
    const { items, page } = paginate(arns, input, (arn) => arn);
    return { AttachedPolicies: items.map((arn) => ({ PolicyName: policyNameOf(arn), PolicyArn: arn })), ...page };
  };

  return { attach, detach, list };
}

export const roleAttachedPolicies = attachedPoliciesOf(roleKind);
export const userAttachedPolicies = attachedPoliciesOf(userKind);
export const groupAttachedPolicies = attachedPoliciesOf(groupKind);
