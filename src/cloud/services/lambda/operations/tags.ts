import type {
  ListTagsCommandInput,
  ListTagsResponse,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-lambda';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { invalidParameter } from '../errors.ts';
import { findMapping } from '../event-sources/find-mapping.ts';
import { findFunction, readFunctionName } from '../function-reference.ts';
import { revise } from '../revisions.ts';
import type { LambdaState } from '../state.ts';
import { assertTagCount } from '../tag-count.ts';
import { findConfig } from './code-signing-configs.ts';

type Tags = Readonly<Record<string, string>>;

/** Something that has tags, and how they are replaced. */
interface Tagged {
  readonly tags: Tags;
  retag(tags: Tags): void;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_TagResource.html */
export const tagResource: Operation<TagResourceCommandInput, object, LambdaState> = (state, input, context) => {
  const added = input.Tags ?? {};
  if (Object.keys(added).length === 0) {
    throw invalidParameter('An error occurred and the request cannot be processed.');
  }
  const tagged = findTagged(state, input.Resource, context, 'TagResource');
  const tags = { ...tagged.tags, ...added };
  assertTagCount(tags);
  tagged.retag(tags);
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UntagResource.html */
export const untagResource: Operation<UntagResourceCommandInput, object, LambdaState> = (state, input, context) => {
  const tagged = findTagged(state, input.Resource, context, 'UntagResource');
  const removed = input.TagKeys ?? [];
  tagged.retag(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !removed.includes(key))));
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
export const listTags: Operation<ListTagsCommandInput, ListTagsResponse, LambdaState> = (state, input, context) => ({
  Tags: { ...findTagged(state, input.Resource, context, 'ListTags').tags },
});

function findTagged(state: LambdaState, arn: string | undefined, context: Context, operation: string): Tagged {
  const mapping = /:event-source-mapping:([^:]+)$/.exec(arn ?? '');
  if (mapping) return taggedMapping(state, mapping[1]);
  if (/:code-signing-config:/.test(arn ?? '')) {
    const config = findConfig(state, arn);
    return { tags: config.tags, retag: (tags) => state.codeSigningConfigs.set(config.id, { ...config, tags }) };
  }
  if (/:capacity-provider:/.test(arn ?? '')) throw new UnsupportedError(`Lambda tags of ${arn}`);
  const reference = readFunctionName(context, operation, arn ?? '');
  if (reference.qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  }
  const record = findFunction(state, context, reference);
  return {
    tags: record.tags,
    retag: (tags) => {
      state.functions.set(record.name, { ...record, tags });
      revise(state, reference, context);
    },
  };
}

function taggedMapping(state: LambdaState, uuid: string | undefined): Tagged {
  const mapping = findMapping(state, uuid);
  return { tags: mapping.tags, retag: (tags) => state.eventSourceMappings.set(mapping.uuid, { ...mapping, tags }) };
}
