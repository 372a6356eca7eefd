import { gzipSync } from 'node:zlib';
import { createDeliveries } from '../../../delivery/deliveries.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { compileFilterPattern, matching } from '../filter-pattern/filter-pattern.ts';
import {
  eventId,
  eventKey,
  type LogEvent,
  type LogStream,
  type LogsState,
  rangeWithin,
  type SubscriptionFilter,
} from '../state.ts';
import { accountFiltersFor } from './account-filter.ts';

/** As whom CloudWatch Logs invokes functions. */
export const logsPrincipal = 'logs.amazonaws.com';

/** AWS tries for 24 hours. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions.html */
const retry = {
  attemptsMax: 100,
  ageMsMax: 24 * 3_600_000,
  backoff: { firstMs: 1000, factor: 2, maxMs: 900_000, jitter: 0.5 },
} as const;

export const logDeliveries = createDeliveries<unknown>({ service: 'logs', operation: 'DeliverLogEvents' });

/** Hands new events of a stream to those who subscribed to its group or to all. `sequence` is that of the first of them. */
export function forwardEvents(
  state: LogsState,
  stream: LogStream,
  events: readonly LogEvent[],
  context: Context,
): void {
  const { groupName } = stream;
  const ofGroup = state.subscriptionFilters.values(rangeWithin(groupName));
  for (const filter of [...ofGroup, ...accountFiltersFor(state, groupName)]) {
    const found = matchingEvents(filter, stream, events, context);
    if (found.length > 0) forward(filter, stream, found, context);
  }
}

function matchingEvents(
  { pattern, name }: SubscriptionFilter,
  stream: LogStream,
  events: readonly LogEvent[],
  { kernel }: Context,
) {
  const compiled = compileFilterPattern(pattern);
  try {
    return matching(pattern, () =>
      events.flatMap(({ timestampMs, message }, index) => {
        const match = compiled.match(message);
        if (!match) return [];
        const id = eventId(eventKey(timestampMs, stream.sequence + index), stream);
        const isDelimited = pattern.trim().startsWith('[');
        const fields = compiled.selectors.map((one) => [one.replace(/^\$/, ''), match.valueOf(one) ?? ''] as const);
        const extracted = isDelimited && { extractedFields: Object.fromEntries(fields) };
        return [{ id, timestamp: timestampMs, message, ...extracted }];
      }),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // Events must not be refused for a filter that takes too long.
    kernel.log.warn(`subscription filter ${name}: ${error.message}`);
    return [];
  }
}

function forward(filter: SubscriptionFilter, stream: LogStream, logEvents: readonly object[], context: Context): void {
  const { destinationArn, groupName } = filter;
  const service = parseArn(destinationArn)?.service;
  if (service !== 'lambda' && service !== 'firehose' && service !== 'kinesis') {
    context.kernel.log.warn(`subscription filter ${filter.name}: nothing is delivered to ${destinationArn}`);
    return;
  }
  const data = {
    messageType: 'DATA_MESSAGE',
    owner: context.account,
    logGroup: groupName,
    logStream: stream.name,
    subscriptionFilters: [filter.name],
    logEvents,
  };
  const packed = gzipSync(JSON.stringify(data)).toString('base64');
  const groupArn = stream.arn.slice(0, stream.arn.lastIndexOf(':log-stream:'));
  // Functions have a policy; into streams CloudWatch Logs writes in the filter's role.
  const content =
    service === 'lambda'
      ? { payload: JSON.stringify({ awslogs: { data: packed } }), sourceArns: [`${groupArn}:*`] }
      : { payload: '', bytes: packed, partitionKey: partitionKeyOf(filter, stream, context) };
  const message = { to: destinationArn, retry, ...content };
  const caller = serviceCaller(logsPrincipal, context.account);
  logDeliveries.deliver(message, { ...context, caller, parent: context.requestId }, context.kernel);
}

/** Events of one stream stay in order, unless the filter wants them spread. */
const partitionKeyOf = ({ distribution }: SubscriptionFilter, { name }: LogStream, { random }: Context): string =>
  distribution === 'Random' ? random.hex(32) : name;
