import { durationMs } from '../../cloud/kernel/clock.ts';
import { itemOf } from './item-of.ts';
import type { Names } from './names.ts';
import type { MessageOptions, PublishOptions, ScenarioEvent } from './scenario-verbs.ts';

/** A call of a service, as `client.call` takes it. */
export type ServiceCall = readonly [service: string, operation: string, input: object];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * What the verbs of scenarios stand for, and what is asked of an app before it is explored. Verbs are the public API of
 * scenarios and speak of services that users know, so this file names services; nothing else of the explorer does.
 */
export const scenarioCalls = (names: Names) => ({
  setSecret: (name: string, value: unknown): ServiceCall => {
    const SecretString = textOf(value);
    // A secret that the app only looks up by its name is somebody else's to make: here that is the scenario.
    if (!names.has('secret', name)) return ['secretsmanager', 'CreateSecret', { Name: name, SecretString }];
    return ['secretsmanager', 'PutSecretValue', { SecretId: names.find('secret', name).reference, SecretString }];
  },
  setParameter: (name: string, value: string): ServiceCall => {
    const Name = names.has('parameter', name) ? names.find('parameter', name).physical : name;
    return ['ssm', 'PutParameter', { Name, Value: value, Type: 'String', Overwrite: true }];
  },
  putItem: (table: string, item: object): ServiceCall => {
    const Item = itemOf(item as Record<string, unknown>);
    return ['dynamodb', 'PutItem', { TableName: names.find('table', table).physical, Item }];
  },
  putObject: (bucket: string, key: string, body: string | Uint8Array): ServiceCall => [
    's3',
    'PutObject',
    { Bucket: names.find('bucket', bucket).physical, Key: key, Body: Buffer.from(body) },
  ],
  sendMessage: (
    queue: string,
    body: unknown,
    { groupId, deduplicationId, attributes, delay }: MessageOptions = {},
  ): ServiceCall => [
    'sqs',
    'SendMessage',
    {
      QueueUrl: names.find('queue', queue).reference,
      MessageBody: textOf(body),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
      ...(attributes && { MessageAttributes: attributesOf(attributes) }),
      ...(delay !== undefined && { DelaySeconds: Math.round(durationMs(delay) / 1000) }),
    },
  ],
  publish: (
    topic: string,
    message: unknown,
    { groupId, deduplicationId, attributes, subject }: PublishOptions = {},
  ): ServiceCall => [
    'sns',
    'Publish',
    {
      TopicArn: names.find('topic', topic).reference,
      Message: textOf(message),
      ...(subject !== undefined && { Subject: subject }),
      ...(groupId !== undefined && { MessageGroupId: groupId }),
      ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
      ...(attributes && { MessageAttributes: attributesOf(attributes) }),
    },
  ],
  putEvents: (events: readonly ScenarioEvent[]): ServiceCall => [
    'events',
    'PutEvents',
    {
      Entries: events.map(({ source, detailType, detail = {}, resources, bus }) => ({
        Source: source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
        ...(resources && { Resources: resources }),
        ...(bus !== undefined && { EventBusName: bus === 'default' ? bus : names.find('bus', bus).physical }),
      })),
    },
  ],
  invoke: (functionName: string, options: object = {}): ServiceCall => [
    'lambda',
    'Invoke',
    { FunctionName: names.find('function', functionName).physical, ...options },
  ],
  machine: (machine: string): ServiceCall => [
    'states',
    'DescribeStateMachine',
    { stateMachineArn: names.find('state machine', machine).reference },
  ],
  start: (machine: string, input: unknown, { name, isSync }: { name?: string; isSync: boolean }): ServiceCall => [
    'states',
    isSync ? 'StartSyncExecution' : 'StartExecution',
    {
      stateMachineArn: names.find('state machine', machine).reference,
      input: JSON.stringify(input ?? {}),
      ...(name !== undefined && { name }),
    },
  ],
  publishVersion: (FunctionName: string): ServiceCall => ['lambda', 'PublishVersion', { FunctionName }],
  /** Of an HTTP API, by its id. */
  routes: (ApiId: string): ServiceCall => ['apigatewayv2', 'GetRoutes', { ApiId }],
  /** Of a REST API, by its id: resources with their methods. */
  restResources: (restApiId: string): ServiceCall => ['apigateway', 'GetResources', { restApiId, embed: ['methods'] }],
  restStages: (restApiId: string): ServiceCall => ['apigateway', 'GetStages', { restApiId }],
  httpApis: (): ServiceCall => ['apigatewayv2', 'GetApis', {}],
  /** Which function consumes what. */
  consumers: (): ServiceCall => ['lambda', 'ListEventSourceMappings', {}],
  /** Of a function, by its physical name. */
  configuration: (FunctionName: string): ServiceCall => ['lambda', 'GetFunctionConfiguration', { FunctionName }],
  /** Throws ResourceNotFoundException where nobody has set any. */
  eventInvokeConfig: (FunctionName: string): ServiceCall => [
    'lambda',
    'GetFunctionEventInvokeConfig',
    { FunctionName },
  ],
  redrivePolicy: (QueueUrl: string): ServiceCall => [
    'sqs',
    'GetQueueAttributes',
    { QueueUrl, AttributeNames: ['RedrivePolicy'] },
  ],
});

/** By the types that SQS and SNS know. */
const attributesOf = (attributes: NonNullable<MessageOptions['attributes']>): object =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      value instanceof Uint8Array
        ? { DataType: 'Binary', BinaryValue: value }
        : { DataType: typeof value === 'number' ? 'Number' : 'String', StringValue: String(value) },
    ]),
  );
