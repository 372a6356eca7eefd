import { invalidAttributeValue, onlyForFifo, twoEncryptions, unknownAttribute } from '../errors.ts';
import {
  enumeratedAttributes,
  fifoDefaults,
  isSettable,
  numericAttributes,
  textAttributes,
  throughputAttributes,
} from '../shapes.ts';
import type { Queue, SqsState } from '../state.ts';
import { queueByArn, takesDeadLettersOf } from './find-queue.ts';
import { assertPolicy } from './policy.ts';
import { assertRedriveAllowPolicy, checkRedrivePolicy } from './redrive-policies.ts';

export type Attributes = Readonly<Record<string, string>>;

/** Whatever the case in which yes and no are written, they are stored in small letters. */
export function withPlainFlags(given: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, /^(?:true|false)$/i.test(value) ? value.toLowerCase() : value]),
  );
}

/** What a new queue is when nobody says otherwise. */
export function defaultAttributes(isFifo: boolean): Attributes {
  const numbers = Object.entries(numericAttributes).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return { ...Object.fromEntries(numbers), SqsManagedSseEnabled: 'true', ...(isFifo && fifoDefaults) };
}

/**
 * Checks attributes that are given to a queue and answers all that it has then.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export function changeAttributes(
  state: SqsState,
  queue: Pick<Queue, 'arn' | 'attributes'>,
  given: Attributes,
): Attributes {
  const isFifo = queue.attributes.FifoQueue === 'true';
  const changed: Record<string, string> = { ...queue.attributes };
  for (const [name, value] of Object.entries(given)) {
    assertAttribute(name, value, isFifo);
    changed[name] = value;
  }
  if (given.RedrivePolicy) changed.RedrivePolicy = checkTarget(state, queue.arn, given.RedrivePolicy, isFifo);
  settleEncryption(changed, given);
  assertThroughput(changed, given);
  for (const name of textAttributes) if (changed[name] === '') delete changed[name];
  return changed;
}

function assertAttribute(name: string, value: string, isFifo: boolean): void {
  const isForFifo = Object.hasOwn(fifoDefaults, name);
  if (!isFifo && throughputAttributes.includes(name)) throw onlyForFifo(name);
  if (!isSettable(name) || (isForFifo && !isFifo)) throw unknownAttribute(name);
  const bounds = Object.hasOwn(numericAttributes, name) ? numericAttributes[name] : undefined;
  if (bounds && !isWithin(value, bounds.min, bounds.max)) throw invalidAttributeValue(name);
  const words = Object.hasOwn(enumeratedAttributes, name) ? enumeratedAttributes[name] : undefined;
  if (words && !words.includes(value)) throw invalidAttributeValue(name);
  if (value === '') return;
  if (name === 'Policy') assertPolicy(value);
  if (name === 'RedriveAllowPolicy') assertRedriveAllowPolicy(value);
}

const isWithin = (value: string, min: number, max: number): boolean =>
  /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max;

/** The dead-letter queue must be there, of the same kind, in the same account and region, and willing. */
function checkTarget(state: SqsState, sourceArn: string, policy: string, isFifo: boolean): string {
  return checkRedrivePolicy(policy, (arn, refuse) => {
    if (arn.endsWith('.fifo') !== isFifo) {
      throw refuse('Dead-letter queue must be same type of queue as the source..');
    }
    const target = queueByArn(state, arn);
    if (!target) throw refuse('Dead letter target does not exist.');
    if (!takesDeadLettersOf(target, sourceArn)) {
      throw refuse("The dead-letter queue's redrive allow policy does not allow this source queue.");
    }
  });
}

/** One kind of encryption at a time: the one that is named last. */
function settleEncryption(changed: Record<string, string>, given: Attributes): void {
  if (given.KmsMasterKeyId && given.SqsManagedSseEnabled === 'true') throw twoEncryptions();
  if (given.KmsMasterKeyId) {
    changed.SqsManagedSseEnabled = 'false';
    changed.KmsDataKeyReusePeriodSeconds ??= '300';
  }
  const usesKms = Boolean(changed.KmsMasterKeyId) && given.SqsManagedSseEnabled !== 'true';
  if (usesKms) return;
  delete changed.KmsMasterKeyId;
  delete changed.KmsDataKeyReusePeriodSeconds;
}

function assertThroughput(changed: Attributes, given: Attributes): void {
  if (changed.FifoThroughputLimit !== 'perMessageGroupId' || changed.DeduplicationScope === 'messageGroup') return;
  const name = given.FifoThroughputLimit === undefined ? 'DeduplicationScope' : 'FifoThroughputLimit';
  throw invalidAttributeValue(
    name,
    'FifoThroughputLimit can be perMessageGroupId only when DeduplicationScope is messageGroup.',
  );
}
