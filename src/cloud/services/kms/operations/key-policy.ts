import type {
  GetKeyPolicyRequest,
  GetKeyPolicyResponse,
  ListKeyPoliciesRequest,
  ListKeyPoliciesResponse,
  PutKeyPolicyRequest,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../kernel/errors.ts';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { malformedPolicy } from '../errors.ts';
import { assertNotPendingDeletion, findKey } from '../keys/find-key.ts';
import type { KmsState } from '../state.ts';

/**
 * Replaces the one policy of a key; it is stored and not enforced.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html
 */
export const putKeyPolicy: Operation<Given<PutKeyPolicyRequest>, object, KmsState> = (state, input, context) => {
  const key = findKey(state, input.KeyId, context);
  assertNotPendingDeletion(key);
  assertPolicyName(input.PolicyName);
  assertPolicy(input.Policy);
  state.keys.set(key.id, { ...key, policy: input.Policy });
  return {};
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy: Operation<Given<GetKeyPolicyRequest>, GetKeyPolicyResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const key = findKey(state, input.KeyId, context);
  assertPolicyName(input.PolicyName);
  return { Policy: key.policy, PolicyName: 'default' };
};

/**
 * Always the one that every key has.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html
 */
export const listKeyPolicies: Operation<Given<ListKeyPoliciesRequest>, ListKeyPoliciesResponse, KmsState> = (
  state,
  input,
  context,
) => {
  findKey(state, input.KeyId, context);
  return { PolicyNames: ['default'], Truncated: false };
};

/** A key has one policy, and it is called `default`. */
function assertPolicyName(name: string | undefined): void {
  if (name !== undefined && name !== 'default') throw new AwsError('NotFoundException', 'No such policy exists');
}

/** Throws MalformedPolicyDocumentException for what is no JSON object with statements; what they say is not judged. */
export function assertPolicy(policy: string): void {
  const document = parseJsonObject(policy);
  if (!document || !('Statement' in document)) throw malformedPolicy();
}
