import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { isStream } from '../event-sources/event-source.ts';
import { eventSourceMappingReading } from './readings.ts';

/** What belongs to other event sources goes to the API as it is: it refuses the source by name. */
const properties = {
  AmazonManagedKafkaEventSourceConfig: 'record',
  BatchSize: 'number',
  BisectBatchOnFunctionError: 'flag',
  DestinationConfig: 'record',
  DocumentDBEventSourceConfig: 'record',
  Enabled: 'flag',
  EventSourceArn: 'text',
  FilterCriteria: 'record',
  FunctionName: 'text',
  FunctionResponseTypes: { list: 'text' },
  KmsKeyArn: 'text',
  LoggingConfig: 'record',
  MaximumBatchingWindowInSeconds: 'number',
  MaximumRecordAgeInSeconds: 'number',
  MaximumRetryAttempts: 'number',
  MetricsConfig: 'record',
  ParallelizationFactor: 'number',
  ProvisionedPollerConfig: 'record',
  Queues: { list: 'text' },
  ScalingConfig: { members: { MaximumConcurrency: 'number' } },
  SelfManagedEventSource: 'record',
  SelfManagedKafkaEventSourceConfig: 'record',
  SourceAccessConfigurations: { list: 'record' },
  StartingPosition: 'text',
  StartingPositionTimestamp: 'number',
  Tags: 'tags',
  Topics: { list: 'text' },
  TumblingWindowInSeconds: 'number',
} as const satisfies Kinds;

type Mapping = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
export const eventSourceMappingResource = resourceType({
  type: 'AWS::Lambda::EventSourceMapping',
  reading: eventSourceMappingReading,
  service: 'lambda',
  properties,
  create: {
    operation: 'CreateEventSourceMapping',
    input: (p) => ({ ...inputOf(p), EventSourceArn: p.EventSourceArn, Tags: tagRecord(p.Tags) }),
    physicalId: (output: EventSourceMappingConfiguration) => output.UUID,
  },
  attributes: {
    EventSourceMappingArn: (output: EventSourceMappingConfiguration) => output.EventSourceMappingArn,
    Id: (output: EventSourceMappingConfiguration) => output.UUID,
  },
  update: {
    operation: 'UpdateEventSourceMapping',
    input: (p, { id }) => ({ UUID: id, ...defaultsOf(p), ...inputOf(p) }),
  },
  tagging: {
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (_, { state }) => ({ Resource: state.attributes?.EventSourceMappingArn }),
    isMap: true,
  },
  delete: {
    operation: 'DeleteEventSourceMapping',
    input: (_, { id }) => ({ UUID: id }),
    gone: ['ResourceNotFoundException'],
  },
});

/** What a mapping has of which the template says nothing any more. */
const defaultsOf = ({ EventSourceArn }: Mapping) =>
  isStream(EventSourceArn ?? '')
    ? { ...defaults, ...streamDefaults }
    : { ...defaults, BatchSize: 10, ScalingConfig: {} };

const defaults = {
  Enabled: true,
  FilterCriteria: {},
  FunctionResponseTypes: [],
  KMSKeyArn: '',
  MaximumBatchingWindowInSeconds: 0,
};

const streamDefaults = {
  BatchSize: 100,
  BisectBatchOnFunctionError: false,
  DestinationConfig: {},
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  ParallelizationFactor: 1,
  TumblingWindowInSeconds: 0,
};

/** What an update takes as well: neither the source nor the tags. */
const inputOf = ({ EventSourceArn: _source, Tags: _tags, KmsKeyArn, StartingPositionTimestamp, ...rest }: Mapping) => ({
  ...rest,
  ...(KmsKeyArn !== undefined && { KMSKeyArn: KmsKeyArn }),
  ...(StartingPositionTimestamp !== undefined && {
    StartingPositionTimestamp: new Date(StartingPositionTimestamp * 1000),
  }),
});
