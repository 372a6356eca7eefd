import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { groupIn } from '../groups.ts';
import type { LogsState } from '../state.ts';

/**
 * A protected group cannot be deleted, until it is protected no more.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogGroupDeletionProtection.html
 */
export const putLogGroupDeletionProtection: Operation<
  Given<Logs.PutLogGroupDeletionProtectionRequest>,
  object,
  LogsState
> = (state, { logGroupIdentifier, deletionProtectionEnabled }) => {
  const group = groupIn(state, { logGroupIdentifier });
  state.groups.set(group.name, { ...group, isProtected: deletionProtectionEnabled });
  return {};
};

/**
 * Kept and told: the endpoints that take events by such tokens are not here.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutBearerTokenAuthentication.html
 */
export const putBearerTokenAuthentication: Operation<
  Given<Logs.PutBearerTokenAuthenticationRequest>,
  object,
  LogsState
> = (state, { logGroupIdentifier, bearerTokenAuthenticationEnabled }) => {
  const group = groupIn(state, { logGroupIdentifier });
  state.groups.set(group.name, { ...group, takesBearerTokens: bearerTokenAuthenticationEnabled });
  return {};
};
