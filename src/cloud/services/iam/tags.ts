import type { Tag } from '@aws-sdk/client-iam';
import type { Tags } from '../../service-kit/tags.ts';
import { invalidInput, limitExceeded } from './errors.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const tagsMax = 50;

/** The tags of something new. */
export const tagsFrom = (list: readonly Tag[] = []): Tags => mergeTags({}, list);

/** Adds and overwrites. Throws for a key given twice, and beyond 50 tags. */
export function mergeTags(tags: Tags, list: readonly Tag[]): Tags {
  const given = new Map(list.map(({ Key = '', Value = '' }) => [Key, Value]));
  const names = new Set(list.map(({ Key = '' }) => Key.toLowerCase()));
  if (names.size < list.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  // Keys are the same in any case of letters; the newer spelling stays.
  const others = Object.entries(tags).filter(([key]) => given.has(key) || !names.has(key.toLowerCase()));
  const merged = { ...Object.fromEntries(others), ...Object.fromEntries(given) };
  const count = Object.keys(merged).length;
  if (count > tagsMax) throw limitExceeded(`The number of tags has reached the maximum limit.`);
  return merged;
}
