import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { ref, referredId } from '../language/intrinsics.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, has, isEqual, isMap, isNothing, isTruthy, listOf, member } from '../language/values.ts';
import { traitsOf } from './profile.ts';

/** What is known of a connector's source or destination. */
export interface Reference {
  readonly logicalId?: string;
  readonly type: string;
  readonly arn: unknown;
  readonly roleName: unknown;
  readonly queueUrl: unknown;
  readonly resourceId: unknown;
  readonly name: unknown;
  readonly qualifier: unknown;
}

const cloudFormationTypes: Readonly<Record<string, string>> = {
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
};

/**
 * Reads a connector's end: the id of a resource of the template, or all that has to be known of one elsewhere.
 * @param other the connector's other end
 * @throws InvalidResource
 */
export function readReference(connectorId: string, end: Fields, made: Fields, other: Fields): Reference {
  const invalid = (problem: string) => new InvalidResource(connectorId, problem);
  const saysMore = Object.keys(end).some((key) => key !== 'Id' && key !== 'Qualifier');
  if (has(end, 'Id') === saysMore) {
    throw invalid("Must provide 'Id' (with optional 'Qualifier') or a supported combination of other properties.");
  }
  const typeOf = ({ Type: type }: Fields): string => {
    if (typeof type !== 'string' || type === '') throw invalid("'Type' is missing or not a string.");
    return type;
  };
  const { Id: logicalId } = end;
  if (!isTruthy(logicalId)) return elsewhere(typeOf(end), end);
  if (typeof logicalId !== 'string') throw invalid("'Id' is missing or not a string.");
  const resource = has(made, logicalId) ? made[logicalId] : undefined;
  if (!isMap(resource) || !isTruthy(resource)) {
    throw invalid(`Unable to find resource with logical ID '${pythonText(logicalId)}'.`);
  }
  const type = typeOf(resource);
  const { Inputs, Outputs = {} } = traitsOf(type, logicalId);
  const properties = isMap(resource.Properties) ? resource.Properties : {};
  const role = referredId(roleOf(Inputs?.Role, properties, other));
  return {
    logicalId,
    type,
    arn: Outputs.Arn,
    roleName: role && ref(role),
    queueUrl: Outputs.Url,
    resourceId: Outputs.Id,
    name: Outputs.Name,
    qualifier: has(end, 'Qualifier') ? end.Qualifier : Outputs.Qualifier,
  };
}

const elsewhere = (type: string, end: Fields): Reference => ({
  type: cloudFormationTypes[type] ?? type,
  arn: end.Arn,
  roleName: end.RoleName,
  queueUrl: end.QueueUrl,
  resourceId: end.ResourceId,
  name: end.Name,
  qualifier: end.Qualifier,
});

/** A property's value, or the role of the rule's target that is the other end. */
function roleOf(trait: unknown, properties: Fields, other: Fields): unknown {
  if (typeof trait === 'string') return properties[trait];
  if (member(trait, 'Function') !== 'GetEventsRuleRole' || !Array.isArray(properties.Targets)) return undefined;
  const target = properties.Targets.find((candidate) => {
    const arn = member(candidate, 'Arn');
    const id = referredId(arn);
    return (id && id === other.Id) || (isTruthy(other.Arn) && isEqual(arn, other.Arn));
  });
  return member(target, 'RoleArn');
}

/** A resource has to wait for another one. */
export function addDependency({ made }: Pick<TransformContext, 'made'>, logicalId: string, on: string): void {
  const resource = made[logicalId];
  if (isMap(resource) && isTruthy(resource)) resource.DependsOn = withUnique(resource.DependsOn ?? [], [on]);
}

/** What waited for the connector waits for all that it became. */
export function replaceDependency({ made }: TransformContext, connectorId: string, ids: readonly string[]): void {
  for (const resource of Object.values(made)) {
    if (!isMap(resource) || isNothing(resource.DependsOn)) continue;
    const dependencies = listOf(resource.DependsOn);
    if (!dependencies.includes(connectorId)) continue;
    const at = dependencies.indexOf(connectorId);
    resource.DependsOn = withUnique(dependencies.toSpliced(at, 1), ids);
  }
}

const withUnique = (present: unknown, added: readonly string[]): unknown[] => {
  const list = listOf(present);
  return [...list, ...added.filter((id) => !list.includes(id))];
};

/** Ids of the event source mappings between a source and a function. */
export const mappingsBetween = ({ made }: TransformContext, source: string, destination: string): string[] =>
  Object.entries(made)
    .filter(
      ([, resource]) =>
        member(resource, 'Type') === 'AWS::Lambda::EventSourceMapping' &&
        referredId(member(member(resource, 'Properties'), 'FunctionName')) === destination &&
        referredId(member(member(resource, 'Properties'), 'EventSourceArn')) === source,
    )
    .map(([id]) => id);
