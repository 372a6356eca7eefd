import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  TagDescription,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { passes } from '../lookup/filters.ts';
import { find, kindOf, kinds } from '../lookup/kinds.ts';
import { addTags } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State } from '../state.ts';

const pageMax = 1000;

/** Ids of all kinds; one that names nothing is refused in the words of its kind. */
function assertResources(state: Ec2State, ids: readonly string[]): void {
  for (const id of ids) {
    const kind = kindOf(id);
    if (!kind) throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
    find(state, kind, id);
  }
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html */
export const createTags = ec2Operation(
  'CreateTags',
  ['Resources', 'Tags'],
  (state, { Resources = [], Tags = [] }: CreateTagsRequest): object => {
    assertResources(state, Resources);
    for (const id of Resources) addTags(state, id, tagRecord(Tags));
    return {};
  },
);

/** Without tags all of the user's own go; with a value only a tag of that value. */
export const deleteTags = ec2Operation(
  'DeleteTags',
  ['Resources'],
  (state, { Resources = [], Tags }: DeleteTagsRequest): object => {
    for (const id of Resources) {
      const isMeant = (key: string, value: string) =>
        Tags
          ? Tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value))
          : !key.startsWith('aws:');
      const tags = state.tags.get(id);
      if (!tags) continue;
      const rest = Object.entries(tags).filter(([key, value]) => !isMeant(key, value));
      if (rest.length > 0) state.tags.set(id, Object.fromEntries(rest));
      else state.tags.delete(id);
    }
    return {};
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
export const describeTags = ec2Operation(
  'DescribeTags',
  [],
  (state, input: DescribeTagsRequest): DescribeTagsResult => {
    const all = [...state.tags.entries()].flatMap(([ResourceId, tags]) =>
      Object.entries(tags).map(([Key, Value]): TagDescription => {
        const kind = kindOf(ResourceId);
        return { Key, ResourceId, ...(kind && { ResourceType: kinds[kind].type }), Value };
      }),
    );
    const passing = all.filter((tag) =>
      passes(tag, { [tag.Key ?? '']: tag.Value ?? '' }, input.Filters ?? [], {
        key: ({ Key }) => Key,
        'resource-id': ({ ResourceId }) => ResourceId,
        'resource-type': ({ ResourceType }) => ResourceType,
        value: ({ Value }) => Value,
      }),
    );
    const page = pageOf(passing, {
      limit: Math.min(input.MaxResults ?? pageMax, pageMax),
      token: input.NextToken,
      keyOf: ({ ResourceId, Key }) => `${ResourceId}/${Key}`,
      invalidToken: () =>
        new AwsError('InvalidNextToken', 'The specified NextToken value is invalid. Please try again.'),
    });
    return { Tags: [...page.items], ...(page.next !== undefined && { NextToken: page.next }) };
  },
);
