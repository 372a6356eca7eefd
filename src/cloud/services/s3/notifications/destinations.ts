import type { NotificationConfiguration, NotificationConfigurationFilter } from '@aws-sdk/client-s3';
import { coversEvent, type EventName } from './event-names.ts';

/** One configuration, whatever kind of destination it names. */
export interface Destination {
  readonly kind: 'queue' | 'topic' | 'function';
  readonly arn: string;
  readonly id: string;
  /** `s3:ObjectCreated:*` */
  readonly events: readonly string[];
  readonly filter: NotificationConfigurationFilter | undefined;
  readonly prefix: string;
  readonly suffix: string;
}

type Configured = Pick<Destination, 'arn' | 'kind'> & {
  readonly from: { readonly Id?: string; readonly Events?: readonly string[]; readonly Filter?: object };
};

/** Configurations are immutable values: what they ask for is read once. */
const known = new WeakMap<NotificationConfiguration, readonly Destination[]>();

/** All of them, in the order of documents: topics, queues, functions. */
export function destinationsOf(configuration: NotificationConfiguration): readonly Destination[] {
  let destinations = known.get(configuration);
  if (!destinations) {
    destinations = configured(configuration).map(destinationOf);
    known.set(configuration, destinations);
  }
  return destinations;
}

function configured(configuration: NotificationConfiguration): Configured[] {
  const { TopicConfigurations = [], QueueConfigurations = [], LambdaFunctionConfigurations = [] } = configuration;
  return [
    ...TopicConfigurations.map((from) => ({ kind: 'topic' as const, arn: from.TopicArn ?? '', from })),
    ...QueueConfigurations.map((from) => ({ kind: 'queue' as const, arn: from.QueueArn ?? '', from })),
    ...LambdaFunctionConfigurations.map((from) => ({
      kind: 'function' as const,
      arn: from.LambdaFunctionArn ?? '',
      from,
    })),
  ] as Configured[];
}

function destinationOf({ arn, from, kind }: Configured): Destination {
  const filter: NotificationConfigurationFilter | undefined = from.Filter;
  const { Id: id = '', Events: events = [] } = from;
  return { kind, arn, id, events, filter, prefix: ruleOf(filter, 'prefix'), suffix: ruleOf(filter, 'suffix') };
}

function ruleOf(filter: NotificationConfigurationFilter | undefined, name: string): string {
  const rules = filter?.Key?.FilterRules ?? [];
  return rules.find(({ Name }) => Name?.toLowerCase() === name)?.Value ?? '';
}

/** Whether the destination is told of the event. */
export const isTold = ({ events, prefix, suffix }: Destination, name: EventName, key: string): boolean =>
  key.startsWith(prefix) && key.endsWith(suffix) && events.some((wanted) => coversEvent(wanted, `s3:${name}`));
