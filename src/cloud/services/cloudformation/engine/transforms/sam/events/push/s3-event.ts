import { InvalidEvent, InvalidResource } from '../../language/errors.ts';
import { expectList, expectMap } from '../../language/expect.ts';
import { conditional, ref } from '../../language/intrinsics.ts';
import { copyOf, type Fields, has, isEqual, isMap, listOf } from '../../language/values.ts';
import { isAText, isListOf, isMapOf, isOneOf, optional, required, requiredValue } from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import { s3Bucket } from '../../resources/s3.ts';
import { tagList } from '../../resources/tags.ts';
import type { EventType } from '../event-type.ts';
import { permissionOf } from './permission.ts';

const principal = 's3.amazonaws.com';

interface Bucket {
  readonly id: string;
  /** The entry of the template, which is changed. */
  readonly entry: Fields;
}

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html */
export const s3Event: EventType = {
  type: 'S3',
  principal,
  properties: {
    Bucket: required(isAText),
    Events: requiredValue(isOneOf(isAText, isListOf(isAText))),
    Filter: optional(isMapOf(isAText)),
  },
  linked: (event, declared) => ({ ...bucketOf(event, declared) }),
  toCloudFormation: (event, { function: invoked, linked }) => {
    const { id, entry } = linked as Fields & Bucket;
    const permission = permissionOf(event.logicalId, invoked, { principal, sourceAccount: ref('AWS::AccountId') });
    if (has(permission.attributes, 'Condition')) dependByTag({ id, entry }, permission);
    else depend(event, entry, permission);
    notify(event, invoked, { id, entry });
    return [permission, Resource.read(s3Bucket, id, entry)];
  },
};

function bucketOf(event: Resource, declared: Fields): Bucket {
  const bucket = event.get('Bucket');
  const eventId = String(event.relativeId);
  if (isMap(bucket) && has(bucket, 'Ref')) {
    const { Ref: id } = bucket;
    if (typeof id !== 'string') throw new InvalidEvent(eventId, "'Ref' value in S3 events is not a valid string.");
    if (has(declared, id)) return { id, entry: declared[id] as Fields };
  }
  throw new InvalidEvent(eventId, 'S3 events must reference an S3 bucket in the same template.');
}

/** S3 tries whether it may invoke the function when it is told of it, so the permission has to be there before. */
function depend(event: Resource, entry: Fields, { logicalId }: Resource): void {
  const given = has(entry, 'DependsOn') ? entry.DependsOn : [];
  const present = isMap(given) ? Object.keys(given) : typeof given === 'string' ? [given] : given;
  if (!Array.isArray(present) || present.some((item) => typeof item === 'object' && item !== null)) {
    const problem = "Invalid type for field 'DependsOn'. Expected a string or list of strings.";
    throw new InvalidResource(event.logicalId, problem);
  }
  entry.DependsOn = [...new Set([...present, logicalId])];
}

/** A permission that hangs on a condition cannot stand in `DependsOn`; a tag that refers to it has the same effect. */
function dependByTag({ id, entry }: Bucket, { logicalId, attributes }: Resource): void {
  entry.Properties ??= {};
  const properties = propertiesOf(id, entry);
  const tags = expectList(properties.Tags ?? [], { id, path: 'Tags' });
  const dependency = conditional(attributes.Condition, ref(logicalId), 'no dependency');
  properties.Tags = [...tags, ...tagList({ [`sam:ConditionalDependsOn:${logicalId}`]: dependency })];
}

function notify(event: Resource, invoked: Resource, { id, entry }: Bucket): void {
  const properties = propertiesOf(id, entry);
  entry.Properties = properties;
  properties.NotificationConfiguration ??= {};
  const path = 'NotificationConfiguration';
  const notifications = expectMap(properties.NotificationConfiguration, { id, path });
  notifications.LambdaConfigurations ??= [];
  const { LambdaConfigurations: configurations } = notifications;
  if (!Array.isArray(configurations)) {
    throw new InvalidResource(id, 'Invalid type for LambdaConfigurations. Must be a list.');
  }
  const Filter = event.get('Filter');
  for (const Event of listOf(event.get('Events'))) {
    const configuration: Fields = { Function: invoked.runtimeAttribute('arn') };
    if (Filter !== undefined) configuration.Filter = copyOf(Filter);
    configuration.Event = Event;
    const { Condition } = invoked.attributes;
    const added = has(invoked.attributes, 'Condition') ? conditional(Condition, configuration) : configuration;
    if (!configurations.some((present) => isEqual(present, added))) configurations.push(added);
  }
}

const propertiesOf = (id: string, entry: Fields): Fields =>
  expectMap(has(entry, 'Properties') ? entry.Properties : {}, { id, path: '' }, 'Properties should be a map.');
