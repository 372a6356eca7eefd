import type { GetParametersByPathRequest, GetParametersByPathResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, validation } from '../errors.ts';
import { describeValue } from '../parameters/describe-parameter.ts';
import { matchesFilters } from '../parameters/filters.ts';
import { newestOf } from '../parameters/find-parameter.ts';
import type { Parameter, SsmState } from '../state.ts';

const defaultResults = 10;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const getParametersByPath: Operation<
  Given<GetParametersByPathRequest>,
  GetParametersByPathResult,
  SsmState
> = async (state, input, context) => {
  assertPath(input.Path);
  const below = [...parametersBelow(state, input.Path, input.Recursive ?? false)];
  const filters = input.ParameterFilters ?? [];
  const chosen = below.filter((parameter) => matchesFilters(parameter, filters, byPathFilters));
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

const byPathFilters = ['Type', 'KeyId', 'Label'];

type Filters = NonNullable<GetParametersByPathRequest['ParameterFilters']>;

/** A filter by label answers the version that has it, not the newest. */
function labelledVersion(parameter: Parameter, filters: Filters) {
  const labels = filters.find((filter) => filter.Key === 'Label')?.Values;
  return labels && parameter.versions.findLast((version) => version.labels.some((label) => labels.includes(label)));
}

function* parametersBelow(state: SsmState, path: string, recursive: boolean): Generator<Parameter> {
  const prefix = path.endsWith('/') ? path : `${path}/`;
  for (const [name, parameter] of state.parameters.entries({ from: prefix })) {
    if (!name.startsWith(prefix)) return;
    if (recursive || !name.includes('/', prefix.length)) yield parameter;
  }
}

function assertPath(path: string): void {
  if (!/^\/(?:[a-zA-Z0-9_.-]+(?:\/[a-zA-Z0-9_.-]+)*\/?)?$/.test(path)) {
    throw validation(
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.',
    );
  }
}
