import type { DescribePipeResponse } from '@aws-sdk/client-pipes';
import { AwsError } from '../../kernel/errors.ts';
import type { ResourceCalls } from '../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone } from '../../service-kit/properties.ts';
import { codedResourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { tagRecord } from '../../service-kit/tags.ts';
import { pipeReading } from './pipe-reading.ts';

const nameMax = 64;

const batch = { BatchSize: 'number', MaximumBatchingWindowInSeconds: 'number' } as const satisfies Kinds;
const stream = {
  members: {
    ...batch,
    MaximumRecordAgeInSeconds: 'number',
    MaximumRetryAttempts: 'number',
    ParallelizationFactor: 'number',
  },
} as const;

const properties = {
  Name: 'text',
  Description: 'text',
  DesiredState: 'text',
  RoleArn: 'text',
  Source: 'text',
  SourceParameters: {
    members: {
      SqsQueueParameters: { members: batch },
      DynamoDBStreamParameters: stream,
      KinesisStreamParameters: stream,
      FilterCriteria: { members: { Filters: { list: { members: { Pattern: 'text' } } } } },
    },
  },
  Enrichment: 'text',
  EnrichmentParameters: 'record',
  Target: 'text',
  TargetParameters: 'record',
  LogConfiguration: 'record',
  KmsKeyIdentifier: 'text',
  Tags: 'tagMap',
} as const satisfies Kinds;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-pipes-pipe.html */
const pipe = codedResourceType({
  type: 'AWS::Pipes::Pipe',
  reading: pipeReading,
  properties,
  attributes: ['Arn', 'CreationTime', 'CurrentState', 'LastModifiedTime', 'StateReason'],
  async create({ Name = undefined, Tags, SourceParameters, ...rest }, context) {
    const name = Name ?? context.generateName(nameMax);
    const tags = tagRecord(Tags);
    await context.call('pipes', 'CreatePipe', {
      ...rest,
      Name: name,
      ...(SourceParameters && { SourceParameters: sourceInput(SourceParameters) }),
      ...(Object.keys(tags).length > 0 && { Tags: tags }),
    });
    const described = await describe(name, context);
    if (described.CurrentState === 'CREATE_FAILED') {
      await context.call('pipes', 'DeletePipe', { Name: name });
      throw notStabilized(name, described);
    }
    return stateOf(name, described);
  },
  async update(state, { Name: _, Source: __, Tags, SourceParameters, ...rest }, previous, context) {
    const name = state.physicalId;
    const { StartingPosition: ___, ...streamParameters } = (SourceParameters?.DynamoDBStreamParameters ??
      SourceParameters?.KinesisStreamParameters ??
      {}) as Readonly<Record<string, unknown>>;
    const { StartingPositionTimestamp: ____, ...changeable } = streamParameters;
    await context.call('pipes', 'UpdatePipe', {
      // What the template does not give any longer is taken away.
      Description: '',
      Enrichment: '',
      EnrichmentParameters: {},
      TargetParameters: {},
      KmsKeyIdentifier: '',
      ...rest,
      Name: name,
      SourceParameters: {
        FilterCriteria: { Filters: [] },
        ...SourceParameters,
        ...(SourceParameters?.DynamoDBStreamParameters && { DynamoDBStreamParameters: changeable }),
        ...(SourceParameters?.KinesisStreamParameters && { KinesisStreamParameters: changeable }),
      },
    });
    const { Arn: resourceArn, ...described } = await describe(name, context);
    if (described.CurrentState === 'UPDATE_FAILED') throw notStabilized(name, described);
    await retag(Tags, previous.Tags, {
      untag: (tagKeys) => context.call('pipes', 'UntagResource', { resourceArn, tagKeys }),
      tag: (tags) => context.call('pipes', 'TagResource', { resourceArn, tags: tagRecord(tags) }),
    });
    return stateOf(name, { Arn: resourceArn, ...described });
  },
  delete: (state, _, context) =>
    unlessGone(context.call('pipes', 'DeletePipe', { Name: state.physicalId }), 'NotFoundException'),
});

/** The CloudFormation types of Pipes. */
export const pipesResources = resourceTypes(pipe);

const describe = (Name: string, context: ResourceCalls) =>
  context.call<DescribePipeResponse>('pipes', 'DescribePipe', { Name });

/** Templates tell times as texts or numbers of seconds. */
function sourceInput(parameters: object): object {
  const { KinesisStreamParameters: given } = parameters as {
    readonly KinesisStreamParameters?: { readonly StartingPositionTimestamp?: unknown };
  };
  const at = given?.StartingPositionTimestamp;
  if (at === undefined) return parameters;
  const StartingPositionTimestamp = new Date(Number.isNaN(Number(at)) ? String(at) : Number(at) * 1000);
  return { ...parameters, KinesisStreamParameters: { ...given, StartingPositionTimestamp } };
}

const stateOf = (name: string, described: DescribePipeResponse) => ({
  physicalId: name,
  attributes: {
    Arn: described.Arn,
    CreationTime: described.CreationTime?.toISOString(),
    CurrentState: described.CurrentState,
    LastModifiedTime: described.LastModifiedTime?.toISOString(),
    StateReason: described.StateReason ?? '',
  },
});

const notStabilized = (name: string, { StateReason = '' }: DescribePipeResponse): AwsError =>
  new AwsError(
    'NotStabilized',
    `Resource of type 'AWS::Pipes::Pipe' with identifier '${name}' did not stabilize. Status Reason is ${StateReason}`,
  );
