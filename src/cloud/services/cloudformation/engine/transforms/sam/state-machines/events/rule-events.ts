import { ruleDeadLetters } from '../../events/rules/dead-letters.ts';
import { patternRule, ruleTarget, scheduleProperties, scheduleRule, setState } from '../../events/rules/rule.ts';
import { isAMap, isAText, optional, optionalValue } from '../../resources/property.ts';
import type { Resource } from '../../resources/resource.ts';
import { type StateMachineEventContext, type StateMachineEventType, startingRole } from './state-machine-event.ts';

const service = 'events.amazonaws.com';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineschedule.html */
export const scheduleEvent: StateMachineEventType = {
  type: 'Schedule',
  properties: { ...scheduleProperties, Target: optionalValue(isAMap), RoleArn: optionalValue(isAText) },
  toCloudFormation: (event, context) => {
    const rule = scheduleRule(event, context.stateMachine.passedAttributes);
    const roleArn = event.get('RoleArn');
    const roles = roleArn === undefined ? [startingRole(event, service, context)] : [];
    return [rule, ...roles, ...aimed(event, rule, context, roleArn ?? roles[0]?.runtimeAttribute('arn'))];
  },
};

const patternEvent = (type: string): StateMachineEventType => ({
  type,
  properties: {
    EventBusName: optional(isAText),
    RuleName: optional(isAText),
    Pattern: optional(isAMap),
    Input: optional(isAText),
    InputPath: optional(isAText),
    DeadLetterConfig: optional(isAMap),
    RetryPolicy: optional(isAMap),
    State: optional(isAText),
    Target: optionalValue(isAMap),
    InputTransformer: optional(isAMap),
  },
  toCloudFormation: (event, context) => {
    const rule = patternRule(event, context.stateMachine.passedAttributes);
    setState(rule, event);
    const role = startingRole(event, service, context);
    return [rule, role, ...aimed(event, rule, context, role.runtimeAttribute('arn'))];
  },
});

export const cloudWatchEvent = patternEvent('CloudWatchEvent');
export const eventBridgeRuleEvent = patternEvent('EventBridgeRule');

/** Gives the rule its target, and makes what it needs. */
function aimed(
  event: Resource,
  rule: Resource,
  { stateMachine }: StateMachineEventContext,
  roleArn: unknown,
): Resource[] {
  const letters = ruleDeadLetters(event, rule.runtimeAttribute('arn'), stateMachine.passedAttributes);
  const arn = stateMachine.runtimeAttribute('arn');
  rule.set('Targets', [ruleTarget(event, { arn, roleArn, idSuffix: 'StepFunctionsTarget', letters })]);
  return [...(letters?.resources ?? [])];
}
