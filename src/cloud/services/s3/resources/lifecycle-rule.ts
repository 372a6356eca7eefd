import type { Kinds, Values } from '../../../service-kit/properties.ts';

const transition = { members: { StorageClass: 'text', TransitionDate: 'text', TransitionInDays: 'number' } } as const;

const noncurrentTransition = {
  members: { NewerNoncurrentVersions: 'number', StorageClass: 'text', TransitionInDays: 'number' },
} as const;

/** A rule as templates write it. */
export const lifecycleKinds = {
  AbortIncompleteMultipartUpload: { members: { DaysAfterInitiation: 'number' } },
  ExpirationDate: 'text',
  ExpirationInDays: 'number',
  ExpiredObjectDeleteMarker: 'flag',
  Id: 'text',
  NoncurrentVersionExpiration: { members: { NewerNoncurrentVersions: 'number', NoncurrentDays: 'number' } },
  NoncurrentVersionExpirationInDays: 'number',
  NoncurrentVersionTransition: noncurrentTransition,
  NoncurrentVersionTransitions: { list: noncurrentTransition },
  ObjectSizeGreaterThan: 'number',
  ObjectSizeLessThan: 'number',
  Prefix: 'text',
  Status: 'text',
  TagFilters: { list: { members: { Key: 'text', Value: 'text' } } },
  Transition: transition,
  Transitions: { list: transition },
} as const satisfies Kinds;

type Rule = Values<typeof lifecycleKinds>;

/** A rule as templates write it → as PutBucketLifecycleConfiguration takes it. */
export function lifecycleRule(rule: Rule) {
  return {
    ID: rule.Id,
    Status: rule.Status,
    Filter: filterOf(rule),
    Expiration: expirationOf(rule),
    Transitions: listOf(rule.Transitions, rule.Transition).map((one) => ({
      Date: dateOf(one.TransitionDate),
      Days: one.TransitionInDays,
      StorageClass: one.StorageClass,
    })),
    NoncurrentVersionTransitions: listOf(rule.NoncurrentVersionTransitions, rule.NoncurrentVersionTransition).map(
      ({ TransitionInDays: NoncurrentDays, ...rest }) => ({ ...rest, NoncurrentDays }),
    ),
    NoncurrentVersionExpiration: noncurrentExpirationOf(rule),
    AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
  };
}

/** One condition stands alone, several stand in `And`. */
function filterOf({ Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan, TagFilters: Tags = [] }: Rule) {
  const conditions = {
    ...(Prefix !== undefined && { Prefix }),
    ...(ObjectSizeGreaterThan !== undefined && { ObjectSizeGreaterThan }),
    ...(ObjectSizeLessThan !== undefined && { ObjectSizeLessThan }),
  };
  const count = Object.keys(conditions).length + Tags.length;
  if (count > 1) return { And: { ...conditions, ...(Tags.length > 0 && { Tags }) } };
  if (Tags.length === 1) return { Tag: Tags[0] };
  return count === 1 ? conditions : { Prefix: '' };
}

function expirationOf(rule: Rule) {
  if (rule.ExpiredObjectDeleteMarker) return { ExpiredObjectDeleteMarker: true };
  if (rule.ExpirationDate !== undefined) return { Date: dateOf(rule.ExpirationDate) };
  return rule.ExpirationInDays === undefined ? undefined : { Days: rule.ExpirationInDays };
}

function noncurrentExpirationOf(rule: Rule) {
  if (rule.NoncurrentVersionExpiration) return rule.NoncurrentVersionExpiration;
  const days = rule.NoncurrentVersionExpirationInDays;
  return days === undefined ? undefined : { NoncurrentDays: days };
}

const listOf = <T>(list: readonly T[] | undefined, single: T | undefined): readonly T[] => [
  ...(list ?? []),
  ...(single === undefined ? [] : [single]),
];

const dateOf = (value: string | undefined): Date | undefined => (value === undefined ? undefined : new Date(value));
