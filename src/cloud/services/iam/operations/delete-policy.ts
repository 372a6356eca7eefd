import type { DeletePolicyRequest } from '@aws-sdk/client-iam';
import { attachedTo, boundaryUses } from '../describe.ts';
import { policyHasVersions, policyInUse } from '../errors.ts';
import type { IamOperation, Nothing } from '../operation.ts';
import { findPolicy } from '../policies.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
export const deletePolicy: IamOperation<DeletePolicyRequest, Nothing> = (state, input) => {
  const policy = findPolicy(state, input.PolicyArn);
  const isAttached = !attachedTo(policy.arn, state).next().done;
  if (isAttached || boundaryUses(policy.arn, state) > 0) throw policyInUse();
  if (policy.versions.length > 1) throw policyHasVersions();
  state.policies.delete(policy.arn);
  return {};
};
