import { parseJsonObject } from '../../../kernel/json.ts';
import { invalidParameter } from '../errors.ts';
import type { AccountPolicy, LogsState, SubscriptionFilter } from '../state.ts';

/** A subscription filter for all groups, but those that its policy leaves out. */
type AccountFilter = Omit<SubscriptionFilter, 'groupName'>;

const distributions: readonly unknown[] = ['Random', 'ByLogStream'];

/** What the document of a policy asks for. Throws InvalidParameterException. */
export function accountFilterOf({ name, document, updatedMs }: Omit<AccountPolicy, 'type'>): AccountFilter {
  const { DestinationArn, FilterPattern = '', Distribution = 'ByLogStream', RoleArn } = parseJsonObject(document) ?? {};
  const isRead = typeof DestinationArn === 'string' && typeof FilterPattern === 'string';
  if (!isRead || !distributions.includes(Distribution)) {
    throw invalidParameter('The policy document must have a DestinationArn, a FilterPattern and a Distribution.');
  }
  return {
    name,
    pattern: FilterPattern,
    destinationArn: DestinationArn,
    distribution: Distribution === 'Random' ? 'Random' : 'ByLogStream',
    ...(typeof RoleArn === 'string' && { roleArn: RoleArn }),
    createdMs: updatedMs,
  };
}

/** The groups that `LogGroupName NOT IN ["a", "b"]` leaves out. Throws InvalidParameterException for other criteria. */
export function excludedGroups(criteria: string | undefined): readonly string[] {
  if (criteria === undefined) return [];
  const list = /^\s*LogGroupName\s+NOT\s+IN\s+(\[.*\])\s*$/s.exec(criteria)?.[1];
  const names: unknown = parseJsonObject(`{"names":${list ?? 'null'}}`)?.names;
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw invalidParameter('selectionCriteria must be of the form LogGroupName NOT IN ["name"].');
  }
  return names;
}

/** The filters of the account that take the events of a group. */
export function* accountFiltersFor(state: LogsState, groupName: string): Generator<SubscriptionFilter> {
  for (const policy of state.accountPolicies.values()) {
    if (policy.type !== 'SUBSCRIPTION_FILTER_POLICY') continue;
    if (!excludedGroups(policy.selectionCriteria).includes(groupName)) yield { ...accountFilterOf(policy), groupName };
  }
}
