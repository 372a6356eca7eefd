import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-pipes';
import type { Operation } from '../../../service-kit/contract.ts';
import { withoutTags } from '../../../service-kit/tags.ts';
import { validation } from '../errors.ts';
import { findPipe } from '../settings/describe-pipe.ts';
import type { PipeRecord, PipesState } from '../state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Tag.html */
const tagsMax = 50;

const pipeOf = (state: PipesState, arn = ''): PipeRecord => findPipe(state, arn.slice(arn.lastIndexOf('/') + 1));

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResponse, PipesState> = (
  state,
  { resourceArn },
) => ({ tags: { ...pipeOf(state, resourceArn).tags } });

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_TagResource.html */
export const tagResource: Operation<TagResourceRequest, object, PipesState> = (state, { resourceArn, tags = {} }) => {
  const pipe = pipeOf(state, resourceArn);
  const all = { ...pipe.tags, ...tags };
  if (Object.keys(all).length > tagsMax) throw validation(`A resource can have at most ${tagsMax} tags.`);
  state.pipes.set(pipe.name, { ...pipe, tags: all });
  return {};
};

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_UntagResource.html */
export const untagResource: Operation<UntagResourceRequest, object, PipesState> = (
  state,
  { resourceArn, tagKeys = [] },
) => {
  const pipe = pipeOf(state, resourceArn);
  state.pipes.set(pipe.name, { ...pipe, tags: withoutTags(pipe.tags, tagKeys) });
  return {};
};
