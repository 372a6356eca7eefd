import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { isReservedTagKey, type Tags, tagList, tagRecord } from '../../../service-kit/tags.ts';
import { invalidParameterValue } from '../errors.ts';
import type { Ec2State, Kind } from '../state.ts';
import { kinds } from './kinds.ts';

/** AWS: tags of one resource. */
const tagsMax = 50;
const keyLengthMax = 127;
const valueLengthMax = 255;

/** Tags that are on a resource, as answers list them. */
export const tagsOf = (state: Ec2State, id: string): Tag[] => tagList(state.tags.get(id) ?? {});

/** Likewise; undefined where there are none, for kinds whose answers then have no list. */
export function tagsIfAny(state: Ec2State, id: string): { Tags?: Tag[] } {
  const tags = tagsOf(state, id);
  return tags.length > 0 ? { Tags: tags } : {};
}

/** Puts tags on a resource over those that are there. */
export function addTags(state: Ec2State, id: string, tags: Tags): void {
  for (const [key, value] of Object.entries(tags)) assertTag(key, value);
  const all = { ...state.tags.get(id), ...tags };
  const own = Object.keys(all).filter((key) => !key.startsWith('aws:'));
  if (own.length > tagsMax)
    throw new AwsError('TagLimitExceeded', 'The maximum number of tags for the resource has been reached.');
  if (Object.keys(all).length > 0) state.tags.set(id, all);
}

function assertTag(key: string, value: string): void {
  if (isReservedTagKey(key))
    throw invalidParameterValue(
      `Value ( ${key} ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use`,
    );
  if (key === '') throw invalidParameterValue('Tag key cannot be empty');
  if (key.length > keyLengthMax) throw invalidParameterValue(`Tag key exceeds the maximum length of ${keyLengthMax}`);
  if (value.length > valueLengthMax)
    throw invalidParameterValue(`Tag value exceeds the maximum length of ${valueLengthMax}`);
}

/** Tags that a creation's input asks for, on resources of this kind. Specifications of other kinds are refused. */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  kind: Kind,
  ...alsoAllowed: readonly Kind[]
): Tags {
  const allowed: readonly unknown[] = [kind, ...alsoAllowed].map((each) => kinds[each].type);
  for (const { ResourceType } of specifications ?? []) {
    if (!allowed.includes(ResourceType))
      throw invalidParameterValue(`'${ResourceType}' is not a valid taggable resource type for this operation.`);
  }
  const own = (specifications ?? []).filter(({ ResourceType }) => ResourceType === kinds[kind].type);
  return tagRecord(own.flatMap(({ Tags: tags = [] }) => tags));
}
