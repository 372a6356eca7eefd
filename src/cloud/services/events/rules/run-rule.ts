import { defaultBusName } from '../buses/find-bus.ts';
import { triggerRule } from '../dispatch/dispatch-event.ts';
import { runScheduledRule } from '../schedules/run-scheduled-rule.ts';
import type { EventsState } from '../state.ts';
import { ruleArn } from './find-rule.ts';

/** Ours: a scheduled rule is due. Only the default bus has such rules. */
export const runRule = runScheduledRule<EventsState>((state, arn, occasion, context) => {
  const { account, region } = context;
  const name = arn.slice(ruleArn(context, defaultBusName, '').length);
  const rule = state.rules.get(`${defaultBusName}:${name}`);
  if (rule) triggerRule(state, rule, { account, region }, occasion, context);
});
