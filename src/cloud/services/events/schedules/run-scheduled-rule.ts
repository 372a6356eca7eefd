import type { Context, Operation } from '../../../service-kit/contract.ts';
import { keepNext, type PlannedRuleRun } from './rule-schedules.ts';
import type { RuleSchedulesState } from './state.ts';

/** As targets of a scheduled rule get it, in AWS's order of members. */
interface ScheduledEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'Scheduled Event';
  readonly source: 'aws.events';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** What a rule's targets are told. */
export interface ScheduledOccasion {
  readonly event: ScheduledEvent;
  readonly text: string;
  readonly ingestedMs: number;
  readonly path: readonly string[];
}

/** Hands an event to the targets of the rule of that ARN, in one step with the call. */
export type TriggerRule<State> = (state: State, ruleArn: string, occasion: ScheduledOccasion, context: Context) => void;

/**
 * Ours: a scheduled rule is due. Its deferred call, the next one and the deliveries to its targets change in one step; of
 * what was missed while the process did not run, one is made up for.
 */
export const runScheduledRule =
  <State extends RuleSchedulesState>(trigger: TriggerRule<State>): Operation<PlannedRuleRun, object, State> =>
  (state, { RuleArn, Plan, DueMs }, context) => {
    const schedule = state.ruleSchedules.get(RuleArn);
    if (schedule?.plan !== Plan) return {};
    if (context.delivery && !context.delivery.done()) return {};
    const nowMs = context.clock.now();
    keepNext(state, RuleArn, schedule, Math.max(DueMs, nowMs), context);
    const event = scheduledEvent(RuleArn, DueMs, context);
    trigger(state, RuleArn, { event, text: JSON.stringify(event), ingestedMs: nowMs, path: [] }, context);
    return {};
  };

const scheduledEvent = (ruleArn: string, dueMs: number, { account, region, random }: Context): ScheduledEvent => ({
  version: '0',
  id: random.uuid(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account,
  time: `${new Date(dueMs).toISOString().slice(0, 19)}Z`,
  region,
  resources: [ruleArn],
  detail: {},
});
