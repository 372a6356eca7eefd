import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { Bucket, DeleteMarker, ObjectVersion, StoredObject, Upload } from '../state.ts';
import { expiryOf, fits, midnightAfter, midnightFrom } from './expiration.ts';

/** What rules do to a version, and when: `expire` what is current, or `remove` for good. */
export interface LifecycleAction {
  readonly kind: 'expire' | 'remove';
  readonly version: ObjectVersion;
  readonly atMs: number;
}

/**
 * What the bucket's rules will do to the versions of one key, newest first, as they are now.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function actionsOn(bucket: Bucket, versions: readonly ObjectVersion[]): LifecycleAction[] {
  const rules = enabledRules(bucket);
  const [current, ...noncurrent] = versions;
  if (rules.length === 0 || !current) return [];
  const actions = rules.flatMap((rule) => [
    ...actionsOnCurrent(rule, current, bucket, noncurrent.length === 0),
    ...noncurrent.flatMap((version, index) => actionsOnNoncurrent(rule, version, versions[index], index)),
  ]);
  return actions.flatMap(afterLock);
}

/** When an upload that is not completed is aborted; undefined where no rule does. */
export function abortionOf(bucket: Bucket, { key, startedMs }: Upload): number | undefined {
  const times = enabledRules(bucket).flatMap((rule) => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    return days !== undefined && key.startsWith(prefixOf(rule)) ? [midnightAfter(startedMs, days)] : [];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

const enabledRules = ({ lifecycle = [] }: Bucket): LifecycleRule[] =>
  lifecycle.filter(({ Status }) => Status === 'Enabled');

const prefixOf = ({ Filter, Prefix }: LifecycleRule): string => Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '';

function actionsOnCurrent(
  rule: LifecycleRule,
  current: ObjectVersion,
  { versioning }: Bucket,
  isAlone: boolean,
): LifecycleAction[] {
  if (current.kind === 'marker') return isAlone ? actionsOnMarker(rule, current) : [];
  const atMs = fits(rule, current) ? expiryOf(rule, current) : undefined;
  if (atMs === undefined) return [];
  return [{ kind: versioning ? 'expire' : 'remove', version: current, atMs: Math.max(atMs, current.modifiedMs) }];
}

/** A delete marker that hides nothing goes by its own rule, or by the days of one for objects. */
function actionsOnMarker(rule: LifecycleRule, version: DeleteMarker): LifecycleAction[] {
  if (!version.key.startsWith(prefixOf(rule)) || asksMoreThanPrefix(rule)) return [];
  const isAtOnce = rule.Expiration?.ExpiredObjectDeleteMarker === true;
  const atMs = isAtOnce ? midnightFrom(version.modifiedMs) : expiryOf(rule, version);
  return atMs === undefined ? [] : [{ kind: 'remove', version, atMs }];
}

/** Markers have neither tags nor a size. */
const asksMoreThanPrefix = ({ Filter = {} }: LifecycleRule): boolean =>
  Object.entries({ ...Filter, ...Filter.And }).some(
    ([name, value]) => value !== undefined && name !== 'Prefix' && name !== 'And',
  );

/** A version is noncurrent since the one above it was written; the newest of them may be kept. */
function actionsOnNoncurrent(
  rule: LifecycleRule,
  version: ObjectVersion,
  successor: ObjectVersion | undefined,
  newer: number,
): LifecycleAction[] {
  const { NoncurrentDays: days, NewerNoncurrentVersions: kept = 0 } = rule.NoncurrentVersionExpiration ?? {};
  if (days === undefined || !successor || newer < kept) return [];
  const isOfRule =
    version.kind === 'object'
      ? fits(rule, version)
      : version.key.startsWith(prefixOf(rule)) && !asksMoreThanPrefix(rule);
  return isOfRule ? [{ kind: 'remove', version, atMs: midnightAfter(successor.modifiedMs, days) }] : [];
}

/** A lock keeps a version from being removed, and from nothing else. */
function afterLock(action: LifecycleAction): LifecycleAction[] {
  const { retention, legalHold } = lockOf(action.version);
  if (action.kind === 'expire') return [action];
  if (legalHold === 'ON') return [];
  return [{ ...action, atMs: Math.max(action.atMs, midnightFrom(retention?.untilMs ?? 0)) }];
}

const lockOf = (version: ObjectVersion): NonNullable<StoredObject['lock']> =>
  (version.kind === 'object' ? version.lock : undefined) ?? {};
