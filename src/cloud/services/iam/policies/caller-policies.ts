import type { Caller } from '../../../kernel/identity.ts';
import { keyOf } from '../entities/entities.ts';
import type { Entity, IamState, Role, User } from '../state.ts';
import { managedDocument } from './policies.ts';

/** One policy that speaks about a caller. */
interface CallerPolicy {
  /** ARN of a managed policy, or the name of an inline one. */
  readonly name: string;
  /** ARN of the role, user or group that it comes from. */
  readonly source: string;
  /** Undefined for AWS managed policies whose contents are not known here. */
  readonly document: string | undefined;
}

/** What IAM says about a caller: any of `policies` may allow, and `boundary`, if there is one, must allow as well. */
export interface CallerPolicies {
  readonly policies: readonly CallerPolicy[];
  readonly boundary: CallerPolicy | undefined;
}

/**
 * The policies of a caller, for the stage that authorizes. Undefined for callers that IAM does not limit (root and
 * services) and for those whose role or user is gone.
 */
export function policiesOfCaller(state: IamState, caller: Caller): CallerPolicies | undefined {
  const entity = entityOf(state, caller);
  if (!entity) return undefined;
  const { permissionsBoundary: arn } = entity;
  return {
    policies: policiesOfEntity(entity, state),
    boundary: arn === undefined ? undefined : managed(arn, entity, state),
  };
}

/** Its own policies, and of a user those of its groups. */
export function policiesOfEntity(entity: Entity | User, state: IamState): CallerPolicy[] {
  const groups = 'groups' in entity ? entity.groups.flatMap((name) => state.groups.get(keyOf(name)) ?? []) : [];
  return [entity, ...groups].flatMap((source) => policiesOf(source, state));
}

/** `arn:aws:sts::…:assumed-role/name/session` and `arn:aws:iam::…:user/path/name` */
function entityOf(state: IamState, { kind, arn }: Caller): Role | User | undefined {
  if (kind === 'assumed-role') return state.roles.get(keyOf(arn.split('/')[1] ?? ''));
  if (kind === 'user') return state.users.get(keyOf(arn.slice(arn.lastIndexOf('/') + 1)));
  return undefined;
}

function policiesOf(source: Entity, state: IamState): CallerPolicy[] {
  const inline = Object.entries(source.inlinePolicies).map(([name, document]) => ({
    name,
    source: source.arn,
    document,
  }));
  return [...inline, ...source.attachedPolicies.map((arn) => managed(arn, source, state))];
}

const managed = (arn: string, source: Entity, state: IamState): CallerPolicy => ({
  name: arn,
  source: source.arn,
  document: managedDocument(arn, state),
});
