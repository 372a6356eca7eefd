import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { groupExists, groupIsProtected, invalidParameter } from '../errors.ts';
import { findGroup, groupArn, groupIn, nameFromArn, streamsOf } from '../groups.ts';
import { paginate } from '../paging.ts';
import { keyWithin, type LogGroup, type LogsState, rangeWithin } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
export const createLogGroup: Operation<Given<Logs.CreateLogGroupRequest>, object, LogsState> = (
  state,
  input,
  context,
) => {
  const name = input.logGroupName;
  if (state.groups.has(name)) throw groupExists();
  state.groups.set(name, {
    name,
    arn: groupArn(name, context),
    createdMs: context.clock.now(),
    ...(input.kmsKeyId !== undefined && { kmsKeyId: input.kmsKeyId }),
    logGroupClass: input.logGroupClass ?? 'STANDARD',
    ...(input.deletionProtectionEnabled !== undefined && { isProtected: input.deletionProtectionEnabled }),
    tags: input.tags ?? {},
  });
  return {};
};

/** With all its streams, events and filters. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html */
export const deleteLogGroup: Operation<Given<Logs.DeleteLogGroupRequest>, object, LogsState> = (
  state,
  { logGroupName },
) => {
  if (findGroup(state, logGroupName).isProtected) throw groupIsProtected();
  for (const stream of streamsOf(state, logGroupName)) {
    state.dropEvents(stream);
    state.streams.delete(keyWithin(logGroupName, stream.name));
  }
  for (const filters of [state.metricFilters, state.subscriptionFilters]) {
    for (const key of [...filters.keys(rangeWithin(logGroupName))]) filters.delete(key);
  }
  state.groups.delete(logGroupName);
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
export const describeLogGroups: Operation<
  Given<Logs.DescribeLogGroupsRequest>,
  Logs.DescribeLogGroupsResponse,
  LogsState
> = (state, input) => {
  if (input.includeLinkedAccounts) throw new UnsupportedError('log groups of linked accounts');
  const { logGroupNamePrefix = '', logGroupNamePattern } = input;
  if (logGroupNamePrefix !== '' && logGroupNamePattern !== undefined) {
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.');
  }
  const names = input.logGroupIdentifiers?.map((id) => nameFromArn(id) ?? id);
  const groups = [...state.groups.values({ from: logGroupNamePrefix, before: `${logGroupNamePrefix}\uffff` })].filter(
    ({ name, logGroupClass }) =>
      (names?.includes(name) ?? true) &&
      name.toLowerCase().includes(logGroupNamePattern?.toLowerCase() ?? '') &&
      (input.logGroupClass === undefined || logGroupClass === input.logGroupClass),
  );
  const { items, next } = paginate(groups, input, ({ name }) => name);
  return { logGroups: items.map((group) => describe(group, state)), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListLogGroups.html */
export const listLogGroups: Operation<Given<Logs.ListLogGroupsRequest>, Logs.ListLogGroupsResponse, LogsState> = (
  state,
  input,
) => {
  if (input.includeLinkedAccounts || input.accountIdentifiers)
    throw new UnsupportedError('log groups of linked accounts');
  if (input.dataSources || input.fieldIndexNames)
    throw new UnsupportedError('log groups by data source or field index');
  const pattern = input.logGroupNamePattern ?? '';
  const matches = (name: string) =>
    pattern.startsWith('^') ? name.startsWith(pattern.slice(1)) : name.toLowerCase().includes(pattern.toLowerCase());
  const groups = [...state.groups.values()].filter(
    ({ name, logGroupClass }) => matches(name) && (input.logGroupClass ?? logGroupClass) === logGroupClass,
  );
  const { items, next } = paginate(groups, input, ({ name }) => name);
  const logGroups = items.map(({ name, arn, logGroupClass }) => ({
    logGroupName: name,
    logGroupArn: arn,
    logGroupClass,
  }));
  return { logGroups, ...next };
};

const describe = (group: LogGroup, state: LogsState): Logs.LogGroup => ({
  logGroupName: group.name,
  creationTime: group.createdMs,
  ...(group.retentionDays !== undefined && { retentionInDays: group.retentionDays }),
  metricFilterCount: [...state.metricFilters.keys(rangeWithin(group.name))].length,
  arn: `${group.arn}:*`,
  storedBytes: streamsOf(state, group.name).reduce((sum, { storedBytes }) => sum + storedBytes, 0),
  ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
  ...(group.dataProtection && { dataProtectionStatus: 'ACTIVATED' }),
  ...(!group.dataProtection && group.wasProtected && { dataProtectionStatus: 'DELETED' }),
  logGroupClass: group.logGroupClass,
  logGroupArn: group.arn,
  ...(group.isProtected !== undefined && { deletionProtectionEnabled: group.isProtected }),
  ...(group.takesBearerTokens !== undefined && { bearerTokenAuthenticationEnabled: group.takesBearerTokens }),
});

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const putRetentionPolicy: Operation<Given<Logs.PutRetentionPolicyRequest>, object, LogsState> = (
  state,
  input,
) => {
  const days = input.retentionInDays;
  if (!retentionDays.includes(days)) {
    throw invalidParameter(
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: ` +
        `Member must satisfy enum value set: [${retentionDays.join(', ')}]`,
    );
  }
  const group = findGroup(state, input.logGroupName);
  state.groups.set(group.name, { ...group, retentionDays: days });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html */
export const deleteRetentionPolicy: Operation<Given<Logs.DeleteRetentionPolicyRequest>, object, LogsState> = (
  state,
  input,
) => {
  const { retentionDays: _removed, ...group } = findGroup(state, input.logGroupName);
  state.groups.set(group.name, group);
  return {};
};

/** Stored and told; nothing is encrypted. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html */
export const associateKmsKey: Operation<Given<Logs.AssociateKmsKeyRequest>, object, LogsState> = (state, input) => {
  const group = groupOfKey(state, input);
  state.groups.set(group.name, { ...group, kmsKeyId: input.kmsKeyId });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html */
export const disassociateKmsKey: Operation<Given<Logs.DisassociateKmsKeyRequest>, object, LogsState> = (
  state,
  input,
) => {
  const { kmsKeyId: _removed, ...group } = groupOfKey(state, input);
  state.groups.set(group.name, group);
  return {};
};

function groupOfKey(
  state: LogsState,
  { logGroupName, resourceIdentifier }: { logGroupName?: string | undefined; resourceIdentifier?: string | undefined },
): LogGroup {
  if (resourceIdentifier?.includes(':query-result:')) throw new UnsupportedError('keys of query results');
  return groupIn(state, { logGroupName, logGroupIdentifier: resourceIdentifier });
}
