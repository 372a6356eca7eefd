import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-application-auto-scaling';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type Tags, withoutTags } from '../../../service-kit/tags.ts';
import { resourceNotFound, tooManyTags } from '../errors.ts';
import { type AutoScalingState, type ScalableTarget, targetKey } from '../state.ts';

const tagsMax = 50;

/** Throws TooManyTagsException. */
export function assertTagCount(arn: string, tags: Tags): void {
  if (Object.keys(tags).length > tagsMax) throw tooManyTags(arn);
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<ListTagsForResourceRequest>,
  ListTagsForResourceResponse,
  AutoScalingState
> = (state, { ResourceARN }) => ({ Tags: { ...find(state, ResourceARN).tags } });

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html */
export const tagResource: Operation<Given<TagResourceRequest>, object, AutoScalingState> = (
  state,
  { ResourceARN, Tags },
) => {
  const target = find(state, ResourceARN);
  return retag(state, target, { ...target.tags, ...Tags });
};

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_UntagResource.html */
export const untagResource: Operation<Given<UntagResourceRequest>, object, AutoScalingState> = (
  state,
  { ResourceARN, TagKeys },
) => {
  const target = find(state, ResourceARN);
  return retag(state, target, withoutTags(target.tags, TagKeys));
};

const find = (state: AutoScalingState, arn: string): ScalableTarget =>
  [...state.targets.values()].find((target) => target.arn === arn) ?? raise(resourceNotFound(arn));

function retag(state: AutoScalingState, target: ScalableTarget, tags: Tags): object {
  assertTagCount(target.arn, tags);
  state.targets.set(targetKey(target), { ...target, tags });
  return {};
}
