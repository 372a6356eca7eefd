import type {
  ListTargetsByRuleRequest,
  ListTargetsByRuleResponse,
  PutTargetsRequest,
  PutTargetsResponse,
  RemoveTargetsRequest,
  RemoveTargetsResponse,
  Target,
} from '@aws-sdk/client-eventbridge';
import { pageOf } from '../../../service-kit/pages.ts';
import { busName, getBus } from '../buses/find-bus.ts';
import { invalidParameter, invalidToken, tooMany } from '../errors.ts';
import type { EventsContext, EventsOperation } from '../operation.ts';
import { getRule } from '../rules/find-rule.ts';
import { type EventRule, type EventsState, ruleKey } from '../state.ts';
import { assertTarget } from '../targets/check-target.ts';

const listMax = 100;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const targetsMax = 5;

interface OfRule {
  readonly Rule: string;
  readonly EventBusName?: string | undefined;
}

function ruleOf(state: EventsState, { Rule, EventBusName }: OfRule, context: EventsContext): EventRule {
  return getRule(state, getBus(state, busName(EventBusName, context), context).name, Rule);
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
export const putTargets: EventsOperation<PutTargetsRequest, PutTargetsResponse> = (state, input, context) => {
  const rule = ruleOf(state, input, context);
  const key = ruleKey(rule.busName, rule.name);
  const { Targets } = input;
  assertDistinct(Targets);
  for (const target of Targets) assertTarget(target, context);
  const targets = new Map((state.targets.get(key) ?? []).map((target) => [target.Id, target]));
  for (const target of Targets) targets.set(target.Id, target);
  if (targets.size > targetsMax) throw tooMany();
  state.targets.set(key, [...targets.values()]);
  return { FailedEntryCount: 0, FailedEntries: [] };
};

function assertDistinct(targets: readonly Target[]): void {
  const ids = new Set<string | undefined>();
  for (const { Id } of targets) {
    if (ids.has(Id)) throw invalidParameter('targets', `More than one target with Id '${Id}' is provided.`);
    ids.add(Id);
  }
}

/** Targets that are not there are no mistake. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RemoveTargets.html */
export const removeTargets: EventsOperation<RemoveTargetsRequest, RemoveTargetsResponse> = (state, input, context) => {
  const rule = ruleOf(state, input, context);
  const key = ruleKey(rule.busName, rule.name);
  const left = (state.targets.get(key) ?? []).filter(({ Id = '' }) => !input.Ids.includes(Id));
  if (left.length === 0) state.targets.delete(key);
  else state.targets.set(key, left);
  return { FailedEntryCount: 0, FailedEntries: [] };
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html */
export const listTargetsByRule: EventsOperation<ListTargetsByRuleRequest, ListTargetsByRuleResponse> = (
  state,
  input,
  context,
) => {
  const { Limit = listMax, NextToken: token } = input;
  const rule = ruleOf(state, input, context);
  const targets = state.targets.get(ruleKey(rule.busName, rule.name)) ?? [];
  const { items, next } = pageOf(targets, { limit: Limit, token, keyOf: ({ Id = '' }) => Id, invalidToken });
  return { Targets: [...items], ...(next !== undefined && { NextToken: next }) };
};
