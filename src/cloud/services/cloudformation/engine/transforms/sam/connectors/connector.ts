import type { SamType, TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import { type Fields, isTruthy, member } from '../language/values.ts';
import { iamManagedPolicy } from '../resources/iam.ts';
import { lambdaPermission } from '../resources/lambda.ts';
import { generated, isAMap, isAnything, isAText, isListOf, isMapOf, isOneOf, required } from '../resources/property.ts';
import { Resource, type ResourceType } from '../resources/resource.ts';
import { sqsQueuePolicy } from '../resources/sqs.ts';
import { filled, type Profile, profileOf } from './profile.ts';
import { addDependency, mappingsBetween, type Reference, readReference, replaceDependency } from './reference.ts';

const snsTopicPolicy: ResourceType = {
  type: 'AWS::SNS::TopicPolicy',
  properties: generated('PolicyDocument', 'Topics'),
};

/** One source and one destination of a connector. */
interface Link {
  readonly connector: Resource;
  readonly source: Reference;
  readonly destination: Reference;
  readonly permissions: readonly string[];
  readonly profile: Profile['Properties'];
  /** What stands behind the ids of what is generated, where there is a list of destinations. */
  readonly suffix: string;
  readonly context: TransformContext;
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-connector.html */
export const connector: SamType = {
  type: 'AWS::Serverless::Connector',
  properties: {
    Source: required(isMapOf(isAnything)),
    Destination: required(isOneOf(isAMap, isListOf(isAMap))),
    Permissions: required(isListOf(isAText)),
  },
  toCloudFormation: (resource, context) => {
    const source = resource.get('Source') as Fields;
    const destination = resource.get('Destination');
    const isList = Array.isArray(destination);
    const destinations = (isList ? destination : [destination]) as Fields[];
    const resources = destinations.flatMap((one, at) => {
      const to = readReference(resource.logicalId, one, context.made, source);
      const from = readReference(resource.logicalId, source, context.made, one);
      const made = linked(resource, from, to, isList ? `Destination${at}` : '', context);
      for (const policy of made) policy.setAttribute('Metadata', metadataOf(policy, resource, from, to, context));
      return made;
    });
    replaceDependency(
      context,
      resource.logicalId,
      resources.map(({ logicalId }) => logicalId),
    );
    if (resources.length === 0) throw new InvalidResource(resource.logicalId, "'Destination' is an empty list");
    return resources;
  },
};

function linked(
  resource: Resource,
  source: Reference,
  destination: Reference,
  suffix: string,
  context: TransformContext,
): Resource[] {
  const { logicalId } = resource;
  const profile = profileOf(source.type, destination.type);
  const between = `connector from ${source.type} to ${destination.type}`;
  if (!profile) {
    throw new InvalidResource(logicalId, `Unable to create ${between}; it's not supported or the template is invalid.`);
  }
  const permissions = [...new Set(resource.get('Permissions') as string[])];
  assertPermissions(logicalId, permissions, profile.Properties, between);
  const write = writers[profile.Type];
  if (!write) throw new TypeError(`Profile type ${profile.Type} is not supported`);
  const properties = filledProfile(logicalId, profile.Properties, source, destination);
  return write({ connector: resource, source, destination, permissions, profile: properties, suffix, context });
}

function assertPermissions(
  logicalId: string,
  permissions: readonly string[],
  { AccessCategories, ValidAccessCategories }: Profile['Properties'],
  between: string,
): void {
  const valid = Object.keys(AccessCategories).join(', ');
  if (permissions.length === 0) {
    throw new InvalidResource(logicalId, `'Permissions' cannot be empty; valid values are: ${valid}.`);
  }
  const unsupported = `Unsupported 'Permissions' provided for ${between}; valid`;
  if (!permissions.every((permission) => permission in AccessCategories)) {
    throw new InvalidResource(logicalId, `${unsupported} values are: ${valid}.`);
  }
  const combinations = ValidAccessCategories?.map((names) => names.toSorted().join(' + '));
  if (combinations && !combinations.includes(permissions.toSorted().join(' + '))) {
    throw new InvalidResource(logicalId, `${unsupported} combinations are: ${combinations.join(', ')}.`);
  }
}

function filledProfile(
  logicalId: string,
  profile: Profile['Properties'],
  source: Reference,
  destination: Reference,
): Profile['Properties'] {
  const values = {
    'Source.Arn': source.arn,
    'Destination.Arn': destination.arn,
    'Source.ResourceId': source.resourceId,
    'Destination.ResourceId': destination.resourceId,
    'Source.Name': source.name,
    'Destination.Name': destination.name,
    'Source.Qualifier': source.qualifier,
    'Destination.Qualifier': destination.qualifier,
  };
  try {
    return filled(profile, values) as Profile['Properties'];
  } catch (error) {
    throw error instanceof TypeError ? new InvalidResource(logicalId, error.message) : error;
  }
}

/** By the profile's type: what lets the one use the other. */
const writers: Readonly<Record<string, (link: Link) => Resource[]>> = {
  AWS_IAM_ROLE_MANAGED_POLICY: (link) => {
    const role = ownerOf(link, 'roleName', 'IAM role name');
    const policy = generatedFor(link, iamManagedPolicy, 'Policy');
    policy.set('PolicyDocument', statementsOf(link));
    policy.set('Roles', [role]);
    waitFor(policy, link);
    return [policy];
  },
  AWS_SQS_QUEUE_POLICY: (link) => {
    const url = ownerOf(link, 'queueUrl', 'SQS queue URL');
    const policy = generatedFor(link, sqsQueuePolicy, 'QueuePolicy');
    policy.set('PolicyDocument', statementsOf(link));
    policy.set('Queues', [url]);
    return [policy];
  },
  AWS_SNS_TOPIC_POLICY: (link) => {
    const arn = ownerOf(link, 'arn', 'SNS topic ARN');
    const policy = generatedFor(link, snsTopicPolicy, 'TopicPolicy');
    policy.set('Topics', [arn]);
    policy.set('PolicyDocument', statementsOf(link));
    return [policy];
  },
  AWS_LAMBDA_PERMISSION: (link) => {
    const arn = ownerOf(link, 'arn', 'Lambda function ARN');
    return grantedOf(link).map(([name, { Action, Principal, SourceArn, SourceAccount }]) => {
      const permission = generatedFor(link, lambdaPermission, `${name}LambdaPermission`);
      const properties = { Action, FunctionName: arn, Principal, SourceArn, SourceAccount };
      for (const [key, value] of Object.entries(properties)) permission.set(key, value);
      return permission;
    });
  },
};

/** What is known of the end whose role or policy it is. */
function ownerOf(
  { connector: { logicalId }, source, destination, profile }: Link,
  trait: keyof Reference,
  noun: string,
) {
  const value = (profile.SourcePolicy ? source : destination)[trait];
  if (isTruthy(value)) return value;
  const end = profile.SourcePolicy ? 'Source' : 'Destination';
  throw new InvalidResource(logicalId, `Unable to get ${noun} from '${end}' resource.`);
}

const generatedFor = (
  { connector: { logicalId, dependsOn, attributes }, suffix }: Link,
  kind: ResourceType,
  name: string,
) => new Resource(kind, `${logicalId}${name}${suffix}`, { dependsOn, attributes });

/** The permissions that are asked for, in the profile's order. */
const grantedOf = ({ profile, permissions }: Link): [string, Fields][] =>
  Object.entries(profile.AccessCategories).filter(([name]) => permissions.includes(name));

const statementsOf = (link: Link): Fields => ({
  Version: '2012-10-17',
  Statement: grantedOf(link).flatMap(([, { Statement }]) => Statement as unknown[]),
});

/** Lambda looks whether it may read a source when the mapping is made. */
function waitFor(policy: Resource, { source, destination, profile, context }: Link): void {
  if (profile.DependedBy === 'DESTINATION_EVENT_SOURCE_MAPPING' && source.logicalId && destination.logicalId) {
    const [id, ...others] = mappingsBetween(context, source.logicalId, destination.logicalId);
    if (id !== undefined && others.length === 0) addDependency(context, id, policy.logicalId);
  }
  if (profile.DependedBy === 'SOURCE' && source.logicalId) addDependency(context, source.logicalId, policy.logicalId);
}

function metadataOf(
  policy: Resource,
  { logicalId }: Resource,
  source: Reference,
  destination: Reference,
  { declared }: TransformContext,
): Fields {
  const typeOf = ({ logicalId: id, type }: Reference) => member(id === undefined ? {} : declared[id], 'Type') ?? type;
  return {
    ...(policy.attributes.Metadata as Fields | undefined),
    'aws:sam:connectors': {
      [logicalId]: { Source: { Type: typeOf(source) }, Destination: { Type: typeOf(destination) } },
    },
  };
}
