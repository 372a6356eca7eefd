import type { ListTagsOfResourceCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { tagList, withoutAwsTags } from '../../../service-kit/tags.ts';
import { listTagsOfResourceShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTagged } from '../tables/tags.ts';

/**
 * All tags on one page: a table has 50 at most.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
 */
export const listTagsOfResource: Operation<ListTagsOfResourceCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, listTagsOfResourceShape);
  const table = findTagged(state, input.ResourceArn ?? '', 'ListTagsOfResource', context);
  return { Tags: tagList(withoutAwsTags(table.tags)) };
};
