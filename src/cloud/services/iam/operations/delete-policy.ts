import type { DeletePolicyRequest } from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { attachedTo, boundaryUses } from '../entities/describe.ts';
import { policyHasVersions, policyInUse } from '../errors.ts';
import { findPolicy } from '../policies/policies.ts';
import type { IamState } from '../state.ts';

/**
 * Only a policy that is attached nowhere and has no versions but its default goes. Throws DeleteConflict.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
 */
export const deletePolicy: Operation<Given<DeletePolicyRequest>, object, IamState> = (state, input) => {
  const policy = findPolicy(state, input.PolicyArn);
  const isAttached = !attachedTo(policy.arn, state).next().done;
  if (isAttached || boundaryUses(policy.arn, state) > 0) throw policyInUse();
  if (policy.versions.length > 1) throw policyHasVersions();
  state.policies.delete(policy.arn);
  return {};
};
