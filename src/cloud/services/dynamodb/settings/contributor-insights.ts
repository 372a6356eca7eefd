import type {
  DescribeContributorInsightsCommandInput,
  ListContributorInsightsCommandInput,
  UpdateContributorInsightsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../service-kit/contract.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import type { InputShape, MemberShape } from '../../../service-kit/shapes.ts';
import { resourceNotFound } from '../errors/table-errors.ts';
import { invalid } from '../errors/validation-exception.ts';
import type { ContributorInsights, DynamoState, Table } from '../state.ts';
import { checkInput, checkNamed } from '../tables/check-input.ts';
import { seconds } from '../tables/describe-table.ts';
import { findTable, tableNameOf } from '../tables/find-table.ts';

/* Which keys are asked for most: the setting is kept and told, nothing is counted. */

const IndexName: MemberShape = { min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/, patternText: '[a-zA-Z0-9_.-]+' };
const updateShape: InputShape = {
  TableName: {},
  IndexName,
  ContributorInsightsAction: { required: true, enum: ['ENABLE', 'DISABLE'] },
  ContributorInsightsMode: { enum: ['ACCESSED_AND_THROTTLED_KEYS', 'THROTTLED_KEYS'] },
};

const keyOf = (table: Table, index: string | undefined): string =>
  index === undefined ? table.name : `${table.name}/${index}`;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html */
export const updateContributorInsights: Operation<UpdateContributorInsightsCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, updateShape);
  const table = findTable(state, input.TableName ?? '', context);
  const indexName = assertIndex(table, input.IndexName);
  const isEnabled = input.ContributorInsightsAction === 'ENABLE';
  const mode = input.ContributorInsightsMode ?? 'ACCESSED_AND_THROTTLED_KEYS';
  const insights: ContributorInsights = {
    tableName: table.name,
    ...(indexName !== undefined && { indexName }),
    isEnabled,
    mode,
    changedMs: context.clock.now(),
  };
  state.insights.set(keyOf(table, indexName), insights);
  return { ...told(insights), ContributorInsightsStatus: isEnabled ? 'ENABLING' : 'DISABLING' };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html */
export const describeContributorInsights: Operation<DescribeContributorInsightsCommandInput, object, DynamoState> = (
  state,
  input,
  context,
) => {
  checkInput(input, { TableName: {}, IndexName });
  const table = findTable(state, input.TableName ?? '', context);
  const indexName = assertIndex(table, input.IndexName);
  const insights = state.insights.get(keyOf(table, indexName));
  if (!insights) {
    return {
      TableName: table.name,
      ...(indexName !== undefined && { IndexName: indexName }),
      ContributorInsightsStatus: 'DISABLED',
    };
  }
  const rule = `DynamoDBContributorInsights-${indexName === undefined ? 'PKC' : 'PKC-Index'}-${table.name}-${insights.changedMs}`;
  return {
    ...told(insights),
    ...(insights.isEnabled && { ContributorInsightsRuleList: [rule, rule.replace('PKC', 'PKT')] }),
    LastUpdateDateTime: seconds(insights.changedMs),
  };
};

const pageMax = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html */
export const listContributorInsights: Operation<ListContributorInsightsCommandInput, object, DynamoState> = (
  state,
  input,
) => {
  checkNamed(input, { NextToken: { min: 1 } });
  const { MaxResults = pageMax, NextToken } = input;
  const wanted = input.TableName === undefined ? undefined : tableNameOf(input.TableName);
  const found = [...state.insights.entries()].filter(
    ([, { tableName }]) => state.tables.has(tableName) && (wanted === undefined || tableName === wanted),
  );
  const { items, next } = pageOf(found, {
    limit: MaxResults,
    token: NextToken,
    keyOf: ([key]) => key,
    invalidToken: () => invalid('Invalid NextToken'),
  });
  return {
    ContributorInsightsSummaries: items.map(([, insights]) => told(insights)),
    ...(next !== undefined && { NextToken: next }),
  };
};

const told = ({ tableName, indexName, isEnabled, mode }: ContributorInsights) => ({
  TableName: tableName,
  ...(indexName !== undefined && { IndexName: indexName }),
  ContributorInsightsStatus: isEnabled ? 'ENABLED' : 'DISABLED',
  ContributorInsightsMode: mode,
});

function assertIndex(table: Table, name: string | undefined): string | undefined {
  if (name !== undefined && !table.indexes.some((index) => index.name === name)) {
    throw resourceNotFound(`${table.name} Index: ${name}`);
  }
  return name;
}
