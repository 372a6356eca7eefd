import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { duplicateTags, transitiveTagMissing, transitiveTagTaken } from '../errors.ts';
import type { Session } from '../state.ts';

/**
 * The tags of a new session: its own, and those that the calling session hands on. Keys are compared without case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function sessionTags(
  { Tags = [], TransitiveTagKeys = [] }: Pick<AssumeRoleCommandInput, 'Tags' | 'TransitiveTagKeys'>,
  calling: Session | undefined,
): Pick<Session, 'tags' | 'transitiveTagKeys'> {
  const own = new Set(Tags.map(({ Key = '' }) => Key.toLowerCase()));
  if (own.size < Tags.length) throw duplicateTags();
  const handedOn = calling?.transitiveTagKeys ?? [];
  if (handedOn.some((key) => own.has(key.toLowerCase()))) throw transitiveTagTaken();
  if (!TransitiveTagKeys.every((key) => own.has(key.toLowerCase()))) throw transitiveTagMissing();
  const inherited = Object.entries(calling?.tags ?? {}).filter(([key]) => handedOn.includes(key));
  return {
    tags: { ...Object.fromEntries(inherited), ...tagRecord(Tags) },
    transitiveTagKeys: [...handedOn, ...TransitiveTagKeys],
  };
}
