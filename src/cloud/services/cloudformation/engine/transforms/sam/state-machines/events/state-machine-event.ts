import type { TransformContext } from '../../context.ts';
import { type Fields, isTruthy } from '../../language/values.ts';
import { iamRole } from '../../resources/iam.ts';
import { Resource, type ResourceType } from '../../resources/resource.ts';
import { assumedBy, startsExecutions } from '../../roles/policy-documents.ts';

export interface StateMachineEventContext extends TransformContext {
  /** The state machine, or its alias, of which executions are started. */
  readonly stateMachine: Resource;
  readonly permissionsBoundary: unknown;
  /** What `linked` found. */
  readonly linked: Fields;
}

/** A type of a state machine's events. */
export interface StateMachineEventType extends ResourceType {
  /** Other resources of the template that the event changes. */
  linked?(event: Resource, declared: Fields): Fields;
  /** @throws InvalidEvent, InvalidResource */
  toCloudFormation(event: Resource, context: StateMachineEventContext): Resource[];
}

/** The role by which a service starts executions. */
export function startingRole(
  event: Resource,
  service: string,
  { stateMachine, permissionsBoundary }: StateMachineEventContext,
): Resource {
  const id = `${event.logicalId}Role`;
  const role = new Resource(iamRole, id, { attributes: stateMachine.passedAttributes });
  role.set('AssumeRolePolicyDocument', assumedBy(service));
  role.set('Policies', [startsExecutions(stateMachine.runtimeAttribute('arn'), id)]);
  if (isTruthy(permissionsBoundary)) role.set('PermissionsBoundary', permissionsBoundary);
  return role;
}
