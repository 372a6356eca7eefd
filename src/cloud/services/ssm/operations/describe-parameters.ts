import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, validation } from '../errors.ts';
import { describeMetadata } from '../parameters/describe-parameter.ts';
import { assertFilters, type FilterKeys, matchesFilters, usualOptions } from '../parameters/filters.ts';
import { newestOf } from '../parameters/find-parameter.ts';
import type { SsmState } from '../state.ts';

const defaultResults = 50;
const filterKeys: FilterKeys = {
  Path: ['OneLevel', 'Recursive'],
  Name: [...usualOptions, 'Contains'],
  Type: usualOptions,
  KeyId: usualOptions,
  Tier: usualOptions,
  DataType: usualOptions,
  'tag:': usualOptions,
};

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html */
export const describeParameters: Operation<Given<DescribeParametersRequest>, DescribeParametersResult, SsmState> = (
  state,
  input,
) => {
  if (input.Filters?.length && input.ParameterFilters?.length) {
    throw validation('You can use either Filters or ParameterFilters in a single request.');
  }
  assertFilters(input.ParameterFilters ?? [], filterKeys);
  // Parameters shared from other accounts: there are none.
  if (input.Shared) return { Parameters: [] };
  // The older kind of filter means: begins with.
  const older = (input.Filters ?? []).map(({ Key, Values }) => ({ Key, Values, Option: 'BeginsWith' }));
  const filters = [...older, ...(input.ParameterFilters ?? [])];
  const chosen = [...state.parameters.values()].filter((parameter) => matchesFilters(parameter, filters));
  const { items, next } = pageOf(chosen, {
    limit: input.MaxResults ?? defaultResults,
    token: input.NextToken,
    keyOf: (parameter) => parameter.name,
    invalidToken: invalidNextToken,
  });
  return { Parameters: items.map((parameter) => describeMetadata(parameter, newestOf(parameter))), NextToken: next };
};
