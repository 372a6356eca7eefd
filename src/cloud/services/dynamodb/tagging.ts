import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { DynamoState } from './state.ts';

/** Tables. */
export const dynamoTagging: Tagging<DynamoState> = {
  arnService: 'dynamodb',
  resources: ({ tables }) => tables.values(),
  ...taggingCalls({ tag: 'TagResource', untag: 'UntagResource', on: (ResourceArn) => ({ ResourceArn }) }),
};
