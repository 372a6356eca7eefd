import type { GetParametersByPathRequest, GetParametersByPathResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken } from '../errors.ts';
import { describeValue } from '../parameters/describe-parameter.ts';
import { assertFilters, type FilterKeys, matchesFilters, usualOptions } from '../parameters/filters.ts';
import { newestOf } from '../parameters/find-parameter.ts';
import { assertPath } from '../parameters/names.ts';
import { publicParametersBelow } from '../parameters/public-parameters.ts';
import type { Parameter, SsmState } from '../state.ts';

const defaultResults = 10;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const getParametersByPath: Operation<
  Given<GetParametersByPathRequest>,
  GetParametersByPathResult,
  SsmState
> = async (state, input, context) => {
  assertPath(input.Path);
  const filters = input.ParameterFilters ?? [];
  assertFilters(filters, byPathFilters);
  const below = [...parametersBelow(state, input.Path, input.Recursive ?? false, context.region)];
  const chosen = below.filter((parameter) => matchesFilters(parameter, filters));
  const { items, next } = pageOf(chosen, {
    limit: input.MaxResults ?? defaultResults,
    token: input.NextToken,
    keyOf: (parameter) => parameter.name,
    invalidToken: invalidNextToken,
  });
  const Parameters = await Promise.all(
    items.map((parameter) => {
      const version = labelledVersion(parameter, filters) ?? newestOf(parameter);
      return describeValue({ parameter, version }, input.WithDecryption ?? false, context);
    }),
  );
  return { Parameters, NextToken: next };
};

const byPathFilters: FilterKeys = { Type: usualOptions, KeyId: usualOptions, Label: ['Equals'] };

type Filters = NonNullable<GetParametersByPathRequest['ParameterFilters']>;

/** A filter by label answers the version that has it, not the newest. */
function labelledVersion(parameter: Parameter, filters: Filters) {
  const labels = filters.find((filter) => filter.Key === 'Label')?.Values;
  return labels && parameter.versions.findLast((version) => version.labels.some((label) => labels.includes(label)));
}

function* parametersBelow(state: SsmState, path: string, recursive: boolean, region: string): Generator<Parameter> {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  // What AWS publishes has its own paths, at which nobody else can put anything.
  for (const parameter of prefix.startsWith('/aws/') ? publicParametersBelow(prefix, region) : []) {
    if (recursive || !parameter.name.includes('/', prefix.length)) yield parameter;
  }
  for (const [name, parameter] of state.parameters.entries({ from: prefix })) {
    if (!name.startsWith(prefix)) return;
    if (recursive || !name.includes('/', prefix.length)) yield parameter;
  }
}
