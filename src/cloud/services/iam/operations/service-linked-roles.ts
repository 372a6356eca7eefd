import type * as Iam from '@aws-sdk/client-iam';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { describeRole } from '../describe.ts';
import { findRole, keyOf, saveRole } from '../entities.ts';
import { invalidInput, nameNotFound } from '../errors.ts';
import { arnOf, uniqueId } from '../ids.ts';
import type { IamOperation } from '../operation.ts';
import { isServiceLinked, serviceLinkedPath, serviceLinkedRoleName } from '../service-linked.ts';
import type { Role } from '../state.ts';

const trustOf = (principal: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }],
  });

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html */
export const createServiceLinkedRole: IamOperation<
  Iam.CreateServiceLinkedRoleRequest,
  Iam.CreateServiceLinkedRoleResponse
> = (state, input, context) => {
  const base = serviceLinkedRoleName(input.AWSServiceName);
  if (base === undefined) throw new UnsupportedError(`the service-linked role of ${input.AWSServiceName}`);
  const name = input.CustomSuffix === undefined ? base : `${base}_${input.CustomSuffix}`;
  if (state.roles.has(keyOf(name))) {
    throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
  }

  const path = serviceLinkedPath(input.AWSServiceName);
  const role: Role = {
    name,
    id: uniqueId('role', context.random),
    arn: arnOf('role', context.account, path, name),
    path,
    createdMs: context.clock.now(),
    trustPolicy: trustOf(input.AWSServiceName),
    ...(input.Description !== undefined && { description: input.Description }),
    maxSessionSeconds: 3600,
    tags: {},
    inlinePolicies: {},
    attachedPolicies: [],
  };
  saveRole(state, role);
  return { Role: describeRole(role) };
};

/**
 * Deletes at once; AWS does it in the background and answers a task.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const deleteServiceLinkedRole: IamOperation<
  Iam.DeleteServiceLinkedRoleRequest,
  Iam.DeleteServiceLinkedRoleResponse
> = (state, input, context) => {
  const role = findRole(state, input.RoleName);
  if (!isServiceLinked(role)) throw nameNotFound('service-linked role', input.RoleName);
  state.roles.delete(keyOf(role.name));
  return { DeletionTaskId: `task${role.path}${role.name}/${context.random.uuid()}` };
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const getServiceLinkedRoleDeletionStatus: IamOperation<
  Iam.GetServiceLinkedRoleDeletionStatusRequest,
  Iam.GetServiceLinkedRoleDeletionStatusResponse
> = (_state, input) => {
  if (!/^task\/aws-service-role\/[^/]+\/[^/]+\/[0-9a-f-]{36}$/.test(input.DeletionTaskId)) {
    throw nameNotFound('deletion task', input.DeletionTaskId);
  }
  return { Status: 'SUCCEEDED' };
};
