import type { Tag } from '@aws-sdk/client-iam';
import type { Tags } from '../../service-kit/tags.ts';
import { invalidInput, limitExceeded } from './errors.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const tagsMax = 50;

/** The tags of something new. */
export const tagsFrom = (list: readonly Tag[] = []): Tags => mergeTags({}, list);

/** Adds and overwrites. Throws for a key given twice, and beyond 50 tags. */
export function mergeTags(tags: Tags, list: readonly Tag[]): Tags {
  const given = new Map(list.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  if (given.size < list.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const merged = { ...tags, ...Object.fromEntries(given) };
  const count = Object.keys(merged).length;
  if (count > tagsMax) throw limitExceeded(`The number of tags has reached the maximum limit.`);
  return merged;
}
