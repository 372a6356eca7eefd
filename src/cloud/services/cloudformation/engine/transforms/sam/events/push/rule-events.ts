import { isABoolean, isAMap, isAText, optional, required } from '../../resources/property.ts';
import type { EventType } from '../event-type.ts';
import { ruleDeadLetters } from '../rules/dead-letters.ts';
import { patternRule, ruleTarget, scheduleProperties, scheduleRule, setState } from '../rules/rule.ts';
import { permissionOf } from './permission.ts';

const principal = 'events.amazonaws.com';
const idSuffix = 'LambdaTarget';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedule.html */
export const scheduleEvent: EventType = {
  type: 'Schedule',
  principal,
  // The order in which they are looked at.
  properties: { Schedule: required(isAText), RuleName: optional(isAText), ...scheduleProperties },
  toCloudFormation: (event, { function: invoked }) => {
    const { passedAttributes: attributes } = invoked;
    const rule = scheduleRule(event, attributes);
    const sourceArn = rule.runtimeAttribute('arn');
    const letters = ruleDeadLetters(event, sourceArn, attributes);
    rule.set('Targets', [ruleTarget(event, { arn: invoked.runtimeAttribute('arn'), idSuffix, letters })]);
    return [rule, ...(letters?.resources ?? []), permissionOf(event.logicalId, invoked, { principal, sourceArn })];
  },
};

const patternEvent = (type: string): EventType => ({
  type,
  principal,
  properties: {
    EventBusName: optional(isAText),
    RuleName: optional(isAText),
    Pattern: optional(isAMap),
    DeadLetterConfig: optional(isAMap),
    RetryPolicy: optional(isAMap),
    Input: optional(isAText),
    InputPath: optional(isAText),
    Target: optional(isAMap),
    Enabled: optional(isABoolean),
    State: optional(isAText),
    InputTransformer: optional(isAMap),
  },
  toCloudFormation: (event, { function: invoked }) => {
    const { passedAttributes: attributes } = invoked;
    const rule = patternRule(event, attributes);
    const sourceArn = rule.runtimeAttribute('arn');
    const letters = ruleDeadLetters(event, sourceArn, attributes);
    setState(rule, event);
    rule.set('Targets', [ruleTarget(event, { arn: invoked.runtimeAttribute('arn'), idSuffix, letters })]);
    return [...(letters?.resources ?? []), rule, permissionOf(event.logicalId, invoked, { principal, sourceArn })];
  },
});

export const cloudWatchEvent = patternEvent('CloudWatchEvent');
export const eventBridgeRuleEvent = patternEvent('EventBridgeRule');
