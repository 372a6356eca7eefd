/** A part of a template; numbers and booleans may be written as text. */
export type Template = Readonly<Record<string, unknown>>;

/** A rule as templates write it → as PutBucketLifecycleConfiguration takes it. */
export function lifecycleRule(rule: Template) {
  return {
    ID: rule.Id,
    Status: rule.Status,
    Filter: filterOf(rule),
    Expiration: expirationOf(rule),
    Transitions: listOf(rule.Transitions, rule.Transition).map((transition) => ({
      Date: dateOf(transition.TransitionDate),
      Days: numberOf(transition.TransitionInDays),
      StorageClass: transition.StorageClass,
    })),
    NoncurrentVersionTransitions: listOf(rule.NoncurrentVersionTransitions, rule.NoncurrentVersionTransition).map(
      (transition) => ({
        NoncurrentDays: numberOf(transition.TransitionInDays),
        NewerNoncurrentVersions: numberOf(transition.NewerNoncurrentVersions),
        StorageClass: transition.StorageClass,
      }),
    ),
    NoncurrentVersionExpiration: noncurrentExpirationOf(rule),
    AbortIncompleteMultipartUpload: abortOf(rule.AbortIncompleteMultipartUpload as Template | undefined),
  };
}

/** One condition stands alone, several stand in `And`. */
function filterOf(rule: Template) {
  const Tags = listOf(rule.TagFilters).map(({ Key, Value }) => ({ Key, Value }));
  const conditions = {
    ...(rule.Prefix !== undefined && { Prefix: rule.Prefix }),
    ...(rule.ObjectSizeGreaterThan !== undefined && { ObjectSizeGreaterThan: numberOf(rule.ObjectSizeGreaterThan) }),
    ...(rule.ObjectSizeLessThan !== undefined && { ObjectSizeLessThan: numberOf(rule.ObjectSizeLessThan) }),
  };
  const count = Object.keys(conditions).length + Tags.length;
  if (count > 1) return { And: { ...conditions, ...(Tags.length > 0 && { Tags }) } };
  if (Tags.length === 1) return { Tag: Tags[0] };
  return count === 1 ? conditions : { Prefix: '' };
}

function expirationOf(rule: Template) {
  if (isTrue(rule.ExpiredObjectDeleteMarker)) return { ExpiredObjectDeleteMarker: true };
  if (rule.ExpirationDate !== undefined) return { Date: dateOf(rule.ExpirationDate) };
  return rule.ExpirationInDays === undefined ? undefined : { Days: numberOf(rule.ExpirationInDays) };
}

function noncurrentExpirationOf(rule: Template) {
  const expiration = rule.NoncurrentVersionExpiration as Template | undefined;
  if (expiration) {
    return {
      NoncurrentDays: numberOf(expiration.NoncurrentDays),
      NewerNoncurrentVersions: numberOf(expiration.NewerNoncurrentVersions),
    };
  }
  const days = rule.NoncurrentVersionExpirationInDays;
  return days === undefined ? undefined : { NoncurrentDays: numberOf(days) };
}

const abortOf = (abort: Template | undefined) => abort && { DaysAfterInitiation: numberOf(abort.DaysAfterInitiation) };

const listOf = (list: unknown, single?: unknown): readonly Template[] => [
  ...((list ?? []) as readonly Template[]),
  ...(single === undefined ? [] : [single as Template]),
];

const dateOf = (value: unknown): Date | undefined => (value === undefined ? undefined : new Date(String(value)));

/** Of a part of a template that may write its number as text. */
export const numberOf = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));

/** Likewise of a boolean. */
export const isTrue = (value: unknown): boolean => String(value) === 'true';
