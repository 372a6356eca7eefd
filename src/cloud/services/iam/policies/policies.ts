import { raise } from '../../../kernel/errors.ts';
import {
  arnNotValid,
  boundaryNotAttachable,
  hasAttachedPolicies,
  hasInlinePolicies,
  policyNotAttachable,
  policyNotFound,
} from '../errors.ts';
import type { Entity, IamState, ManagedPolicy } from '../state.ts';
import { awsManagedDocument, isAwsManaged } from './managed-by-aws.ts';

/** Customer managed policies alone. Throws `NoSuchEntity`. */
export const findPolicy = (state: IamState, arn: string): ManagedPolicy =>
  state.policies.get(arn) ?? raise(isPolicyArn(arn) ? policyNotFound(arn) : arnNotValid(arn));

/** What IAM takes for the ARN of a policy, whoever's it is. */
const policyArn = /^arn:aws[\w-]*:iam::(?:aws|\d{12}):policy\/(?:[!-.0-9;-~]+\/)*[\w+=,.@-]+$/;

const isPolicyArn = (arn: string): boolean => policyArn.test(arn);

/** Throws unless the ARN names a policy of this account or one of AWS's. */
export function assertAttachable(arn: string, state: IamState): void {
  if (!isAttachable(arn, state)) throw policyNotAttachable(arn);
}

/** The same of a permissions boundary, which AWS calls a scope. */
export function assertBoundary(arn: string, state: IamState): void {
  if (!isAttachable(arn, state)) throw boundaryNotAttachable(arn);
}

function isAttachable(arn: string, state: IamState): boolean {
  if (isAwsManaged(arn) || state.policies.has(arn)) return true;
  if (!isPolicyArn(arn)) throw arnNotValid(arn);
  return false;
}

/** A role, user or group that is deleted must have no policies left. */
export function assertNoPolicies(entity: Entity): void {
  if (entity.attachedPolicies.length > 0) throw hasAttachedPolicies();
  if (Object.keys(entity.inlinePolicies).length > 0) throw hasInlinePolicies();
}

/** What a managed policy says today; undefined for AWS's own policies whose contents are not known here. */
export function managedDocument(arn: string, state: IamState): string | undefined {
  const policy = state.policies.get(arn);
  if (!policy) return awsManagedDocument(arn);
  return policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId)?.document;
}

/** `arn:aws:iam::aws:policy/service-role/AWSLambdaRole` → `AWSLambdaRole` */
export const policyNameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** `arn:aws:iam::aws:policy/service-role/AWSLambdaRole` → `/service-role/` */
export const policyPathOf = (arn: string): string => arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
