import type { CreateRoleRequest, CreateRoleResponse } from '@aws-sdk/client-iam';
import { describeRole } from '../describe.ts';
import { keyOf, saveRole } from '../entities.ts';
import { nameTaken } from '../errors.ts';
import { arnOf, uniqueId } from '../ids.ts';
import type { IamOperation } from '../operation.ts';
import { assertAttachable } from '../policies.ts';
import { assertPolicyDocument } from '../policy-document.ts';
import type { Role } from '../state.ts';
import { tagsFrom } from '../tags.ts';

const defaultSessionSeconds = 3600;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole: IamOperation<CreateRoleRequest, CreateRoleResponse> = (state, input, context) => {
  assertPolicyDocument(input.AssumeRolePolicyDocument, 'trust');
  if (input.PermissionsBoundary !== undefined) assertAttachable(input.PermissionsBoundary, state);
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
  return { Role: describeRole(role) };
};
