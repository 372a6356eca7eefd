import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter } from '../errors.ts';
import { groupIn } from '../groups.ts';
import type { LogsState } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDataProtectionPolicy.html */
export const putDataProtectionPolicy: Operation<
  Given<Logs.PutDataProtectionPolicyRequest>,
  Logs.PutDataProtectionPolicyResponse,
  LogsState
> = (state, { logGroupIdentifier, policyDocument }, { clock }) => {
  const group = groupIn(state, { logGroupIdentifier });
  if (!parseJsonObject(policyDocument)) throw invalidParameter('The policy document is not valid JSON.');
  const dataProtection = { document: policyDocument, updatedMs: clock.now() };
  state.groups.set(group.name, { ...group, dataProtection });
  return { logGroupIdentifier, policyDocument, lastUpdatedTime: dataProtection.updatedMs };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDataProtectionPolicy.html */
export const getDataProtectionPolicy: Operation<
  Given<Logs.GetDataProtectionPolicyRequest>,
  Logs.GetDataProtectionPolicyResponse,
  LogsState
> = (state, { logGroupIdentifier }) => {
  const { dataProtection } = groupIn(state, { logGroupIdentifier });
  if (!dataProtection) return { logGroupIdentifier };
  return { logGroupIdentifier, policyDocument: dataProtection.document, lastUpdatedTime: dataProtection.updatedMs };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDataProtectionPolicy.html */
export const deleteDataProtectionPolicy: Operation<Given<Logs.DeleteDataProtectionPolicyRequest>, object, LogsState> = (
  state,
  { logGroupIdentifier },
) => {
  const { dataProtection: _removed, ...group } = groupIn(state, { logGroupIdentifier });
  state.groups.set(group.name, { ...group, ...(_removed && { wasProtected: true as const }) });
  return {};
};
