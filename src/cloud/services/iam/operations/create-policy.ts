import type { CreatePolicyRequest, CreatePolicyResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describePolicy } from '../entities/describe.ts';
import { arnOf, uniqueId } from '../entities/ids.ts';
import { policyNameTaken } from '../errors.ts';
import { policyNameOf } from '../policies/policies.ts';
import { assertPolicyDocument } from '../policies/policy-document.ts';
import type { IamState, ManagedPolicy } from '../state.ts';
import { tagsFrom } from '../tags.ts';
import { assertPolicySize } from './policy-versions.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const createPolicy: Operation<Given<CreatePolicyRequest>, CreatePolicyResponse, IamState> = (
  state,
  input,
  context,
) => {
  assertPolicyDocument(input.PolicyDocument, 'identity');
  assertPolicySize(input.PolicyDocument);
  const path = input.Path ?? '/';
  const arn = arnOf('policy', context.account, path, input.PolicyName);
  // A name is taken under any path, and in any case of letters.
  const name = input.PolicyName.toLowerCase();
  const isTaken = [...state.policies.keys()].some((other) => policyNameOf(other).toLowerCase() === name);
  if (isTaken) throw policyNameTaken(input.PolicyName);

  const createdMs = context.clock.now();
  const policy: ManagedPolicy = {
    name: input.PolicyName,
    id: uniqueId('policy', context.random),
    arn,
    path,
    ...(input.Description !== undefined && { description: input.Description }),
    createdMs,
    updatedMs: createdMs,
    tags: tagsFrom(input.Tags),
    defaultVersionId: 'v1',
    versions: [{ versionId: 'v1', document: input.PolicyDocument, createdMs }],
    lastVersionNumber: 1,
  };
  state.policies.set(arn, policy);
  return { Policy: describePolicy(policy, state) };
};
