import type { TagResourceCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { tagInvalid } from '../errors/table-errors.ts';
import { tagResourceShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTagged, withTags } from '../tables/tags.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html */
export const tagResource: Operation<TagResourceCommandInput, object, DynamoState> = (state, input, context) => {
  checkInput(input, tagResourceShape);
  const table = findTagged(state, input.ResourceArn ?? '', 'TagResource', context);
  if (input.Tags?.length === 0) throw tagInvalid('Atleast one Tag needs to be provided as Input.');
  const tags = withTags(table.tags, input.Tags);
  state.tables.set(table.name, { ...table, tags });
  return {};
};
