import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeNewRole } from '../entities/describe.ts';
import { keyOf, saveRole } from '../entities/entities.ts';
import { arnOf, uniqueId } from '../entities/ids.ts';
import { nameTaken } from '../errors.ts';
import { assertBoundary } from '../policies/policies.ts';
import { assertPolicyDocument } from '../policies/policy-document.ts';
import type { IamState, Role } from '../state.ts';
import { tagsFrom } from '../tags.ts';

const defaultSessionSeconds = 3600;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole: Operation<Given<CreateRoleRequest>, CreateRoleResponse, IamState> = (
  state,
  input,
  context,
) => {
  assertPolicyDocument(input.AssumeRolePolicyDocument, 'trust');
  if (input.PermissionsBoundary !== undefined) assertBoundary(input.PermissionsBoundary, state);
  if (state.roles.has(keyOf(input.RoleName))) throw nameTaken('Role', input.RoleName);

  const path = input.Path ?? '/';
  const role: Role = {
    name: input.RoleName,
    id: uniqueId('role', context.random),
    arn: arnOf('role', context.account, path, input.RoleName),
    path,
    createdMs: context.clock.now(),
    trustPolicy: input.AssumeRolePolicyDocument,
    ...(input.Description !== undefined && { description: input.Description }),
    maxSessionSeconds: input.MaxSessionDuration ?? defaultSessionSeconds,
    ...(input.PermissionsBoundary !== undefined && { permissionsBoundary: input.PermissionsBoundary }),
    tags: tagsFrom(input.Tags),
    inlinePolicies: {},
    attachedPolicies: [],
  };
  saveRole(state, role);
  return { Role: describeNewRole(role) };
};
