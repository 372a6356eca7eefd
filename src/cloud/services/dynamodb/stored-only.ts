import type { StoredOnly } from '../../service-kit/stored-only.ts';

const insights = 'nobody counts which keys are asked for';
const streaming = 'the destination is kept and told; changes go to the stream of the table alone';
const encryption = 'nothing is encrypted at rest; a key that is named must be there';
const warm = 'every table serves at once whatever is asked of it';
const tableClass = 'nothing costs anything, in whatever class';

/** What DynamoDB keeps and tells, without effect here. */
export const dynamoStoredOnly: StoredOnly = {
  UpdateContributorInsights: insights,
  EnableKinesisStreamingDestination: streaming,
  UpdateKinesisStreamingDestination: streaming,
  'CreateTable.SSESpecification': encryption,
  'UpdateTable.SSESpecification': encryption,
  'CreateTable.WarmThroughput': warm,
  'UpdateTable.WarmThroughput': warm,
  'CreateTable.TableClass': tableClass,
  'UpdateTable.TableClass': tableClass,
  'AWS::DynamoDB::Table.ContributorInsightsSpecification': insights,
  'AWS::DynamoDB::Table.KinesisStreamSpecification': streaming,
  'AWS::DynamoDB::Table.SSESpecification': encryption,
  'AWS::DynamoDB::Table.WarmThroughput': warm,
  'AWS::DynamoDB::Table.TableClass': tableClass,
  'AWS::DynamoDB::GlobalTable.SSESpecification': encryption,
  'AWS::DynamoDB::GlobalTable.WarmThroughput': warm,
};
