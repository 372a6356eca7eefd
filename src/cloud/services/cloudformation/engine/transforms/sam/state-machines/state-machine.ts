import type { SamType, TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { isTruthy, member } from '../language/values.ts';
import {
  isABoolean,
  isAMap,
  isAText,
  isListOf,
  isMapOf,
  isOneOf,
  optional,
  optionalValue,
  passed,
} from '../resources/property.ts';
import { propagateTags, Resource } from '../resources/resource.ts';
import { stepFunctionsStateMachine } from '../resources/stepfunctions.ts';
import { type Tag, tagList } from '../resources/tags.ts';
import { executionRole } from '../roles/execution-role.ts';
import { xrayPolicyArn } from '../roles/managed-policies.ts';
import { assumedBy } from '../roles/policy-documents.ts';
import { policiesOf } from '../roles/resource-policies.ts';
import { setDefinition } from './definition.ts';
import { eventResources, linkEvents } from './events/state-machine-events.ts';
import { publish } from './publish.ts';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html */
export const samStateMachine: SamType = {
  type: 'AWS::Serverless::StateMachine',
  properties: {
    Definition: optional(isAMap),
    DefinitionUri: optional(isOneOf(isAText, isAMap)),
    Logging: optional(isAMap),
    Role: optional(isAText),
    RolePath: passed(),
    DefinitionSubstitutions: optional(isAMap),
    Events: optional(isMapOf(isAMap)),
    Name: optional(isAText),
    Type: optional(isAText),
    Tags: optional(isAMap),
    PropagateTags: optional(isABoolean),
    Policies: optional(isOneOf(isAText, isListOf(isOneOf(isAText, isAMap)))),
    Tracing: optional(isAMap),
    PermissionsBoundary: optional(isAText),
    AutoPublishAlias: passed(),
    DeploymentPreference: passed(),
    UseAliasAsEventTarget: optionalValue(isABoolean),
  },
  toCloudFormation: (resource, context) => {
    const linked = linkEvents(resource, context);
    const { logicalId, dependsOn, attributes } = resource;
    const stateMachine = new Resource(stepFunctionsStateMachine, logicalId, { dependsOn, attributes });
    setDefinition(stateMachine, resource);
    const roles = assignRole(stateMachine, resource, context);
    stateMachine.set('StateMachineName', resource.get('Name'));
    stateMachine.set('StateMachineType', resource.get('Type'));
    stateMachine.set('LoggingConfiguration', resource.get('Logging'));
    stateMachine.set('TracingConfiguration', resource.get('Tracing'));
    stateMachine.set('Tags', tagsOf(resource));
    const published = publish(stateMachine, resource);
    const alias = isTruthy(resource.get('UseAliasAsEventTarget')) ? published.at(1) : undefined;
    const events = eventResources(resource, alias ?? stateMachine, linked, context);
    const resources = [stateMachine, ...roles, ...published, ...events];
    propagateTags(resources, resource.get('Tags'), resource.get('PropagateTags'));
    return resources;
  },
};

/** Gives the state machine its role; tells the one that is made, where the template has none. */
function assignRole(stateMachine: Resource, resource: Resource, context: TransformContext): Resource[] {
  const given = resource.get('Role');
  const policies = resource.get('Policies');
  if (isTruthy(given) && isTruthy(policies)) {
    const problem = "Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them";
    throw new InvalidResource(resource.logicalId, problem);
  }
  if (isTruthy(given)) {
    stateMachine.set('RoleArn', given);
    return [];
  }
  const isTraced = member(resource.get('Tracing'), 'Enabled') === true;
  const role = executionRole(
    {
      ownerId: resource.logicalId,
      attributes: resource.passedAttributes,
      assumeRolePolicyDocument: assumedBy('states.amazonaws.com'),
      policies: [...policiesOf(policies), ...(isTraced ? policiesOf(xrayPolicyArn(context)) : [])],
      path: resource.get('RolePath'),
      permissionsBoundary: resource.get('PermissionsBoundary'),
      tags: tagsOf(resource),
    },
    context,
  );
  stateMachine.set('RoleArn', role.runtimeAttribute('arn'));
  return [role];
}

const tagsOf = (resource: Resource): Tag[] => [
  { Key: 'stateMachine:createdBy', Value: 'SAM' },
  ...tagList(resource.get('Tags') as Parameters<typeof tagList>[0]),
];
