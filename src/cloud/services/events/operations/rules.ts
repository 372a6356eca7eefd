import type {
  DeleteRuleRequest,
  DescribeRuleRequest,
  DescribeRuleResponse,
  DisableRuleRequest,
  EnableRuleRequest,
  ListRuleNamesByTargetRequest,
  ListRuleNamesByTargetResponse,
  ListRulesRequest,
  ListRulesResponse,
} from '@aws-sdk/client-eventbridge';
import { pageOf } from '../../../service-kit/pages.ts';
import { busName, getBus } from '../buses/find-bus.ts';
import { invalidToken, validation } from '../errors.ts';
import type { EventsContext, EventsOperation } from '../operation.ts';
import { deleteRuleOf, setRule } from '../rules/change-rules.ts';
import { getRule, summarizeRule } from '../rules/find-rule.ts';
import { type EventRule, type EventsState, type RuleState, ruleKey, rulesOf } from '../state.ts';

const listMax = 100;

interface OnBus {
  readonly Name: string;
  readonly EventBusName?: string | undefined;
}

/** Finds the rule; where the bus is missing, that is told first. */
function ruleOn(state: EventsState, { Name, EventBusName }: OnBus, context: EventsContext): EventRule {
  const bus = getBus(state, busName(EventBusName, context), context);
  return getRule(state, bus.name, Name);
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeRule.html */
export const describeRule: EventsOperation<DescribeRuleRequest, DescribeRuleResponse> = (state, input, context) => {
  const rule = ruleOn(state, input, context);
  return { ...summarizeRule(rule), CreatedBy: rule.createdBy };
};

/** A rule that is not there is no mistake. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html */
export const deleteRule: EventsOperation<DeleteRuleRequest, object> = (state, input, context) => {
  const bus = getBus(state, busName(input.EventBusName, context), context);
  if (state.targets.has(ruleKey(bus.name, input.Name))) {
    throw validation("Rule can't be deleted since it has targets.");
  }
  deleteRuleOf(state, bus.name, input.Name, context);
  return {};
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html */
export const enableRule: EventsOperation<EnableRuleRequest, object> = (state, input, context) =>
  switchTo('ENABLED', state, ruleOn(state, input, context), context);

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html */
export const disableRule: EventsOperation<DisableRuleRequest, object> = (state, input, context) =>
  switchTo('DISABLED', state, ruleOn(state, input, context), context);

function switchTo(ruleState: RuleState, state: EventsState, rule: EventRule, context: EventsContext): object {
  setRule(state, { ...rule, state: ruleState }, context);
  return {};
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const listRules: EventsOperation<ListRulesRequest, ListRulesResponse> = (state, input, context) => {
  const { NamePrefix = '', Limit = listMax, NextToken: token } = input;
  const bus = getBus(state, busName(input.EventBusName, context), context);
  const rules = [...rulesOf(state, bus.name)].filter(({ name }) => name.startsWith(NamePrefix));
  const { items, next } = pageOf(rules, { limit: Limit, token, keyOf: ({ name }) => name, invalidToken });
  return { Rules: items.map(summarizeRule), ...(next !== undefined && { NextToken: next }) };
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html */
export const listRuleNamesByTarget: EventsOperation<ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse> = (
  state,
  input,
  context,
) => {
  const { Limit = listMax, NextToken: token, TargetArn } = input;
  const bus = getBus(state, busName(input.EventBusName, context), context);
  const names = [...rulesOf(state, bus.name)].flatMap(({ name }) => {
    const targets = state.targets.get(ruleKey(bus.name, name)) ?? [];
    return targets.some(({ Arn }) => Arn === TargetArn) ? [name] : [];
  });
  const { items, next } = pageOf(names, { limit: Limit, token, keyOf: (name) => name, invalidToken });
  return { RuleNames: [...items], ...(next !== undefined && { NextToken: next }) };
};
