import type {
  DeliveryDestinationType,
  Distribution,
  LogGroupClass,
  OutputFormat,
  PolicyType,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** Settings of a group; its streams name it. */
export interface LogGroup {
  readonly name: string;
  /** Without the `:*` that some answers end it with. */
  readonly arn: string;
  readonly createdMs: number;
  readonly retentionDays?: number;
  /** When events that had expired were last removed from all of its streams. */
  readonly sweptMs?: number;
  readonly kmsKeyId?: string;
  readonly dataProtection?: { readonly document: string; readonly updatedMs: number };
  readonly indexPolicy?: { readonly document: string; readonly updatedMs: number };
  /** Its policy was deleted: answers tell so. */
  readonly wasProtected?: true;
  readonly logGroupClass: LogGroupClass;
  /** Whether it cannot be deleted; absent where nobody ever said. */
  readonly isProtected?: boolean;
  readonly takesBearerTokens?: boolean;
  readonly tags: Tags;
}

/** What is known of a stream without reading its events. */
export interface LogStream {
  readonly groupName: string;
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  /** Twenty digits, part of the id of each event. */
  readonly id: string;
  /** Number of events ever put; orders those of one millisecond. */
  readonly sequence: number;
  readonly storedBytes: number;
  readonly firstEventMs?: number;
  readonly lastEventMs?: number;
  readonly lastIngestionMs?: number;
}

/** One event; group, stream and id follow from where it is kept. */
export interface LogEvent {
  readonly timestampMs: number;
  readonly ingestedMs: number;
  readonly message: string;
}

/** What a metric filter reports for each event that it matches. */
export interface MetricTransformation {
  readonly metricName: string;
  readonly metricNamespace: string;
  /** A number, or the selector of a field. */
  readonly metricValue: string;
  readonly defaultValue?: number;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly unit?: StandardUnit;
}

/** Applied to events as they come in, never to those that are there already. */
export interface MetricFilter {
  readonly groupName: string;
  readonly name: string;
  readonly pattern: string;
  readonly transformations: readonly MetricTransformation[];
  readonly createdMs: number;
}

/** Hands events on as they come in. */
export interface SubscriptionFilter {
  readonly groupName: string;
  readonly name: string;
  readonly pattern: string;
  readonly destinationArn: string;
  readonly roleArn?: string;
  readonly distribution: Distribution;
  readonly createdMs: number;
}

/** A policy of the whole account and region. */
export interface AccountPolicy {
  readonly name: string;
  readonly type: PolicyType;
  readonly document: string;
  readonly selectionCriteria?: string;
  readonly updatedMs: number;
}

/** Where other accounts may send their events. */
export interface Destination {
  readonly name: string;
  readonly arn: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly policy?: string;
  readonly createdMs: number;
  readonly tags: Tags;
}

/** Where vended logs come from. */
export interface DeliverySource {
  readonly name: string;
  readonly arn: string;
  readonly resourceArns: readonly string[];
  readonly service: string;
  readonly logType: string;
  readonly tags: Tags;
}

/** Where vended logs go. */
export interface DeliveryDestination {
  readonly name: string;
  readonly arn: string;
  readonly deliveryDestinationType: DeliveryDestinationType;
  readonly outputFormat?: OutputFormat;
  readonly resourceArn?: string;
  readonly tags: Tags;
}

/** A source joined with a destination. */
export interface Delivery {
  readonly id: string;
  readonly arn: string;
  readonly deliverySourceName: string;
  readonly deliveryDestinationArn: string;
  readonly deliveryDestinationType: DeliveryDestinationType;
  readonly recordFields?: readonly string[];
  readonly fieldDelimiter?: string;
  readonly s3?: { readonly suffixPath?: string; readonly enableHiveCompatiblePath?: boolean };
  readonly tags: Tags;
}

/** A query that has run, with what it found. */
export interface Query {
  readonly id: string;
  readonly queryString: string;
  readonly groupName: string;
  readonly createdMs: number;
  readonly status: 'Complete' | 'Timeout';
  readonly rows: readonly (readonly { readonly field: string; readonly value: string }[])[];
  /** Events that were let through, that were looked at, and their length. */
  readonly matched: number;
  readonly scanned: number;
  readonly bytes: number;
}

/** A query that was saved. */
export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly queryString: string;
  readonly groupNames: readonly string[];
  readonly modifiedMs: number;
}

