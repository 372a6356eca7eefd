import type {
  APIErrorType,
  BatchGetSecretValueRequest,
  BatchGetSecretValueResponse,
  SecretValueEntry,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter } from '../errors.ts';
import { paginate } from '../paging.ts';
import { passesFilters } from '../secrets/filters.ts';
import type { SecretsManagerState } from '../state.ts';
import { getSecretValue } from './get-secret-value.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const secretsMax = 20;

/** Several current values in one call; what fails is told beside what did not. */
export const batchGetSecretValue: Operation<
  Given<BatchGetSecretValueRequest>,
  BatchGetSecretValueResponse,
  SecretsManagerState
> = async (state, input, context) => {
  const { SecretIdList, Filters } = input;
  if ((SecretIdList === undefined) === (Filters === undefined)) {
    throw invalidParameter('You must include Filters or SecretIdList, but not both.');
  }
  if (input.MaxResults !== undefined && Filters === undefined) {
    throw invalidParameter("'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
  }
  const found =
    Filters &&
    [...state.secrets.values()].filter((secret) => !secret.deletion && passesFilters(secret, Filters, context.region));
  const { items, next } = paginate(SecretIdList ?? found?.map(({ arn }) => arn) ?? [], input, (id) => id, secretsMax);

  const SecretValues: SecretValueEntry[] = [];
  const Errors: APIErrorType[] = [];
  for (const SecretId of items) {
    try {
      SecretValues.push(await getSecretValue(state, { SecretId }, context));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Errors.push({ SecretId, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues, Errors, ...(next !== undefined && { NextToken: next }) };
};
