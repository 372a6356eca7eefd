import { isJsonObject, type JsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Refuse } from '../errors.ts';

/** How deliveries to HTTP endpoints are tried again, by phase. Delays in seconds. */
export interface RetryPhases {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: string;
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
const defaultPhases: RetryPhases = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};
const defaultContentType = 'text/plain; charset=UTF-8';
const secondsMax = 3600;
const retriesMax = 100;
const backoffFunctions = ['arithmetic', 'exponential', 'geometric', 'linear'];

/** What holds for HTTP endpoints of a topic, in AWS's order of members. */
export function effectiveTopicPolicy(text: string | undefined): JsonObject {
  const given = httpPolicyIn(text);
  const request = isJsonObject(given.defaultRequestPolicy) ? given.defaultRequestPolicy : {};
  return {
    http: {
      defaultHealthyRetryPolicy: phasesOf(given.defaultHealthyRetryPolicy),
      disableSubscriptionOverrides: given.disableSubscriptionOverrides ?? false,
      ...(given.defaultThrottlePolicy !== undefined && { defaultThrottlePolicy: given.defaultThrottlePolicy }),
      defaultRequestPolicy: { headerContentType: request.headerContentType ?? defaultContentType },
    },
  };
}

/** What holds for one HTTP endpoint: its own policy, unless the topic overrides it. */
export interface EffectivePolicy {
  readonly healthyRetryPolicy: RetryPhases;
  readonly sicklyRetryPolicy: null;
  readonly throttlePolicy: unknown;
  readonly requestPolicy: { readonly headerContentType: string };
  readonly guaranteed: boolean;
}

export function effectivePolicy(own: string | undefined, ofTopic: string | undefined): EffectivePolicy {
  const topic = httpPolicyIn(ofTopic);
  const given = topic.disableSubscriptionOverrides === true ? {} : (parseJsonObject(own ?? '{}') ?? {});
  const request = { ...record(topic.defaultRequestPolicy), ...record(given.requestPolicy) };
  return {
    healthyRetryPolicy: phasesOf(given.healthyRetryPolicy ?? topic.defaultHealthyRetryPolicy),
    sicklyRetryPolicy: null,
    throttlePolicy: given.throttlePolicy ?? topic.defaultThrottlePolicy ?? null,
    requestPolicy: { headerContentType: String(request.headerContentType ?? defaultContentType) },
    guaranteed: false,
  };
}

/** Throws for a policy of a topic (`http`) or of a subscription that AWS does not take. */
export function assertDeliveryPolicy(text: string, kind: 'topic' | 'subscription', refuse: Refuse): void {
  if (text === '') return;
  const policy = parseJsonObject(text);
  if (!policy) throw refuse('DeliveryPolicy: failed to parse JSON.');
  const of = kind === 'topic' ? record(policy.http) : policy;
  const path = kind === 'topic' ? 'http.defaultHealthyRetryPolicy' : 'healthyRetryPolicy';
  const given = of[kind === 'topic' ? 'defaultHealthyRetryPolicy' : 'healthyRetryPolicy'];
  if (given === undefined || given === null) return;
  if (!isJsonObject(given)) throw refuse(`DeliveryPolicy: ${path} must be a JSON object`);
  assertPhases(given, path, refuse);
}

function assertPhases(given: JsonObject, path: string, refuse: Refuse): void {
  const all = { ...defaultPhases, ...given };
  const fail = (member: string, rule: string) => refuse(`DeliveryPolicy: ${path}.${member} ${rule}`);
  for (const name of ['numRetries', 'minDelayTarget', 'maxDelayTarget']) {
    if (given[name] === undefined) throw fail(name, 'must be specified');
  }
  for (const [name, value] of Object.entries(all)) {
    if (!Object.hasOwn(defaultPhases, name)) throw fail(name, 'is unknown');
    if (name === 'backoffFunction') continue;
    const isDelay = name.endsWith('DelayTarget');
    const [min, max] = isDelay ? [1, secondsMax] : [0, retriesMax];
    if (!Number.isInteger(value)) throw fail(name, `type mismatch, expecting integer, received a ${typeof value}`);
    if (Number(value) < min) throw fail(name, `must be greater than or equal to ${min}`);
    if (Number(value) > max) throw fail(name, `must be less than or equal to ${max}`);
  }
  if (!backoffFunctions.includes(all.backoffFunction)) {
    throw fail('backoffFunction', `must be one of [${backoffFunctions.join(', ')}]`);
  }
  if (all.maxDelayTarget < all.minDelayTarget) {
    throw fail('maxDelayTarget', 'must be greater than or equal to minDelayTarget');
  }
  if (all.numNoDelayRetries + all.numMinDelayRetries + all.numMaxDelayRetries > all.numRetries) {
    throw fail(
      'numRetries',
      'must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries and numMaxDelayRetries',
    );
  }
}

const record = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

const httpPolicyIn = (text: string | undefined): JsonObject => record(parseJsonObject(text || '{}')?.http);

/** The default phases, with those that are given in their place. */
function phasesOf(given: unknown): RetryPhases {
  const own: Partial<RetryPhases> = record(given);
  return {
    minDelayTarget: own.minDelayTarget ?? defaultPhases.minDelayTarget,
    maxDelayTarget: own.maxDelayTarget ?? defaultPhases.maxDelayTarget,
    numRetries: own.numRetries ?? defaultPhases.numRetries,
    numMaxDelayRetries: own.numMaxDelayRetries ?? defaultPhases.numMaxDelayRetries,
    numNoDelayRetries: own.numNoDelayRetries ?? defaultPhases.numNoDelayRetries,
    numMinDelayRetries: own.numMinDelayRetries ?? defaultPhases.numMinDelayRetries,
    backoffFunction: own.backoffFunction ?? defaultPhases.backoffFunction,
  };
}
