import type { Rule } from '@aws-sdk/client-eventbridge';
import { formatArn } from '../../../kernel/arns.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { given } from '../../../service-kit/input.ts';
import { defaultBusName } from '../buses/find-bus.ts';
import { ruleNotFound } from '../errors.ts';
import { type EventRule, type EventsState, ruleKey } from '../state.ts';

/** Rules of the default bus do not name it. */
export const ruleArn = ({ account, region }: Scope, busName: string, name: string): string => {
  const resource = busName === defaultBusName ? `rule/${name}` : `rule/${busName}/${name}`;
  return formatArn({ service: 'events', region, account, resource });
};

/** @throws AwsError ResourceNotFoundException */
export function getRule(state: EventsState, busName: string, name: string): EventRule {
  const rule = state.rules.get(ruleKey(busName, name));
  if (!rule) throw ruleNotFound(name, busName);
  return rule;
}

/** A rule as lists have it. */
export const summarizeRule = (rule: EventRule): Rule =>
  given({
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    State: rule.state,
    Description: rule.description,
    ScheduleExpression: rule.schedule,
    RoleArn: rule.roleArn,
    EventBusName: rule.busName,
  });
