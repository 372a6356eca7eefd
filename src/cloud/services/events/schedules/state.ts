import type { Collection } from '../../../kernel/collection.ts';
import type { StateScope } from '../../../kernel/world.ts';

/** When a scheduled rule comes next. */
export interface RuleSchedule {
  readonly expression: string;
  /** From when a rate counts. */
  readonly anchorMs: number;
  /** Of the deferred call, which it cancels; undefined where the expression is over. */
  readonly key?: string;
  /** A call that was put off has another key: only that of this plan is made. */
  readonly plan?: string;
}

export interface RuleSchedulesState {
  /** By the ARN of the rule; only of rules that are enabled. */
  readonly ruleSchedules: Collection<RuleSchedule>;
}

/** Opens the state of one account and region. */
export const openRuleSchedulesState = (scope: StateScope): RuleSchedulesState => ({
  ruleSchedules: scope.collection<RuleSchedule>('rule-schedules'),
});
