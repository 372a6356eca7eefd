import { getAtt, ref } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const dynamoDbTable: ResourceType = {
  type: 'AWS::DynamoDB::Table',
  properties: generated(
    'AttributeDefinitions',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'ProvisionedThroughput',
    'StreamSpecification',
    'TableName',
    'Tags',
    'SSESpecification',
    'BillingMode',
  ),
  runtime: {
    name: ({ logicalId }) => ref(logicalId),
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
    stream_arn: ({ logicalId }) => getAtt(logicalId, 'StreamArn'),
  },
};
