import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertModifiable } from '../entities/assert-modifiable.ts';
import { encodeDocument } from '../entities/describe.ts';
import {
  type EntityKind,
  type EntityNames,
  entityIn,
  groupKind,
  roleKind,
  saveEntity,
  userKind,
} from '../entities/entities.ts';
import { limitExceeded, nameNotFound } from '../errors.ts';
import { paginate } from '../paging.ts';
import { assertPolicyDocument } from '../policies/policy-document.ts';
import type { Entity, IamState } from '../state.ts';

/** Characters of all inline policies together; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const inlineCharactersMax = { role: 10_240, user: 2048, group: 5120 } as const;

interface PolicyName extends EntityNames {
  readonly PolicyName: string;
}
interface PutInput extends PolicyName {
  readonly PolicyDocument: string;
}
interface ListInput extends EntityNames {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/** White space does not count against IAM's quotas. */
const sizeOf = (document: string): number => document.replace(/\s/g, '').length;

/** Policies within one role, user or group: the four operations are the same for each of them. */
function inlinePoliciesOf<E extends Entity>(kind: EntityKind<E>) {
  const put: Operation<Given<PutInput>, object, IamState> = (state, input) => {
    const entity = entityIn(kind, state, input);
    assertModifiable(entity);
    assertPolicyDocument(input.PolicyDocument, 'identity');
    const inlinePolicies = { ...entity.inlinePolicies, [input.PolicyName]: input.PolicyDocument };
    const characters = Object.values(inlinePolicies).reduce((sum, document) => sum + sizeOf(document), 0);
    const max = inlineCharactersMax[kind.noun];
    if (characters > max) {
      throw limitExceeded(`Maximum policy size of ${max} bytes exceeded for ${kind.noun} ${entity.name}`);
    }
    saveEntity(kind, state, { ...entity, inlinePolicies });
    return {};
  };

  const get: Operation<Given<PolicyName>, { PolicyName: string; PolicyDocument: string }, IamState> = (
    state,
    input,
  ) => {
    const entity = entityIn(kind, state, input);
    const document = inlineDocument(entity, input.PolicyName) ?? raise(missing(input.PolicyName));
    return { [kind.member]: entity.name, PolicyName: input.PolicyName, PolicyDocument: encodeDocument(document) };
  };

  const list: Operation<Given<ListInput>, { PolicyNames: string[] }, IamState> = (state, input) => {
    const names = Object.keys(entityIn(kind, state, input).inlinePolicies).sort();
    const { items, page } = paginate(names, input, (name) => name);
    return { PolicyNames: items, ...page };
  };

  const remove: Operation<Given<PolicyName>, object, IamState> = (state, input) => {
    const entity = entityIn(kind, state, input);
    if (inlineDocument(entity, input.PolicyName) === undefined) throw missing(input.PolicyName);
    const { [input.PolicyName]: _removed, ...inlinePolicies } = entity.inlinePolicies;
    saveEntity(kind, state, { ...entity, inlinePolicies });
    return {};
  };

  const missing = (name: string) => nameNotFound(`${kind.noun} policy`, name);
  return { put, get, list, remove };
}

const inlineDocument = ({ inlinePolicies }: Entity, name: string): string | undefined =>
  Object.hasOwn(inlinePolicies, name) ? inlinePolicies[name] : undefined;

export const roleInlinePolicies = inlinePoliciesOf(roleKind);
export const userInlinePolicies = inlinePoliciesOf(userKind);
export const groupInlinePolicies = inlinePoliciesOf(groupKind);
