import type { Target } from '@aws-sdk/client-eventbridge';
import type { Message } from '../../../delivery/deliveries.ts';
import type { RetryPolicy } from '../../../delivery/retry-policy.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { countOfRule } from '../metrics/rule-metrics.ts';
import type { EventsContext } from '../operation.ts';
import { matchingRules } from '../rules/matching-rules.ts';
import { type EventRule, type EventsState, ruleKey } from '../state.ts';
import { httpParameters } from '../targets/http-parameters.ts';
import { targetInput } from '../targets/target-input.ts';
import { valueAt } from '../transformers/json-path.ts';
import type { AcceptedEvent, BusAt } from './accepted-event.ts';
import type { BusEvent } from './bus-event.ts';
import { eventDeliveries, eventsPrincipal } from './deliver-event.ts';
import { eventTakers } from './event-takers.ts';

/**
 * Hands an event to the targets of all rules that match it: their deliveries are durable with the commit of the call, so
 * that what is acknowledged is not lost.
 */
export function dispatchEvent(state: EventsState, bus: BusAt, accepted: AcceptedEvent, context: EventsContext): void {
  for (const take of eventTakers) take(state, bus, accepted, context);
  const { onlyRules, path } = accepted;
  for (const rule of matchingRules(state, bus.name, accepted.event)) {
    if (onlyRules && !onlyRules.includes(rule.arn)) continue;
    const count = countOfRule(rule, { kernel: context.kernel, account: bus.account, region: bus.region });
    count('MatchedEvents');
    // Where buses hand an event round in a circle, it ends where it began.
    if (path.includes(rule.arn)) count('DeadLetterInvocations');
    else triggerRule(state, rule, bus, accepted, context);
  }
}

/** Hands an event to the targets of a rule, whether its pattern or its schedule chose it. */
export function triggerRule(
  state: EventsState,
  rule: EventRule,
  { account, region }: Scope,
  accepted: AcceptedEvent,
  { kernel, requestId, trace: ofCall }: EventsContext,
): void {
  const count = countOfRule(rule, { kernel, account, region });
  count('TriggeredRules');
  const trace = accepted.trace ?? ofCall;
  const origin = { account, region, caller: serviceCaller(eventsPrincipal, account), parent: requestId, trace };
  for (const target of state.targets.get(ruleKey(rule.busName, rule.name)) ?? []) {
    count('InvocationsCreated');
    eventDeliveries.deliver(messageFor(target, rule, accepted), origin, kernel);
  }
}

function messageFor(target: Target, rule: EventRule, accepted: AcceptedEvent): Message {
  const { event, text } = accepted;
  const { Arn: to = '', RoleArn, DeadLetterConfig, HttpParameters, KinesisParameters, SqsParameters } = target;
  const isBus = to.includes(':event-bus/');
  const payload = isBus ? text : targetInput(target, event, text, occasionOf(rule, accepted));
  const groupId = SqsParameters?.MessageGroupId;
  return {
    to,
    payload,
    retry: retryPolicyOf(target),
    sourceArns: [rule.arn],
    ...(RoleArn !== undefined && { roleArn: RoleArn }),
    ...(DeadLetterConfig?.Arn !== undefined && { deadLetter: DeadLetterConfig.Arn }),
    ...(groupId !== undefined && { groupId }),
    ...(to.includes(':kinesis:') && { partitionKey: partitionKeyOf(event, KinesisParameters?.PartitionKeyPath) }),
    ...(HttpParameters && { http: httpParameters(HttpParameters, event) }),
    about: {
      RuleArn: rule.arn,
      RuleName: rule.name,
      BusName: rule.busName,
      TargetArn: to,
      ...(payload !== text && { Event: text }),
      ...(isBus && { Path: JSON.stringify([...accepted.path, rule.arn]) }),
    },
  };
}

const occasionOf = ({ arn, name }: EventRule, { ingestedMs }: AcceptedEvent) => ({
  ruleArn: arn,
  ruleName: name,
  ingestedMs,
});

/** The event's id, unless a path names something else. */
function partitionKeyOf(event: BusEvent, path: string | undefined): string {
  const value = path === undefined ? undefined : valueAt(event, path);
  if (value === undefined || value === '') return event.id;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** For a day, and 185 times beside the first one. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
const retriesMax = 185;
const ageSecondsMax = 86_400;
/** AWS tells that waits grow and are jittered; these bring 185 retries into a day. */
const backoff = { firstMs: 1000, factor: 2, maxMs: 600_000, jitter: 0.5 } as const;
const usualRetry: RetryPolicy = { attemptsMax: 1 + retriesMax, ageMsMax: ageSecondsMax * 1000, backoff };

function retryPolicyOf({ RetryPolicy: given }: Target): RetryPolicy {
  if (!given) return usualRetry;
  const { MaximumRetryAttempts = retriesMax, MaximumEventAgeInSeconds = ageSecondsMax } = given;
  return { attemptsMax: 1 + MaximumRetryAttempts, ageMsMax: MaximumEventAgeInSeconds * 1000, backoff };
}
