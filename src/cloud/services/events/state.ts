import type { DeadLetterConfig, LogConfig, Target } from '@aws-sdk/client-eventbridge';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';
import { type ArchivesState, openArchivesState } from './archives/state.ts';
import { type ConnectionsState, openConnectionsState } from './connections/state.ts';
import { openRuleSchedulesState, type RuleSchedulesState } from './schedules/state.ts';

/** An event bus; the default bus is kept only once something of it was set. */
export interface EventBus {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Tags;
  readonly description?: string;
  readonly kmsKeyIdentifier?: string;
  readonly deadLetterConfig?: DeadLetterConfig;
  readonly logConfig?: LogConfig;
  /** The resource policy, as JSON. */
  readonly policy?: string;
}

export type RuleState = 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

export interface EventRule {
  readonly name: string;
  readonly busName: string;
  readonly arn: string;
  readonly state: RuleState;
  readonly createdBy: string;
  readonly tags: Tags;
  readonly pattern?: string;
  readonly schedule?: string;
  readonly description?: string;
  readonly roleArn?: string;
}

/** The rules of a bus as they are at one moment: a new one with each change of them, so that indexes know it. */
export interface RulesRevision {
  readonly number: number;
}

/** EventBridge in one account and region. */
export interface EventsState extends ConnectionsState, ArchivesState, RuleSchedulesState {
  /** By name. */
  readonly buses: Collection<EventBus>;
  /** By {@link ruleKey}. */
  readonly rules: Collection<EventRule>;
  /** By the rule's key, in the order in which they were put. */
  readonly targets: Collection<readonly Target[]>;
  /** By the bus's name. */
  readonly revisions: Collection<RulesRevision>;
}

/** Opens the state of one account and region. */
export const openEventsState = (scope: StateScope): EventsState => ({
  buses: scope.collection<EventBus>('buses'),
  rules: scope.collection<EventRule>('rules'),
  targets: scope.collection<readonly Target[]>('targets'),
  revisions: scope.collection<RulesRevision>('revisions'),
  ...openConnectionsState(scope),
  ...openArchivesState(scope),
  ...openRuleSchedulesState(scope),
});

/** No name has a colon. */
export const ruleKey = (busName: string, ruleName: string): string => `${busName}:${ruleName}`;

/** The rules of one bus, by name. */
export const rulesOf = (state: EventsState, busName: string): Iterable<EventRule> =>
  state.rules.values({ from: `${busName}:`, before: `${busName};` });
