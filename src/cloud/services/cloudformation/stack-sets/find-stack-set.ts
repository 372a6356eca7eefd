import { AwsError } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import { type CloudFormationState, partKey } from '../state.ts';
import { instanceKey, instancesOf, operationsOf } from './parts-of-set.ts';
import type { StackInstance, StackSet, StackSetOperationRecord, Target } from './stack-set.ts';

const notFound = (code: string, message: string) => new AwsError(code, message, { status: 404 });
const conflict = (code: string, message: string) => new AwsError(code, message, { status: 409 });

/** Members of requests that speak of organisations, of which there are none here. */
interface CallerSide {
  readonly CallAs?: string | undefined;
  readonly PermissionModel?: string | undefined;
  readonly AutoDeployment?: object | undefined;
  readonly DeploymentTargets?: { readonly OrganizationalUnitIds?: readonly string[] | undefined } | undefined;
}

/** Service-managed stack sets belong to an organisation; an account without one is refused by AWS like this. */
export function assertSelfManaged(input: CallerSide): void {
  const isOfOrganization =
    input.PermissionModel === 'SERVICE_MANAGED' ||
    input.CallAs === 'DELEGATED_ADMIN' ||
    (input.DeploymentTargets?.OrganizationalUnitIds?.length ?? 0) > 0;
  if (isOfOrganization) {
    throw validationError('You must enable organizations access to operate a service managed stack set');
  }
}

/** By name or by id (`name:uuid`). */
export function findStackSet(state: CloudFormationState, nameOrId: string): StackSet {
  const [name = ''] = nameOrId.split(':');
  const found = state.stackSets.get(name);
  if (found && (nameOrId === name || nameOrId === found.id)) return found;
  throw notFound('StackSetNotFoundException', `StackSet ${nameOrId} not found`);
}

/** The instance of a set in an account and region. */
export function findInstance(state: CloudFormationState, stackSet: StackSet, target: Target): StackInstance {
  const found = state.stackInstances.get(instanceKey(stackSet, target));
  if (found) return found;
  throw notFound(
    'StackInstanceNotFoundException',
    `Stack instance not found for StackSet ${stackSet.name} in account ${target.account} and region ${target.region}`,
  );
}

/** An operation of a set by its id. */
export function findOperation(state: CloudFormationState, stackSet: StackSet, id: string): StackSetOperationRecord {
  const found = state.stackSetOperations.get(partKey(stackSet.name, id));
  if (found) return found;
  throw notFound('OperationNotFoundException', `Operation ${id} not found for StackSet ${stackSet.name}`);
}

/** The name of a set is taken. */
export const stackSetExists = (name: string) =>
  conflict('NameAlreadyExistsException', `StackSet ${name} already exists`);

/** A set with instances cannot go. */
export function assertEmpty(state: CloudFormationState, stackSet: StackSet): void {
  if (instancesOf(state, stackSet).length > 0) throw conflict('StackSetNotEmptyException', 'StackSet is not empty');
}

/** One operation at a time works on a set; `operationId`: the one that is to begin. */
export function assertIdle(state: CloudFormationState, stackSet: StackSet, operationId?: string): void {
  if (operationId !== undefined && state.stackSetOperations.has(partKey(stackSet.name, operationId))) {
    throw conflict('OperationIdAlreadyExistsException', `Operation with id ${operationId} already exists`);
  }
  const underway = operationsOf(state, stackSet).find(({ status }) => status === 'RUNNING' || status === 'STOPPING');
  if (!underway) return;
  throw conflict(
    'OperationInProgressException',
    `Another Operation on StackSet ${stackSet.id} is in progress: ${underway.id}`,
  );
}
