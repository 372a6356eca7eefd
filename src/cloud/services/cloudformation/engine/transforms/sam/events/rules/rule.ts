import { InvalidEvent } from '../../language/errors.ts';
import { type Fields, has, isMap, isTruthy } from '../../language/values.ts';
import { eventsRule, ruleTargetId } from '../../resources/events.ts';
import { isABoolean, isAMap, isAText, optional, type PropertyRules, required } from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import type { DeadLetters } from './dead-letters.ts';

/* Rules of EventBridge, which functions and state machines have as events alike. */

/** Properties of an event that is a schedule. */
export const scheduleProperties: PropertyRules = {
  Schedule: required(isAText),
  Input: optional(isAText),
  Enabled: optional(isABoolean),
  State: optional(isAText),
  Name: optional(isAText),
  Description: optional(isAText),
  DeadLetterConfig: optional(isAMap),
  RetryPolicy: optional(isAMap),
};

export function scheduleRule(event: Resource, attributes: Fields): Resource {
  const rule = new Resource(eventsRule, event.logicalId, { attributes });
  rule.set('ScheduleExpression', event.get('Schedule'));
  setState(rule, event);
  rule.set('Name', event.get('Name'));
  rule.set('Description', event.get('Description'));
  return rule;
}

/** Without a state, which functions and state machines look at at different times. */
export function patternRule(event: Resource, attributes: Fields): Resource {
  const rule = new Resource(eventsRule, event.logicalId, { attributes });
  rule.set('EventBusName', event.get('EventBusName'));
  rule.set('EventPattern', event.get('Pattern'));
  rule.set('Name', event.get('RuleName'));
  return rule;
}

/** @throws InvalidEvent where the event has both `State` and `Enabled` */
export function setState(rule: Resource, event: Resource): void {
  const state = event.get('State');
  const isEnabled = event.get('Enabled');
  if (isTruthy(state) && isEnabled !== undefined) {
    throw new InvalidEvent(String(event.relativeId), 'State and Enabled Properties cannot both be specified.');
  }
  if (isTruthy(state)) rule.set('State', state);
  if (isEnabled !== undefined) rule.set('State', isTruthy(isEnabled) ? 'ENABLED' : 'DISABLED');
}

export interface RuleTarget {
  readonly arn: unknown;
  readonly roleArn?: unknown;
  /** The end of the target's id, where the event does not say it. */
  readonly idSuffix: string;
  readonly letters: DeadLetters | undefined;
}

/** Of `Targets`: what the rule invokes, and what with. */
export function ruleTarget(event: Resource, { arn, roleArn, idSuffix, letters }: RuleTarget): Fields {
  const given = event.get('Target');
  const target: Fields = {
    Arn: arn,
    Id: isMap(given) && has(given, 'Id') ? given.Id : ruleTargetId(event.logicalId, idSuffix),
    ...(roleArn !== undefined && { RoleArn: roleArn }),
    ...(letters && { DeadLetterConfig: { Arn: letters.arn } }),
  };
  for (const name of ['Input', 'InputPath', 'RetryPolicy', 'InputTransformer']) {
    if (event.get(name) !== undefined) target[name] = event.get(name);
  }
  return target;
}
