import { crc32 } from 'node:zlib';
import type { WorkflowTask, WorkflowTasks } from '../../service-kit/workflow-tasks.ts';

const ofItems = (...required: string[]): WorkflowTask => ({
  patterns: ['request'],
  required: ['TableName', ...required],
  headers: (_output, { body }) => ({
    Server: 'Server',
    Connection: 'keep-alive',
    'x-amz-crc32': String(crc32(body)),
  }),
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-ddb.html */
export const dynamodbWorkflowTasks: WorkflowTasks = {
  resource: 'dynamodb',
  sdkName: 'dynamodb',
  errorPrefix: 'DynamoDB',
  client: 'AmazonDynamoDBv2',
  clientError: 'AmazonDynamoDBException',
  tasks: {
    getItem: ofItems('Key'),
    putItem: ofItems('Item'),
    updateItem: ofItems('Key'),
    deleteItem: ofItems('Key'),
  },
};
