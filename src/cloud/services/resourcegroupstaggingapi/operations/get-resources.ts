import type { GetResourcesInput, GetResourcesOutput, TagFilter } from '@aws-sdk/client-resource-groups-tagging-api';
import { parseArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import type { TaggableResource } from '../../../service-kit/tagging.ts';
import { type Tags, tagList } from '../../../service-kit/tags.ts';
import { invalidParameter, invalidToken } from '../errors.ts';
import type { TaggingApiState } from '../state.ts';
import { taggedResources } from './tagged-resources.ts';

type Input = Given<GetResourcesInput>;

const resourcesPerPage = 50;

/**
 * The tagged resources of a region, by tags, types or ARNs.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export const getResources: Operation<Input, GetResourcesOutput, TaggingApiState> = (_state, input, context) => {
  assertCombination(input);
  const found = taggedResources(context).filter((resource) => isAsked(resource, input));
  const { items, next } = pageOf(found, {
    limit: input.ResourcesPerPage ?? resourcesPerPage,
    token: input.PaginationToken || undefined,
    keyOf: ({ arn }) => arn,
    invalidToken,
  });
  return {
    PaginationToken: next ?? '',
    ResourceTagMappingList: items.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tagList(tags) })),
  };
};

function assertCombination(input: Input): void {
  const { ExcludeCompliantResources, IncludeComplianceDetails, ResourceARNList: arns = [], TagFilters = [] } = input;
  if (ExcludeCompliantResources && !IncludeComplianceDetails) {
    throw invalidParameter('ExcludeCompliantResources can be used only when IncludeComplianceDetails is true');
  }
  if (IncludeComplianceDetails) throw new UnsupportedError('tag policies (IncludeComplianceDetails)');
  if (TagFilters.some(({ Key }) => Key === undefined)) throw invalidParameter('TagFilters must have a Key');
  const keys = TagFilters.map(({ Key }) => Key);
  if (new Set(keys).size < keys.length) throw invalidParameter('TagFilters cannot contain duplicate keys');
  const { PaginationToken, ResourcesPerPage, ResourceTypeFilters, TagsPerPage } = input;
  const others = [PaginationToken || undefined, ResourcesPerPage, TagsPerPage, ResourceTypeFilters];
  if (arns.length > 0 && others.some((value) => value !== undefined)) {
    throw invalidParameter('ResourceARNList cannot be specified with ResourceTypeFilters or pagination parameters');
  }
}

/** All filters must hold; of one filter's values, or of several types, one. */
function isAsked({ arn, tags }: TaggableResource, input: Input): boolean {
  const { ResourceARNList: arns = [], ResourceTypeFilters: types = [], TagFilters: filters = [] } = input;
  return (
    (arns.length === 0 || arns.includes(arn)) &&
    (types.length === 0 || types.some((type) => isOfType(arn, type))) &&
    filters.every((filter) => hasTag(tags, filter))
  );
}

const hasTag = (tags: Tags, { Key = '', Values = [] }: TagFilter): boolean =>
  Object.hasOwn(tags, Key) && (Values.length === 0 || Values.includes(tags[Key] ?? ''));

/** Kinds of resources whose ARNs do not tell their kind. */
const untold: Readonly<Record<string, string>> = { s3: 'bucket', sqs: 'queue' };

/** `dynamodb` or `dynamodb:table`, in the words of ARNs. */
function isOfType(arn: string, type: string): boolean {
  const [service, kind] = type.split(':', 2);
  const parsed = parseArn(arn);
  if (parsed?.service !== service) return false;
  if (kind === undefined) return true;
  return untold[service ?? ''] === kind || new RegExp(`^/?${escapeRegExp(kind)}[:/]`).test(parsed?.resource ?? '');
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
