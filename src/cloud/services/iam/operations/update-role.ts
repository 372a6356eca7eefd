import type {
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertModifiable } from '../entities/assert-modifiable.ts';
import { describeRole } from '../entities/describe.ts';
import { findRole, saveRole } from '../entities/entities.ts';
import { assertPolicyDocument } from '../policies/policy-document.ts';
import type { IamState } from '../state.ts';

/**
 * What is not given stays as it is.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
 */
export const updateRole: Operation<Given<UpdateRoleRequest>, UpdateRoleResponse, IamState> = (state, input) => {
  const role = findRole(state, input.RoleName);
  saveRole(state, {
    ...role,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.MaxSessionDuration !== undefined && { maxSessionSeconds: input.MaxSessionDuration }),
  });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const updateRoleDescription: Operation<
  Given<UpdateRoleDescriptionRequest>,
  UpdateRoleDescriptionResponse,
  IamState
> = (state, input) => {
  const role = { ...findRole(state, input.RoleName), description: input.Description };
  saveRole(state, role);
  return { Role: describeRole(role) };
};

/**
 * Replaces the trust policy. Throws MalformedPolicyDocument.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
 */
export const updateAssumeRolePolicy: Operation<Given<UpdateAssumeRolePolicyRequest>, object, IamState> = (
  state,
  input,
) => {
  const role = findRole(state, input.RoleName);
  assertModifiable(role);
  assertPolicyDocument(input.PolicyDocument, 'trust');
  saveRole(state, { ...role, trustPolicy: input.PolicyDocument });
  return {};
};
