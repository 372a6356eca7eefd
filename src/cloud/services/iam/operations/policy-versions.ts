import type * as Iam from '@aws-sdk/client-iam';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { encodeDocument } from '../entities/describe.ts';
import { defaultVersionInUse, limitExceeded, policyVersionNotFound } from '../errors.ts';
import { paginate } from '../paging.ts';
import { awsManagedDocument } from '../policies/managed-by-aws.ts';
import { findPolicy } from '../policies/policies.ts';
import { assertPolicyDocument } from '../policies/policy-document.ts';
import type { IamState, ManagedPolicy, PolicyVersion } from '../state.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const versionsMax = 5;
const policyCharactersMax = 6144;

/** White space does not count. */
export function assertPolicySize(document: string): void {
  if (document.replace(/\s/g, '').length > policyCharactersMax) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${policyCharactersMax}`);
  }
}

/**
 * Five versions at the most; the new one counts only when it is made the default. Throws LimitExceeded.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
 */
export const createPolicyVersion: Operation<
  Given<Iam.CreatePolicyVersionRequest>,
  Iam.CreatePolicyVersionResponse,
  IamState
> = (state, input, context) => {
  const policy = findPolicy(state, input.PolicyArn);
  assertPolicyDocument(input.PolicyDocument, 'identity');
  assertPolicySize(input.PolicyDocument);
  if (policy.versions.length >= versionsMax) {
    throw limitExceeded(
      `A managed policy can have up to ${versionsMax} versions. Before you create a new version, you must delete an existing version.`,
    );
  }

  const lastVersionNumber = policy.lastVersionNumber + 1;
  const createdMs = context.clock.now();
  const version = { versionId: `v${lastVersionNumber}`, document: input.PolicyDocument, createdMs };
  const changed: ManagedPolicy = {
    ...policy,
    updatedMs: createdMs,
    lastVersionNumber,
    versions: [...policy.versions, version],
    ...(input.SetAsDefault && { defaultVersionId: version.versionId }),
  };
  state.policies.set(policy.arn, changed);
  return { PolicyVersion: summarize(version, changed) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html */
export const getPolicyVersion: Operation<Given<Iam.GetPolicyVersionRequest>, Iam.GetPolicyVersionResponse, IamState> = (
  state,
  input,
) => {
  const ofAws = awsManagedDocument(input.PolicyArn);
  if (ofAws !== undefined && input.VersionId === 'v1') {
    const CreateDate = new Date(0);
    return { PolicyVersion: { Document: encodeDocument(ofAws), VersionId: 'v1', IsDefaultVersion: true, CreateDate } };
  }
  const policy = findPolicy(state, input.PolicyArn);
  const version = findVersion(policy, input.VersionId);
  return { PolicyVersion: { Document: encodeDocument(version.document), ...summarize(version, policy) } };
};

/** Newest first. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions: Operation<
  Given<Iam.ListPolicyVersionsRequest>,
  Iam.ListPolicyVersionsResponse,
  IamState
> = (state, input) => {
  const policy = findPolicy(state, input.PolicyArn);
  const { items, page } = paginate(policy.versions.toReversed(), input, ({ versionId }) => versionId);
  return { Versions: items.map((version) => summarize(version, policy)), ...page };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html */
export const setDefaultPolicyVersion: Operation<Given<Iam.SetDefaultPolicyVersionRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  const policy = findPolicy(state, input.PolicyArn);
  const { versionId } = findVersion(policy, input.VersionId);
  state.policies.set(policy.arn, { ...policy, defaultVersionId: versionId, updatedMs: context.clock.now() });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html */
export const deletePolicyVersion: Operation<Given<Iam.DeletePolicyVersionRequest>, object, IamState> = (
  state,
  input,
  context,
) => {
  const policy = findPolicy(state, input.PolicyArn);
  const { versionId } = findVersion(policy, input.VersionId);
  if (versionId === policy.defaultVersionId) throw defaultVersionInUse();
  const versions = policy.versions.filter((version) => version.versionId !== versionId);
  state.policies.set(policy.arn, { ...policy, versions, updatedMs: context.clock.now() });
  return {};
};

const findVersion = (policy: ManagedPolicy, versionId: string): PolicyVersion =>
  policy.versions.find((version) => version.versionId === versionId) ??
  raise(policyVersionNotFound(policy.arn, versionId));

const summarize = (version: PolicyVersion, policy: ManagedPolicy): Iam.PolicyVersion => ({
  VersionId: version.versionId,
  IsDefaultVersion: version.versionId === policy.defaultVersionId,
  CreateDate: new Date(version.createdMs),
});
