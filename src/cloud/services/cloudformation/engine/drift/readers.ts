import { parseJson } from '../../../../kernel/json.ts';
import type { Call } from '../deploy/resource/dynamic-references.ts';
import { isRecord, type Json } from '../template/template.ts';

/** How to find out what a resource of a type really is. */
export interface DriftReader {
  /** Properties that can be read; a resource with others is not checked, for nobody could tell. */
  readonly properties: readonly string[];
  /** By its physical id. Throws the service's error when it is not there. */
  read(physicalId: string, call: Call): Promise<Json>;
}

const recordIn = (value: unknown, name: string): Json => {
  const member = isRecord(value) ? value[name] : undefined;
  return isRecord(member) ? member : {};
};

const queueNumbers = [
  'DelaySeconds',
  'KmsDataKeyReusePeriodSeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
];
const queueFlags = ['ContentBasedDeduplication', 'FifoQueue', 'SqsManagedSseEnabled'];
const queueTexts = ['DeduplicationScope', 'FifoThroughputLimit', 'KmsMasterKeyId'];
const queueDocuments = ['RedriveAllowPolicy', 'RedrivePolicy'];

const queue: DriftReader = {
  properties: ['QueueName', ...queueNumbers, ...queueFlags, ...queueTexts, ...queueDocuments],
  async read(QueueUrl, call) {
    const answer = await call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
    const attributes = recordIn(answer, 'Attributes');
    const typed = Object.entries(attributes).map(([name, value]) => {
      if (queueNumbers.includes(name)) return [name, Number(value)];
      if (queueFlags.includes(name)) return [name, value === 'true'];
      return [name, queueDocuments.includes(name) ? parseJson(String(value)) : value];
    });
    return { ...Object.fromEntries(typed), QueueName: QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1) };
  },
};

const parameter: DriftReader = {
  properties: ['Name', 'Type', 'Value'],
  read: async (Name, call) => recordIn(await call('ssm', 'GetParameter', { Name }), 'Parameter'),
};

const logGroup: DriftReader = {
  properties: ['LogGroupName', 'RetentionInDays'],
  async read(name, call) {
    const answer = await call<{ logGroups?: readonly Json[] }>('logs', 'DescribeLogGroups', {
      logGroupNamePrefix: name,
    });
    const group = answer.logGroups?.find(({ logGroupName }) => logGroupName === name);
    if (!group) throw new ResourceGone(name);
    return { LogGroupName: name, RetentionInDays: group.retentionInDays };
  },
};

const functionSettings = ['Description', 'FunctionName', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'];

const lambdaFunction: DriftReader = {
  // AWS does not compare the code either.
  properties: [...functionSettings, 'Environment', 'Code'],
  async read(FunctionName, call) {
    const answer = await call<Json>('lambda', 'GetFunctionConfiguration', { FunctionName });
    const settings = functionSettings.map((name) => [name, answer[name]] as const);
    return { ...Object.fromEntries(settings), Environment: { Variables: recordIn(answer.Environment, 'Variables') } };
  },
};

const table: DriftReader = {
  properties: ['AttributeDefinitions', 'BillingMode', 'DeletionProtectionEnabled', 'KeySchema', 'TableName'],
  async read(TableName, call) {
    const told = recordIn(await call('dynamodb', 'DescribeTable', { TableName }), 'Table');
    return { BillingMode: 'PROVISIONED', ...told, ...recordIn(told, 'BillingModeSummary') };
  },
};

/** There is no such resource, where the service has no error of its own for that. */
export class ResourceGone extends Error {}

/** The types that can be read; all others are not checked, as AWS does with those that it cannot read. */
export const driftReaders: Readonly<Record<string, DriftReader>> = {
  'AWS::DynamoDB::Table': table,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::SQS::Queue': queue,
  'AWS::SSM::Parameter': parameter,
};
