import type {
  DeliveryStreamDescription,
  ExtendedS3DestinationDescription,
  S3DestinationDescription,
} from '@aws-sdk/client-firehose';
import { raise } from '../../../kernel/errors.ts';
import { streamNotFound, streamToPutNotFound } from '../errors.ts';
import type { DeliveryStream, FirehoseState } from '../state.ts';
import { typeOf } from './source.ts';

/** Streams have one destination. */
export const destinationId = 'destinationId-000000000001';

/** The stream of that name; throws ResourceNotFoundException. */
export const findStream = (
  state: FirehoseState,
  { DeliveryStreamName: name = '' }: { readonly DeliveryStreamName?: string | undefined },
  { account }: { readonly account: string },
): DeliveryStream => state.streams.get(name) ?? raise(streamNotFound(name, account));

/** Likewise, for records. */
export const findStreamToPut = (
  state: FirehoseState,
  { DeliveryStreamName: name = '' }: { readonly DeliveryStreamName?: string | undefined },
  { account }: { readonly account: string },
): DeliveryStream => state.streams.get(name) ?? raise(streamToPutNotFound(name, account));

/** A stream as DescribeDeliveryStream tells it. */
export function describeStream(stream: DeliveryStream): DeliveryStreamDescription {
  const { destination, source } = stream;
  const { S3BackupConfiguration, ...extended } = destination;
  const plain = plainOf(extended as S3DestinationDescription);
  return {
    DeliveryStreamName: stream.name,
    DeliveryStreamARN: stream.arn,
    DeliveryStreamStatus: 'ACTIVE',
    DeliveryStreamEncryptionConfiguration: stream.encryption,
    DeliveryStreamType: typeOf(stream),
    VersionId: String(stream.version),
    CreateTimestamp: new Date(stream.createdMs),
    ...(stream.updatedMs !== undefined && { LastUpdateTimestamp: new Date(stream.updatedMs) }),
    ...(source && {
      Source: {
        KinesisStreamSourceDescription: {
          KinesisStreamARN: source.streamArn,
          RoleARN: source.roleArn,
          DeliveryStartTimestamp: new Date(source.fromMs),
        },
      },
    }),
    Destinations: [
      {
        DestinationId: destinationId,
        S3DestinationDescription: plain,
        ExtendedS3DestinationDescription: {
          ...(extended as ExtendedS3DestinationDescription),
          S3BackupMode: extended.S3BackupMode ?? 'Disabled',
          ...(S3BackupConfiguration && { S3BackupDescription: S3BackupConfiguration as S3DestinationDescription }),
        },
      },
    ],
    HasMoreDestinations: false,
  };
}

function plainOf(description: S3DestinationDescription): S3DestinationDescription {
  const { BucketARN, BufferingHints, CloudWatchLoggingOptions, CompressionFormat } = description;
  const { EncryptionConfiguration, ErrorOutputPrefix, Prefix, RoleARN } = description;
  return {
    RoleARN,
    BucketARN,
    ...(Prefix !== undefined && { Prefix }),
    ...(ErrorOutputPrefix !== undefined && { ErrorOutputPrefix }),
    BufferingHints,
    CompressionFormat,
    EncryptionConfiguration,
    ...(CloudWatchLoggingOptions && { CloudWatchLoggingOptions }),
  };
}