/** Kept and told; nothing is refused by it. */
export interface ResourcePolicy {
  readonly name: string;
  readonly document: string;
  readonly updatedMs: number;
}

/** CloudWatch Logs in one account and region. */
export interface LogsState {
  /** By name. */
  readonly groups: Collection<LogGroup>;
  /** By {@link keyWithin} the group. */
  readonly streams: Collection<LogStream>;
  /** By {@link keyWithin} the group. */
  readonly metricFilters: Collection<MetricFilter>;
  /** By {@link keyWithin} the group. */
  readonly subscriptionFilters: Collection<SubscriptionFilter>;
  /** By name. */
  readonly destinations: Collection<Destination>;
  /** By name. */
  readonly deliverySources: Collection<DeliverySource>;
  /** By name. */
  readonly deliveryDestinations: Collection<DeliveryDestination>;
  /** By id. */
  readonly deliveries: Collection<Delivery>;
  /** By id. */
  readonly queries: Collection<Query>;
  /** By id. */
  readonly queryDefinitions: Collection<QueryDefinition>;
  /** By name. */
  readonly resourcePolicies: Collection<ResourcePolicy>;
  /** By `type/name`. */
  readonly accountPolicies: Collection<AccountPolicy>;
  /** The events of one stream, made at run time: by {@link eventKey}. */
  events(stream: StreamName): Collection<LogEvent>;
  dropEvents(stream: StreamName): void;
}

type StreamName = Pick<LogStream, 'groupName' | 'name'>;

/** NUL cannot be in a name, so that the members of one group stand together. */
const separator = '\0';

/** The key of what a group has several of. */
export const keyWithin = (groupName: string, name: string): string => groupName + separator + name;

/** The range of keys that lie within a group, those that begin with `prefix` if there is one. */
export const rangeWithin = (groupName: string, prefix = '') => ({
  from: keyWithin(groupName, prefix),
  before: `${keyWithin(groupName, prefix)}\uffff`,
});

const timeDigits = 15;
const sequenceDigits = 12;

/** Orders events by time, and those of one millisecond by arrival; digits only, all of one length. */
export const eventKey = (timestampMs: number, sequence: number): string =>
  String(timestampMs).padStart(timeDigits, '0') + String(sequence).padStart(sequenceDigits, '0');

/** The least key of a moment. */
export const timeKey = (timestampMs: number): string => String(Math.max(0, timestampMs)).padStart(timeDigits, '0');

/** 56 digits, as AWS's event ids. */
export const eventId = (key: string, { id }: LogStream): string =>
  `3${key.slice(0, timeDigits)}${id}${key.slice(timeDigits).padStart(20, '0')}`;

/** Opens the state of one account and region. */
export function openLogsState(scope: StateScope): LogsState {
  const nameOf = ({ groupName, name }: StreamName) => `events/${keyWithin(groupName, name)}`;
  return {
    groups: scope.collection<LogGroup>('groups'),
    streams: scope.collection<LogStream>('streams'),
    metricFilters: scope.collection<MetricFilter>('metric-filters'),
    subscriptionFilters: scope.collection<SubscriptionFilter>('subscription-filters'),
    destinations: scope.collection<Destination>('destinations'),
    deliverySources: scope.collection<DeliverySource>('delivery-sources'),
    deliveryDestinations: scope.collection<DeliveryDestination>('delivery-destinations'),
    deliveries: scope.collection<Delivery>('deliveries'),
    queries: scope.collection<Query>('queries'),
    queryDefinitions: scope.collection<QueryDefinition>('query-definitions'),
    accountPolicies: scope.collection<AccountPolicy>('account-policies'),
    resourcePolicies: scope.collection<ResourcePolicy>('resource-policies'),
    events: (stream) => scope.collection<LogEvent>(nameOf(stream)),
    dropEvents: (stream) => scope.drop(nameOf(stream)),
  };
}
