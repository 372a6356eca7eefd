import type { GetParameterHistoryRequest, GetParameterHistoryResult } from '@aws-sdk/client-ssm';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidNextToken, parameterNotFound } from '../errors.ts';
import { describeHistory } from '../parameters/describe-parameter.ts';
import { findParameter } from '../parameters/find-parameter.ts';
import type { SsmState } from '../state.ts';

const defaultResults = 50;

/** Oldest first; https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html */
export const getParameterHistory: Operation<
  Given<GetParameterHistoryRequest>,
  GetParameterHistoryResult,
  SsmState
> = async (state, input, context) => {
  const parameter = findParameter(state, input.Name) ?? raise(parameterNotFound());
  const { items, next } = pageOf(parameter.versions, {
    limit: input.MaxResults ?? defaultResults,
    token: input.NextToken,
    keyOf: ({ version }) => String(version).padStart(9, '0'),
    invalidToken: invalidNextToken,
  });
  const withDecryption = input.WithDecryption ?? false;
  const Parameters = await Promise.all(
    items.map((version) => describeHistory(parameter, version, withDecryption, context)),
  );
  return { Parameters, NextToken: next };
};
