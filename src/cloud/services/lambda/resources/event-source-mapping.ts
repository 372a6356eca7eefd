import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import type { Properties, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { flagIn, numberIn, recordIn, textIn } from '../../../service-kit/properties.ts';
import { isStream } from '../event-sources/event-source.ts';
import { given, ignoringAbsence, retag, tagsOf } from './properties.ts';

/** Properties of other event sources go to the API as they are: it refuses the source by name. */
const ofOtherSources = [
  'AmazonManagedKafkaEventSourceConfig',
  'BisectBatchOnFunctionError',
  'DestinationConfig',
  'DocumentDBEventSourceConfig',
  'LoggingConfig',
  'MaximumRecordAgeInSeconds',
  'MaximumRetryAttempts',
  'MetricsConfig',
  'ParallelizationFactor',
  'ProvisionedPollerConfig',
  'Queues',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPosition',
  'Topics',
  'TumblingWindowInSeconds',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html */
export const eventSourceMappingResource: ResourceType = {
  properties: [
    ...ofOtherSources,
    'BatchSize',
    'Enabled',
    'EventSourceArn',
    'FilterCriteria',
    'FunctionName',
    'FunctionResponseTypes',
    'KmsKeyArn',
    'MaximumBatchingWindowInSeconds',
    'ScalingConfig',
    'Tags',
  ],
  async create(properties, context) {
    const created = await context.call<EventSourceMappingConfiguration>('lambda', 'CreateEventSourceMapping', {
      ...inputOf(properties),
      EventSourceArn: textIn(properties, 'EventSourceArn'),
      Tags: tagsOf(properties, context),
    });
    return stateOf(created);
  },
  async update(state, properties, previous, context) {
    await context.call('lambda', 'UpdateEventSourceMapping', {
      UUID: state.physicalId,
      ...defaultsOf(properties),
      ...inputOf(properties),
    });
    await retag(state.attributes?.EventSourceMappingArn, properties, previous, context);
    return state;
  },
  async delete(state, _properties, context) {
    await ignoringAbsence(context.call('lambda', 'DeleteEventSourceMapping', { UUID: state.physicalId }));
  },
};

/** What a mapping has of which the template says nothing any more. */
const defaultsOf = (properties: Properties) =>
  isStream(textIn(properties, 'EventSourceArn') ?? '')
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
};

const inputOf = (properties: Properties): object =>
  given({
    ...Object.fromEntries(ofOtherSources.map((name) => [name, properties[name]])),
    FunctionName: textIn(properties, 'FunctionName'),
    BatchSize: numberIn(properties, 'BatchSize'),
    Enabled: flagIn(properties, 'Enabled'),
    FilterCriteria: recordIn(properties, 'FilterCriteria'),
    FunctionResponseTypes: properties.FunctionResponseTypes,
    KMSKeyArn: textIn(properties, 'KmsKeyArn'),
    MaximumBatchingWindowInSeconds: numberIn(properties, 'MaximumBatchingWindowInSeconds'),
    ScalingConfig: scalingOf(recordIn(properties, 'ScalingConfig')),
  });

const scalingOf = (scaling: Properties | undefined) =>
  scaling && given({ MaximumConcurrency: numberIn(scaling, 'MaximumConcurrency') });

const stateOf = ({ UUID = '', EventSourceMappingArn }: EventSourceMappingConfiguration): ResourceState => ({
  physicalId: UUID,
  attributes: { Id: UUID, EventSourceMappingArn },
});
