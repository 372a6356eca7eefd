import type * as Iam from '@aws-sdk/client-iam';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeNewRole } from '../entities/describe.ts';
import { findRole, keyOf, saveRole } from '../entities/entities.ts';
import { arnOf, uniqueId } from '../entities/ids.ts';
import { isServiceLinked, serviceLinkedPath, serviceLinkedRole } from '../entities/service-linked.ts';
import { invalidInput, nameNotFound } from '../errors.ts';
import type { IamState, Role } from '../state.ts';

const trustOf = (principal: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [principal] } }],
  });

/**
 * The role that a service has for itself, under a name of the service's choice. Others than the known ones are
 * refused by name.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 */
export const createServiceLinkedRole: Operation<
  Given<Iam.CreateServiceLinkedRoleRequest>,
  Iam.CreateServiceLinkedRoleResponse,
  IamState
> = (state, input, context) => {
  const linked = serviceLinkedRole(input.AWSServiceName);
  if (!linked) throw new UnsupportedError(`the service-linked role of ${input.AWSServiceName}`);
  const { CustomSuffix: suffix } = input;
  if (suffix !== undefined && !linked.takesSuffix) {
    throw invalidInput(`Custom suffix is not allowed for ${input.AWSServiceName}`);
  }
  const name = suffix === undefined ? linked.name : `${linked.name}_${suffix}`;
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
    attachedPolicies: [linked.policyArn],
  };
  saveRole(state, role);
  return { Role: describeNewRole(role) };
};

/**
 * Deletes at once; AWS does it in the background and answers a task.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const deleteServiceLinkedRole: Operation<
  Given<Iam.DeleteServiceLinkedRoleRequest>,
  Iam.DeleteServiceLinkedRoleResponse,
  IamState
> = (state, input, context) => {
  const role = findRole(state, input.RoleName);
  if (!isServiceLinked(role)) throw nameNotFound('service-linked role', input.RoleName);
  state.roles.delete(keyOf(role.name));
  return { DeletionTaskId: `task${role.path}${role.name}/${context.random.uuid()}` };
};

/**
 * Every task has succeeded, since roles are deleted at once.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html
 */
export const getServiceLinkedRoleDeletionStatus: Operation<
  Given<Iam.GetServiceLinkedRoleDeletionStatusRequest>,
  Iam.GetServiceLinkedRoleDeletionStatusResponse,
  IamState
> = (_state, input) => {
  if (!/^task\/aws-service-role\/[^/]+\/[^/]+\/[0-9a-f-]{36}$/.test(input.DeletionTaskId)) {
    throw nameNotFound('deletion task', input.DeletionTaskId);
  }
  return { Status: 'SUCCEEDED' };
};
