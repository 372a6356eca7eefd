import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-ecr';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { isReservedTagKey, tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import { invalidParameter } from '../errors.ts';
import { findRepository } from '../find-repository.ts';
import type { EcrState, Repository } from '../state.ts';

const tagsMax = 50;

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceRequest>, object, EcrState> = (state, input, context) => {
  const repository = repositoryOf(state, input.resourceArn, context);
  const tags = { ...repository.tags, ...checkedTags(input.tags) };
  if (Object.keys(tags).length > tagsMax) throw new AwsError('TooManyTagsException', 'Too many tags');
  state.repositories.set(repository.name, { ...repository, tags });
  return {};
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceRequest>, object, EcrState> = (state, input, context) => {
  const repository = repositoryOf(state, input.resourceArn, context);
  state.repositories.set(repository.name, { ...repository, tags: withoutTags(repository.tags, input.tagKeys) });
  return {};
};

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<ListTagsForResourceRequest>,
  ListTagsForResourceResponse,
  EcrState
> = (state, input, context) => {
  const { tags } = repositoryOf(state, input.resourceArn, context);
  return { tags: tagList(tags) };
};

/** The tags of a request; throws InvalidTagParameterException for keys that are AWS's own. */
export function checkedTags(tags: readonly Tag[]): Record<string, string> {
  if (tags.some(({ Key = '' }) => isReservedTagKey(Key))) {
    throw new AwsError('InvalidTagParameterException', 'Tag keys must not begin with aws:');
  }
  return tagRecord(tags);
}

function repositoryOf(state: EcrState, arn: string, context: Context): Repository {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'ecr' || !parsed.resource.startsWith('repository/')) {
    throw invalidParameter(`Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'`);
  }
  const repositoryName = parsed.resource.slice('repository/'.length);
  return findRepository(state, { repositoryName, registryId: parsed.account }, context);
}
