import type { FilterRule, NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';
import type { Random } from '../../../kernel/random.ts';
import { invalidArgument, malformedXml } from '../errors.ts';
import { type Destination, destinationsOf } from './destinations.ts';
import { isSupportedEvent, shareEvent } from './event-names.ts';

const filterValueBytesMax = 1024; // AWS: a key has no more

/**
 * A configuration as it is kept: with an id each, and nothing that is empty. Throws what AWS says to one that cannot be.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export function readConfiguration(wish: NotificationConfiguration, random: Random): NotificationConfiguration {
  const { TopicConfigurations, QueueConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } = wish;
  const read = <C extends Configuration>(list: readonly C[] | undefined) =>
    list?.map((one) => readOne(one, random)) ?? [];
  const topics = read(TopicConfigurations);
  const queues = read(QueueConfigurations);
  const functions = read(LambdaFunctionConfigurations);
  const configuration: NotificationConfiguration = {
    ...(topics.length > 0 && { TopicConfigurations: topics }),
    ...(queues.length > 0 && { QueueConfigurations: queues }),
    ...(functions.length > 0 && { LambdaFunctionConfigurations: functions }),
    ...(EventBridgeConfiguration && { EventBridgeConfiguration: {} }),
  };
  const destinations = destinationsOf(configuration);
  assertUniqueIds(destinations);
  for (const [index, destination] of destinations.entries()) {
    assertDistinct(destination);
    for (const other of destinations.slice(0, index)) assertApart(other, destination);
  }
  return configuration;
}

interface Configuration {
  readonly Id?: string | undefined;
  readonly Events?: readonly string[] | undefined;
  readonly Filter?: NotificationConfigurationFilter | undefined;
}

function readOne<C extends Configuration>(configuration: C, random: Random): C {
  const { Events = [], Filter, Id } = configuration;
  if (Events.length === 0) throw malformedXml();
  for (const event of Events) {
    if (!isSupportedEvent(event)) throw invalidArgument('The event is not supported for notifications', 'Event', event);
  }
  return { ...configuration, Id: Id || newId(random), ...(Filter && { Filter: readFilter(Filter) }) };
}

/** AWS's are UUIDs in base64. */
const newId = (random: Random): string => Buffer.from(random.uuid()).toString('base64');

function readFilter({ Key }: NotificationConfigurationFilter): NotificationConfigurationFilter {
  const names = new Set<string>();
  const rules = (Key?.FilterRules ?? []).map(({ Name = '', Value = '' }): FilterRule => {
    const name = Name.toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', Name);
    }
    if (names.has(name)) {
      throw invalidArgument(`Cannot specify more than one ${name} rule in a filter.`, 'FilterRule.Name', Name);
    }
    names.add(name);
    if (Buffer.byteLength(Value) > filterValueBytesMax) {
      const text = `Size of filter rule value cannot exceed ${filterValueBytesMax} bytes in UTF-8 representation`;
      throw invalidArgument(text, 'FilterRule.Value', Value);
    }
    // Answers have them in capitals, however they were given.
    return { Name: (name === 'prefix' ? 'Prefix' : 'Suffix') as FilterRule['Name'], Value };
  });
  return { Key: { FilterRules: rules } };
}

function assertUniqueIds(destinations: readonly Destination[]): void {
  const ids = new Set<string>();
  for (const { id } of destinations) {
    if (ids.has(id)) {
      throw invalidArgument('Same ID used for multiple configurations. IDs must be unique.', 'Id', id);
    }
    ids.add(id);
  }
}

/** One configuration must not ask for an event twice. */
function assertDistinct({ events }: Destination): void {
  for (const [index, event] of events.entries()) {
    const twin = events.slice(0, index).find((other) => shareEvent(event, other));
    if (twin !== undefined) throw overlapping(twin, event);
  }
}

/**
 * No object's event may be for two destinations. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function assertApart(one: Destination, other: Destination): void {
  const twin = one.events.flatMap((event) => {
    const found = other.events.find((candidate) => shareEvent(event, candidate));
    return found === undefined ? [] : [[event, found] as const];
  })[0];
  if (!twin || !isEitherWay(one.prefix, other.prefix, 'startsWith')) return;
  if (!isEitherWay(one.suffix, other.suffix, 'endsWith')) return;
  if (!isFiltered(one) && !isFiltered(other)) throw overlapping(...twin);
  throw invalidArgument(
    'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
    'FilterRule',
    [one.suffix, other.suffix].join(', '),
  );
}

const isFiltered = ({ prefix, suffix }: Destination): boolean => prefix !== '' || suffix !== '';

const isEitherWay = (one: string, other: string, test: 'startsWith' | 'endsWith'): boolean =>
  one[test](other) || other[test](one);

const overlapping = (one: string, other: string) =>
  invalidArgument(
    'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
    'Event',
    `${one}, ${other}`,
  );
