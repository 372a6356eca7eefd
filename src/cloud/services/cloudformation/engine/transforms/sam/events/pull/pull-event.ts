import { InvalidEvent } from '../../language/errors.ts';
import { isIntrinsic } from '../../language/intrinsics.ts';
import { type Fields, isTruthy } from '../../language/values.ts';
import { lambdaEventSourceMapping } from '../../resources/lambda.ts';
import {
  isABoolean,
  isAList,
  isAMap,
  isAnInteger,
  isAText,
  optional,
  type PropertyRules,
  passed,
} from '../../resources/property.ts';
import { Resource } from '../../resources/resource.ts';
import type { EventContext, EventType } from '../event-type.ts';
import { functionNameOf } from '../invoked-function.ts';
import { destinationPolicy } from './destination.ts';
import { linkPolicies } from './link-policies.ts';

const properties: PropertyRules = {
  BatchSize: optional(isAnInteger),
  StartingPosition: passed(),
  StartingPositionTimestamp: passed(),
  Enabled: optional(isABoolean),
  MaximumBatchingWindowInSeconds: optional(isAnInteger),
  MaximumRetryAttempts: optional(isAnInteger),
  BisectBatchOnFunctionError: optional(isABoolean),
  MaximumRecordAgeInSeconds: optional(isAnInteger),
  DestinationConfig: optional(isAMap),
  ParallelizationFactor: optional(isAnInteger),
  Topics: optional(isAList),
  Queues: optional(isAList),
  SourceAccessConfigurations: optional(isAList),
  SecretsManagerKmsKeyId: optional(isAText),
  TumblingWindowInSeconds: optional(isAnInteger),
  FunctionResponseTypes: optional(isAList),
  KafkaBootstrapServers: optional(isAList),
  FilterCriteria: optional(isAMap),
  KmsKeyArn: passed(),
  ConsumerGroupId: optional(isAText),
  ScalingConfig: optional(isAMap),
  ProvisionedPollerConfig: optional(isAMap),
  SchemaRegistryConfig: optional(isAMap),
  MetricsConfig: optional(isAMap),
  LoggingConfig: optional(isAMap),
};

/** What the mapping has as the event has it. */
const mapped = [
  'StartingPosition',
  'StartingPositionTimestamp',
  'BatchSize',
  'Enabled',
  'MaximumBatchingWindowInSeconds',
  'MaximumRetryAttempts',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'ParallelizationFactor',
  'Topics',
  'Queues',
  'SourceAccessConfigurations',
  'TumblingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'KmsKeyArn',
  'ScalingConfig',
  'ProvisionedPollerConfig',
  'MetricsConfig',
  'LoggingConfig',
];

const filterable = ['DocumentDB', 'DynamoDB', 'Kinesis', 'MQ', 'MSK', 'SelfManagedKafka', 'SQS'];

interface PullEvent {
  readonly type: string;
  /** Properties beside those that all have. */
  readonly properties?: PropertyRules;
  /** The property that names what is polled. */
  readonly source?: string;
  /** The policy of AWS's that the function's role needs. */
  readonly managedPolicy?: string;
  /** The property of the mapping that Kafka's settings stand in. */
  readonly kafkaConfig?: string;
  /** Policies that are made for the function's role. */
  readonly policies?: (event: Resource, context: EventContext) => readonly Fields[] | undefined;
  readonly extend?: (mapping: Resource, event: Resource) => void;
}

/** A type of events that Lambda polls for, by an event source mapping. */
export function pullEvent({ type, properties: own = {}, source, managedPolicy, ...pull }: PullEvent): EventType {
  return {
    type,
    properties: { ...properties, ...own },
    toCloudFormation: (event, context) => {
      const { passedAttributes: attributes } = context.function;
      const mapping = new Resource(lambdaEventSourceMapping, event.logicalId, { attributes });
      mapping.set('FunctionName', functionNameOf(context.function));
      if (source !== undefined) mapping.set('EventSourceArn', event.get(source));
      for (const name of mapped) mapping.set(name, event.get(name));
      assertFilter(event);
      setKafka(mapping, event, pull.kafkaConfig);
      const failures = destinationPolicy(event);
      if (isTruthy(event.get('DestinationConfig'))) mapping.set('DestinationConfig', event.get('DestinationConfig'));
      pull.extend?.(mapping, event);
      const managed = managedPolicy && `arn:${context.partition}:iam::aws:policy/${managedPolicy}`;
      linkPolicies(context.role, managed, pull.policies?.(event, context), failures);
      return [mapping];
    },
  };
}

function assertFilter(event: Resource): void {
  const criteria = event.get('FilterCriteria') as Fields | undefined;
  if (!isTruthy(criteria) || !criteria || isIntrinsic(criteria)) return;
  const id = String(event.relativeId);
  if (!filterable.includes(event.type)) {
    throw new InvalidEvent(id, `FilterCriteria is only available for ${filterable.join(', ')} events.`);
  }
  if (Object.keys(criteria).join() !== 'Filters') {
    throw new InvalidEvent(id, 'FilterCriteria field has a wrong format');
  }
}

function setKafka(mapping: Resource, event: Resource, kafkaConfig: string | undefined): void {
  const servers = event.get('KafkaBootstrapServers');
  if (isTruthy(servers)) mapping.set('SelfManagedEventSource', { Endpoints: { KafkaBootstrapServers: servers } });
  const ConsumerGroupId = event.get('ConsumerGroupId');
  if (isTruthy(ConsumerGroupId) && kafkaConfig === undefined) {
    const problem = `Property ConsumerGroupId not defined for resource of type ${event.type}.`;
    throw new InvalidEvent(event.logicalId, problem);
  }
  const SchemaRegistryConfig = event.get('SchemaRegistryConfig');
  const config: Fields = {
    ...(isTruthy(ConsumerGroupId) && { ConsumerGroupId }),
    ...(isTruthy(SchemaRegistryConfig) && { SchemaRegistryConfig }),
  };
  if (kafkaConfig !== undefined && isTruthy(config)) mapping.set(kafkaConfig, config);
}
