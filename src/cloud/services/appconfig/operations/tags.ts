import type * as Sdk from '@aws-sdk/client-appconfig';
import type { Collection } from '../../../kernel/collection.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { TaggableResource } from '../../../service-kit/tagging.ts';
import { type Tags, withoutTags } from '../../../service-kit/tags.ts';
import { taggedNotFound } from '../errors.ts';
import type { AppConfigState } from '../state.ts';

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<Given<Sdk.ListTagsForResourceRequest>, Sdk.ResourceTags, AppConfigState> = (
  state,
  { ResourceArn },
) => ({ Tags: { ...find(state, ResourceArn).tags } });

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<Sdk.TagResourceRequest>, object, AppConfigState> = (
  state,
  { ResourceArn, Tags },
) => {
  const found = find(state, ResourceArn);
  found.put({ ...found.tags, ...Tags });
  return {};
};

/** https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<Sdk.UntagResourceRequest>, object, AppConfigState> = (
  state,
  { ResourceArn, TagKeys },
) => {
  const found = find(state, ResourceArn);
  found.put(withoutTags(found.tags, TagKeys));
  return {};
};

interface Found {
  readonly tags: Tags;
  put(tags: Tags): void;
}

function find(state: AppConfigState, arn: string): Found {
  const found =
    foundIn(state.applications, arn) ??
    foundIn(state.environments, arn) ??
    foundIn(state.profiles, arn) ??
    foundIn(state.strategies, arn) ??
    foundIn(state.deployments, arn);
  if (!found) throw taggedNotFound(arn);
  return found;
}

function foundIn<T extends TaggableResource>(collection: Collection<T>, arn: string): Found | undefined {
  for (const [key, value] of collection.entries()) {
    if (value.arn === arn) return { tags: value.tags, put: (tags) => void collection.set(key, { ...value, tags }) };
  }
  return undefined;
}
