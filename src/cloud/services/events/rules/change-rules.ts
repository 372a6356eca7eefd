import type { EventsContext } from '../operation.ts';
import { planRule } from '../schedules/rule-schedules.ts';
import { type EventRule, type EventsState, ruleKey } from '../state.ts';

/** Puts a rule in the place of one of its name; the bus's rules are others from then on, and its schedule begins. */
export function setRule(state: EventsState, rule: EventRule, context: EventsContext): void {
  planRule(state, rule, context);
  state.rules.set(ruleKey(rule.busName, rule.name), rule);
  touch(state, rule.busName);
}

/** Takes a rule away, if it is there. */
export function deleteRuleOf(state: EventsState, busName: string, name: string, context: EventsContext): void {
  const rule = state.rules.get(ruleKey(busName, name));
  if (!rule) return;
  planRule(state, { arn: rule.arn, state: rule.state }, context);
  state.rules.delete(ruleKey(busName, name));
  touch(state, busName);
}

function touch({ revisions }: EventsState, busName: string): void {
  revisions.set(busName, { number: (revisions.get(busName)?.number ?? 0) + 1 });
}
