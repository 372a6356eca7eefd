import type {
  UpdateAssumeRolePolicyRequest,
  UpdateRoleDescriptionRequest,
  UpdateRoleDescriptionResponse,
  UpdateRoleRequest,
  UpdateRoleResponse,
} from '@aws-sdk/client-iam';
import { describeRole } from '../describe.ts';
import { findRole, saveRole } from '../entities.ts';
import type { IamOperation, Nothing } from '../operation.ts';
import { assertPolicyDocument } from '../policy-document.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole: IamOperation<UpdateRoleRequest, UpdateRoleResponse> = (state, input) => {
  const role = findRole(state, input.RoleName);
  saveRole(state, {
    ...role,
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.MaxSessionDuration !== undefined && { maxSessionSeconds: input.MaxSessionDuration }),
  });
  return {};
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html */
export const updateRoleDescription: IamOperation<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse> = (
  state,
  input,
) => {
  const role = { ...findRole(state, input.RoleName), description: input.Description };
  saveRole(state, role);
  return { Role: describeRole(role) };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html */
export const updateAssumeRolePolicy: IamOperation<UpdateAssumeRolePolicyRequest, Nothing> = (state, input) => {
  const role = findRole(state, input.RoleName);
  assertPolicyDocument(input.PolicyDocument, 'trust');
  saveRole(state, { ...role, trustPolicy: input.PolicyDocument });
  return {};
};
