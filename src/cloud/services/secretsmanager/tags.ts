import type { Tag } from '@aws-sdk/client-secrets-manager';
import type { Tags } from '../../service-kit/tags.ts';
import { invalidParameter, limitExceeded } from './errors.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const tagsMax = 50;

/** Adds and overwrites. */
export function mergeTags(tags: Tags, list: readonly Tag[]): Tags {
  const given = new Map(list.map(({ Key = '', Value = '' }) => [Key, Value]));
  if (given.size < list.length) throw invalidParameter('Duplicate tag keys found.');
  const merged = { ...tags, ...Object.fromEntries(given) };
  if (Object.keys(merged).length > tagsMax) throw limitExceeded(`A secret can't have more than ${tagsMax} tags.`);
  return merged;
}
