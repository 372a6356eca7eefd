import type {
  AddTagsToResourceRequest,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  RemoveTagsFromResourceRequest,
  Tag,
} from '@aws-sdk/client-ssm';
import { AwsError, raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { isReservedTagKey, tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import { invalidResourceId, validation } from '../errors.ts';
import { findParameter } from '../parameters/find-parameter.ts';
import type { Parameter, SsmState } from '../state.ts';

const tagsMax = 50;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html */
export const addTagsToResource: Operation<Given<AddTagsToResourceRequest>, object, SsmState> = (state, input) => {
  const parameter = tagged(state, input);
  const tags = { ...parameter.tags, ...tagRecord(input.Tags) };
  assertTags(input.Tags, Object.keys(tags).length);
  state.parameters.set(parameter.name, { ...parameter, tags });
  return {};
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html */
export const removeTagsFromResource: Operation<Given<RemoveTagsFromResourceRequest>, object, SsmState> = (
  state,
  input,
) => {
  const parameter = tagged(state, input);
  state.parameters.set(parameter.name, { ...parameter, tags: withoutTags(parameter.tags, input.TagKeys) });
  return {};
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<Given<ListTagsForResourceRequest>, ListTagsForResourceResult, SsmState> = (
  state,
  input,
) => ({
  TagList: tagList(tagged(state, input).tags),
});

/** Throws for AWS's own keys, and for more than 50 tags in `total`. */
export function assertTags(tags: readonly Tag[], total: number = tags.length): void {
  if (total > tagsMax) {
    throw new AwsError('TooManyTagsError', `The tags exceed the number of allowed tags: ${tagsMax}.`);
  }
  if (tags.some(({ Key = '' }) => isReservedTagKey(Key))) {
    throw validation('Tag keys that begin with aws: are reserved for AWS.');
  }
}

function tagged(state: SsmState, input: Given<ListTagsForResourceRequest>): Parameter {
  if (input.ResourceType !== 'Parameter') throw new UnsupportedError(`SSM tags of a ${input.ResourceType}`);
  return findParameter(state, input.ResourceId) ?? raise(invalidResourceId());
}
