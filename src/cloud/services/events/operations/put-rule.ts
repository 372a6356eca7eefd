import type { PutRuleRequest, PutRuleResponse } from '@aws-sdk/client-eventbridge';
import { given } from '../../../service-kit/input.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { busName, defaultBusName, getBus } from '../buses/find-bus.ts';
import { validation } from '../errors.ts';
import type { EventsOperation } from '../operation.ts';
import { setRule } from '../rules/change-rules.ts';
import { ruleArn } from '../rules/find-rule.ts';
import { readEventPattern } from '../rules/matching-rules.ts';
import { readRuleSchedule } from '../schedules/rule-schedules.ts';
import { ruleKey } from '../state.ts';

/** Measured on AWS: the quota of an event pattern, in characters, whatever the model allows. */
const patternCharactersMax = 2048;

/**
 * Creates a rule, or replaces all of it but its targets and tags.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
 */
export const putRule: EventsOperation<PutRuleRequest, PutRuleResponse> = (state, input, context) => {
  const { Name: name } = input;
  const bus = getBus(state, busName(input.EventBusName, context), context);
  assertTriggers(input, bus.name);
  const before = state.rules.get(ruleKey(bus.name, name));
  const arn = ruleArn(context, bus.name, name);
  const rule = {
    name,
    busName: bus.name,
    arn,
    state: input.State ?? 'ENABLED',
    createdBy: context.account,
    // Tags of a rule that is there are left as they are.
    tags: before?.tags ?? tagRecord(input.Tags ?? []),
    ...given({
      pattern: input.EventPattern || undefined,
      schedule: input.ScheduleExpression || undefined,
      description: input.Description,
      roleArn: input.RoleArn,
    }),
  };
  setRule(state, rule, context);
  return { RuleArn: arn };
};

function assertTriggers({ Name, EventPattern, ScheduleExpression }: PutRuleRequest, bus: string): void {
  if (!EventPattern && !ScheduleExpression) {
    throw validation('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (ScheduleExpression && bus !== defaultBusName) {
    throw validation('ScheduleExpression is supported only on the default event bus.');
  }
  if (ScheduleExpression) readRuleSchedule(ScheduleExpression);
  if (!EventPattern) return;
  if (EventPattern.length > patternCharactersMax) {
    throw validation(`Parameter EventPattern for rule ${Name} exceeds limit of ${patternCharactersMax}.`);
  }
  readEventPattern(EventPattern);
}
