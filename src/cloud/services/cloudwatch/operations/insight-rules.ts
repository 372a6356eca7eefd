import type * as Cw from '@aws-sdk/client-cloudwatch';
import { parseJsonObject } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { invalidNextToken, invalidParameterValue } from '../errors.ts';
import type { CloudWatchState, InsightRule } from '../state.ts';

/* Contributor Insights: rules are kept and told; nothing is counted, and reports are refused by name. */

const pageSizeMax = 500;
/** Of all rules that users make; https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_InsightRule.html */
const schema = '{"Name":"CloudWatchLogRule","Version":1}';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutInsightRule.html */
export const putInsightRule: Operation<Given<Cw.PutInsightRuleInput>, object, CloudWatchState> = (
  state,
  { RuleName: name, RuleState: ruleState = 'ENABLED', RuleDefinition: definition, Tags, ApplyOnTransformedLogs },
) => {
  if (!parseJsonObject(definition)) throw invalidParameterValue('The parameter RuleDefinition must be valid JSON.');
  if (ruleState !== 'ENABLED' && ruleState !== 'DISABLED') {
    throw invalidParameterValue('The parameter RuleState must be ENABLED or DISABLED.');
  }
  const before = state.insightRules.get(name);
  state.insightRules.set(name, {
    name,
    state: ruleState,
    definition,
    isOnTransformedLogs: ApplyOnTransformedLogs ?? false,
    tags: before?.tags ?? tagRecord(Tags ?? []),
  });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeInsightRules.html */
export const describeInsightRules: Operation<
  Cw.DescribeInsightRulesInput,
  Cw.DescribeInsightRulesOutput,
  CloudWatchState
> = (state, input) => {
  const { items, next } = pageOf(state.insightRules.values(), {
    limit: input.MaxResults ?? pageSizeMax,
    token: input.NextToken,
    keyOf: ({ name }) => name,
    invalidToken: invalidNextToken,
  });
  return { InsightRules: items.map(describe), ...(next !== undefined && { NextToken: next }) };
};

const describe = ({ name, state, definition, isOnTransformedLogs }: InsightRule): Cw.InsightRule => ({
  Name: name,
  State: state,
  Schema: schema,
  Definition: definition,
  ManagedRule: false,
  ...(isOnTransformedLogs && { ApplyOnTransformedLogs: true }),
});

type Names = Given<Cw.DeleteInsightRulesInput>;
type Outcome = Cw.DeleteInsightRulesOutput;

/** Does something to each rule that is there, and names those that are not. */
const forEach =
  (work: (state: CloudWatchState, rule: InsightRule) => void): Operation<Names, Outcome, CloudWatchState> =>
  (state, { RuleNames }) => {
    const Failures: Cw.PartialFailure[] = [];
    for (const name of RuleNames) {
      const rule = state.insightRules.get(name);
      if (rule) work(state, rule);
      else Failures.push(missing(name));
    }
    return { Failures };
  };

const missing = (name: string): Cw.PartialFailure => ({
  FailureResource: name,
  ExceptionType: 'ResourceNotFoundException',
  FailureCode: '404',
  FailureDescription: `Rule ${name} does not exist`,
});

const switchTo = (ruleState: InsightRule['state']) =>
  forEach((state, rule) => state.insightRules.set(rule.name, { ...rule, state: ruleState }));

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableInsightRules.html */
export const enableInsightRules = switchTo('ENABLED');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableInsightRules.html */
export const disableInsightRules = switchTo('DISABLED');
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteInsightRules.html */
export const deleteInsightRules = forEach((state, { name }) => void state.insightRules.delete(name));
