import type { ResourceType } from '../../../service-kit/contract.ts';
import { globalTable } from './global-table.ts';
import { table } from './table.ts';

/** The CloudFormation resource types of DynamoDB. */
export const dynamoResources: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': globalTable,
  'AWS::DynamoDB::Table': table,
};
