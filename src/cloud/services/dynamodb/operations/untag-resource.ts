import type { UntagResourceCommandInput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { tagInvalid } from '../errors/table-errors.ts';
import { untagResourceShape } from '../shapes.ts';
import type { DynamoState } from '../state.ts';
import { checkInput } from '../tables/check-input.ts';
import { findTagged } from '../tables/tags.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html */
export const untagResource: Operation<UntagResourceCommandInput, object, DynamoState> = (state, input, context) => {
  checkInput(input, untagResourceShape);
  const table = findTagged(state, input.ResourceArn ?? '', 'UntagResource', context);
  const keys = new Set(input.TagKeys);
  if (keys.size === 0) throw tagInvalid('Atleast one Tag Key needs to be provided as Input.');
  const tags = Object.fromEntries(Object.entries(table.tags).filter(([key]) => !keys.has(key)));
  state.tables.set(table.name, { ...table, tags });
  return {};
};
