import type {
  GetTagKeysInput,
  GetTagKeysOutput,
  GetTagValuesInput,
  GetTagValuesOutput,
} from '@aws-sdk/client-resource-groups-tagging-api';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidToken } from '../errors.ts';
import type { TaggingApiState } from '../state.ts';
import { taggedResources } from './tagged-resources.ts';

const namesPerPage = 1000;

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetTagKeys.html */
export const getTagKeys: Operation<Given<GetTagKeysInput>, GetTagKeysOutput, TaggingApiState> = (
  _state,
  input,
  context,
) => {
  const keys = taggedResources(context).flatMap(({ tags }) => Object.keys(tags));
  const { items, next } = pageOfNames(keys, input.PaginationToken);
  return { PaginationToken: next ?? '', TagKeys: [...items] };
};

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetTagValues.html */
export const getTagValues: Operation<Given<GetTagValuesInput>, GetTagValuesOutput, TaggingApiState> = (
  _state,
  { Key, PaginationToken },
  context,
) => {
  const values = taggedResources(context).flatMap(({ tags }) => (Object.hasOwn(tags, Key) ? [tags[Key] ?? ''] : []));
  const { items, next } = pageOfNames(values, PaginationToken);
  return { PaginationToken: next ?? '', TagValues: [...items] };
};

/** Each once, in order. */
const pageOfNames = (names: readonly string[], token: string | undefined) =>
  pageOf([...new Set(names)].sort(), {
    limit: namesPerPage,
    token: token || undefined,
    keyOf: (name) => name,
    invalidToken,
  });
