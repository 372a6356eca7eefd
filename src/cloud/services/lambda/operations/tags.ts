import type {
  ListTagsCommandInput,
  ListTagsResponse,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../kernel/service.ts';
import { invalidParameter } from '../errors.ts';
import { findFunction } from '../find-function.ts';
import { readFunctionName } from '../function-name.ts';
import type { FunctionRecord, LambdaState } from '../state.ts';

/** AWS: https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const tagsMax = 50;

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource: Operation<TagResourceCommandInput, object, LambdaState> = (state, input, context) => {
  const added = input.Tags ?? {};
  if (Object.keys(added).length === 0) {
    throw invalidParameter('An error occurred and the request cannot be processed.');
  }
  const record = tagged(state, input.Resource, context, 'TagResource');
  const tags = { ...record.tags, ...added };
  if (Object.keys(tags).length > tagsMax) throw invalidParameter('Number of tags exceeds resource tag limit.');
  state.functions.set(record.name, { ...record, tags });
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource: Operation<UntagResourceCommandInput, object, LambdaState> = (state, input, context) => {
  const record = tagged(state, input.Resource, context, 'UntagResource');
  const removed = input.TagKeys ?? [];
  const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !removed.includes(key)));
  state.functions.set(record.name, { ...record, tags });
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags: Operation<ListTagsCommandInput, ListTagsResponse, LambdaState> = (state, input, context) => ({
  Tags: { ...tagged(state, input.Resource, context, 'ListTags').tags },
});

function tagged(state: LambdaState, arn: string | undefined, context: Context, operation: string): FunctionRecord {
  if (/:(code-signing-config|event-source-mapping|layer):/.test(arn ?? '')) {
    throw new UnsupportedError(`Lambda tags of ${arn}`);
  }
  const reference = readFunctionName(context, operation, arn ?? '');
  if (reference.qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  return findFunction(state, context, reference);
}
