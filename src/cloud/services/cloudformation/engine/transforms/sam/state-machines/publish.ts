import { InvalidResource } from '../language/errors.ts';
import { pythonText } from '../language/python-text.ts';
import { isMap, isTruthy } from '../language/values.ts';
import { Resource } from '../resources/resource.ts';
import { stepFunctionsStateMachineAlias, stepFunctionsStateMachineVersion } from '../resources/stepfunctions.ts';

/**
 * The version and the alias of a state machine, where it has an alias.
 * @param resource the SAM resource
 * @throws InvalidResource
 */
export function publish(stateMachine: Resource, resource: Resource): Resource[] {
  const { logicalId: id } = resource;
  const name = resource.get('AutoPublishAlias');
  const preference = resource.get('DeploymentPreference');
  if (!isTruthy(name)) {
    if (isTruthy(resource.get('UseAliasAsEventTarget'))) throw requiresAlias(id, 'UseAliasAsEventTarget');
    if (isTruthy(preference)) throw requiresAlias(id, 'DeploymentPreference');
    return [];
  }
  const version = versionOf(stateMachine, resource);
  const alias = new Resource(stepFunctionsStateMachineAlias, `${id}Alias${pythonText(name)}`, {
    attributes: resource.passedAttributes,
  });
  alias.set('Name', name);
  if (isTruthy(preference) && !isMap(preference)) {
    throw new InvalidResource(id, "Property 'DeploymentPreference' should be a map.");
  }
  alias.set('DeploymentPreference', {
    ...(isMap(preference) && isTruthy(preference) ? preference : { Type: 'ALL_AT_ONCE' }),
    StateMachineVersionArn: version.runtimeAttribute('arn'),
  });
  return [version, alias];
}

/** Versions stay when the template goes on without them, for aliases may point to them. */
function versionOf(stateMachine: Resource, { logicalId, passedAttributes }: Resource): Resource {
  const attributes = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', ...passedAttributes };
  const version = new Resource(stepFunctionsStateMachineVersion, `${logicalId}Version`, { attributes });
  version.set('StateMachineArn', stateMachine.runtimeAttribute('arn'));
  version.set('StateMachineRevisionId', stateMachine.runtimeAttribute('state_machine_revision_id'));
  return version;
}

const requiresAlias = (id: string, property: string) =>
  new InvalidResource(id, `'${property}' requires 'AutoPublishAlias' property to be specified.`);
