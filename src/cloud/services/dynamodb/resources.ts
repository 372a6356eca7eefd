import type { ResourceType } from '../../kernel/service.ts';
import { globalTable } from './resources/global-table.ts';
import { table } from './resources/table.ts';

/** The CloudFormation resource types of DynamoDB. */
export const resources: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': globalTable,
  'AWS::DynamoDB::Table': table,
};
