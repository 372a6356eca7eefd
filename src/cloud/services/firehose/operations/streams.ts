import type {
  CreateDeliveryStreamInput,
  CreateDeliveryStreamOutput,
  DeleteDeliveryStreamInput,
  DescribeDeliveryStreamInput,
  DescribeDeliveryStreamOutput,
  ExtendedS3DestinationConfiguration,
  ListDeliveryStreamsInput,
  ListDeliveryStreamsOutput,
  UpdateDestinationInput,
} from '@aws-sdk/client-firehose';
import { formatArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { given } from '../../../service-kit/input.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { invalidArgument, otherVersion, streamExists } from '../errors.ts';
import type { FirehoseRuntime } from '../runtime.ts';
import type { FirehoseState } from '../state.ts';
import { assertEmulated, checkedDestination, destinationIn } from '../streams/destination.ts';
import { describeStream, destinationId, findStream } from '../streams/find-stream.ts';
import { beginOf, sourceIn, typeOf } from '../streams/source.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html */
export const createDeliveryStream: Operation<
  CreateDeliveryStreamInput,
  CreateDeliveryStreamOutput,
  FirehoseState,
  FirehoseRuntime
> = async (state, input, context) => {
  const { account, clock, region, runtime } = context;
  const name = input.DeliveryStreamName ?? '';
  assertEmulated(input);
  const destination = destinationIn(input);
  const source = sourceIn(input, clock.now());
  const begin = source && (await beginOf(source, context));
  // After the last wait, as nothing may happen between this and the writing.
  if (state.streams.has(name)) throw streamExists(name, account);
  const arn = formatArn({ service: 'firehose', region, account, resource: `deliverystream/${name}` });
  const { KeyARN, KeyType } = input.DeliveryStreamEncryptionConfigurationInput ?? {};
  state.streams.set(name, {
    name,
    arn,
    version: 1,
    createdMs: clock.now(),
    ...(source && { source }),
    destination,
    encryption: KeyType === undefined ? { Status: 'DISABLED' } : given({ KeyARN, KeyType, Status: 'ENABLED' as const }),
    tags: tagRecord(input.Tags ?? []),
  });
  for (const [shardId, sequence] of begin ?? []) state.positions(name).set(shardId, sequence);
  if (source) runtime.follow({ account, region }, name);
  return { DeliveryStreamARN: arn };
};

/** What waits in its buffer goes with it. https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html */
export const deleteDeliveryStream: Operation<DeleteDeliveryStreamInput, object, FirehoseState, FirehoseRuntime> = (
  state,
  input,
  context,
) => {
  const { name, source } = findStream(state, input, context);
  const buffer = state.buffers.take(name);
  if (buffer) context.kernel.scheduler.cancel(buffer.deferredKey);
  state.streams.delete(name);
  state.sequences.delete(name);
  state.dropRecords(name);
  if (!source) return {};
  state.dropPositions(name);
  context.runtime.follow(context, name);
  return {};
};

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_DescribeDeliveryStream.html */
export const describeDeliveryStream: Operation<
  DescribeDeliveryStreamInput,
  DescribeDeliveryStreamOutput,
  FirehoseState
> = (state, input, context) => ({ DeliveryStreamDescription: describeStream(findStream(state, input, context)) });

const pageSize = 10;

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_ListDeliveryStreams.html */
export const listDeliveryStreams: Operation<ListDeliveryStreamsInput, ListDeliveryStreamsOutput, FirehoseState> = (
  state,
  { DeliveryStreamType: type, ExclusiveStartDeliveryStreamName: after = '', Limit = pageSize },
) => {
  const streams = [...state.streams.values({ after })].filter(
    (stream) => type === undefined || typeOf(stream) === type,
  );
  const names = streams.map(({ name }) => name);
  return { DeliveryStreamNames: names.slice(0, Limit), HasMoreDeliveryStreams: names.length > Limit };
};

/** Members that are not given stay as they are. https://docs.aws.amazon.com/firehose/latest/APIReference/API_UpdateDestination.html */
export const updateDestination: Operation<UpdateDestinationInput, object, FirehoseState> = (state, input, context) => {
  const stream = findStream(state, input, context);
  const { name, version } = stream;
  const { CurrentDeliveryStreamVersionId: wanted = '', DestinationId } = input;
  for (const [member, value] of Object.entries(input)) {
    if (!/DestinationUpdate$/.test(member) || /S3DestinationUpdate$/.test(member) || value === undefined) continue;
    throw new UnsupportedError(`Firehose ${member}`);
  }
  if (wanted !== String(version)) throw otherVersion(name, String(version), wanted);
  if (DestinationId !== destinationId) {
    throw invalidArgument(`Destination Id ${DestinationId} not found`);
  }
  const { S3BackupUpdate, ...extended } = input.ExtendedS3DestinationUpdate ?? {};
  const update = { ...extended, ...input.S3DestinationUpdate };
  const backup = S3BackupUpdate && { ...stream.destination.S3BackupConfiguration, ...given(S3BackupUpdate) };
  const changed = {
    ...stream.destination,
    ...given(update),
    ...(backup && { S3BackupConfiguration: backup }),
  } as ExtendedS3DestinationConfiguration;
  const destination = checkedDestination(changed);
  state.streams.set(name, { ...stream, destination, version: version + 1, updatedMs: context.clock.now() });
  return {};
};
