import type {
  DescribeSecretRequest,
  DescribeSecretResponse,
  ListSecretsRequest,
  ListSecretsResponse,
  ListSecretVersionIdsRequest,
  ListSecretVersionIdsResponse,
} from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { paginate } from '../paging.ts';
import { describeSecret as describe, describeListed, describeVersion } from '../secrets/describe.ts';
import { passesFilters } from '../secrets/filters.ts';
import { findAnySecret } from '../secrets/find-secret.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const describeSecret: Operation<Given<DescribeSecretRequest>, DescribeSecretResponse, SecretsManagerState> = (
  state,
  input,
) => describe(findAnySecret(state, input.SecretId));

type SortKey = (secret: Secret) => number | string;

const sortKeys: Readonly<Record<string, SortKey>> = {
  'created-date': ({ createdMs }) => createdMs,
  'last-accessed-date': ({ accessedDayMs }) => accessedDayMs ?? 0,
  'last-changed-date': ({ changedMs }) => changedMs,
  name: ({ name }) => name,
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html */
export const listSecrets: Operation<Given<ListSecretsRequest>, ListSecretsResponse, SecretsManagerState> = (
  state,
  input,
  { region },
) => {
  const isDescending = input.SortOrder === 'desc';
  const keyOf = sortKeys[input.SortBy ?? 'created-date'] ?? (({ createdMs }) => createdMs);
  const found = [...state.secrets.values()]
    .filter((secret) => !secret.deletion || input.IncludePlannedDeletion)
    .filter((secret) => passesFilters(secret, input.Filters ?? [], region))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
  const { items, next } = paginate(isDescending ? found.reverse() : found, input, ({ name }) => name);
  return { SecretList: items.map(describeListed), ...(next !== undefined && { NextToken: next }) };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
export const listSecretVersionIds: Operation<
  Given<ListSecretVersionIdsRequest>,
  ListSecretVersionIdsResponse,
  SecretsManagerState
> = (state, input) => {
  const secret = findAnySecret(state, input.SecretId);
  const versions = secret.versions.filter(({ stages }) => stages.length > 0 || input.IncludeDeprecated);
  const { items, next } = paginate(versions, input, ({ id }) => id);
  return {
    Versions: items.map((version) => describeVersion(version, secret)),
    ...(next !== undefined && { NextToken: next }),
    ARN: secret.arn,
    Name: secret.name,
  };
};
