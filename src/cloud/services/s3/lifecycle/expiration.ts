import type { LifecycleRule, LifecycleRuleFilter } from '@aws-sdk/client-s3';
import type { Bucket, StoredObject } from '../state.ts';

const dayMs = 86_400_000;

/** AWS looks at midnight, UTC. */
export const midnightFrom = (timeMs: number): number => Math.ceil(timeMs / dayMs) * dayMs;

/** So many days later, at the midnight that follows. */
export const midnightAfter = (fromMs: number, days: number): number => midnightFrom(fromMs + days * dayMs);

/**
 * The `x-amz-expiration` of an object: when the first lifecycle rule that fits ends it, and which. Undefined for what does
 * not expire. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html
 */
export function expirationMember(bucket: Bucket, object: StoredObject): { readonly Expiration?: string } {
  let first: { readonly endMs: number; readonly id: string } | undefined;
  for (const rule of bucket.lifecycle ?? []) {
    const endMs = rule.Status === 'Enabled' && fits(rule, object) ? expiryOf(rule, object) : undefined;
    if (endMs !== undefined && (!first || endMs < first.endMs)) first = { endMs, id: rule.ID ?? '' };
  }
  if (!first) return {};
  const { endMs, id } = first;
  return { Expiration: `expiry-date="${new Date(endMs).toUTCString()}", rule-id="${encodeURIComponent(id)}"` };
}

/** Days are counted from the writing, and end at the midnight that follows. */
export function expiryOf(
  { Expiration }: LifecycleRule,
  { modifiedMs }: Pick<StoredObject, 'modifiedMs'>,
): number | undefined {
  if (Expiration?.Date) return new Date(Expiration.Date).getTime();
  if (Expiration?.Days === undefined) return undefined;
  return midnightAfter(modifiedMs, Expiration.Days);
}

/** Of all conditions that a rule may have, in its filter, in the `And` of it, or in the old place of the prefix. */
export function fits({ Prefix, Filter }: LifecycleRule, object: StoredObject): boolean {
  const conditions: LifecycleRuleFilter = { ...Filter, ...Filter?.And };
  const prefix = conditions.Prefix ?? Prefix ?? '';
  const tags = [...(Filter?.Tag ? [Filter.Tag] : []), ...(Filter?.And?.Tags ?? [])];
  return (
    object.key.startsWith(prefix) &&
    object.size > (conditions.ObjectSizeGreaterThan ?? -1) &&
    object.size < (conditions.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY) &&
    tags.every(({ Key = '', Value }) => Object.hasOwn(object.tags, Key) && object.tags[Key] === Value)
  );
}
