import type {
  CreateDeliveryStreamInput,
  ExtendedS3DestinationConfiguration,
  S3DestinationConfiguration,
} from '@aws-sdk/client-firehose';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { isTimeZone } from '../../../schedule-expressions/time-zone.ts';
import { assertPrefixes } from '../delivery/prefixes.ts';
import { assertProcessors } from '../delivery/processors.ts';
import { invalidArgument } from '../errors.ts';

/** https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html */
const defaultHints = { SizeInMBs: 5, IntervalInSeconds: 300 };
/** AWS: of streams with dynamic partitioning. */
const partitionedMbsMin = 64;

/** Refuses by name what nothing can be delivered to, or read from. */
export function assertEmulated(input: Readonly<Partial<Record<keyof CreateDeliveryStreamInput, unknown>>>): void {
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (/DestinationConfiguration$/.test(name) && !/S3DestinationConfiguration$/.test(name)) {
      throw new UnsupportedError(`Firehose ${name}`);
    }
    if (/SourceConfiguration$/.test(name) && !/^(?:DirectPut|KinesisStream)SourceConfiguration$/.test(name)) {
      throw new UnsupportedError(`Firehose ${name}`);
    }
  }
  const { DeliveryStreamType: type = 'DirectPut' } = input;
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource')
    throw new UnsupportedError(`Firehose streams of the type ${String(type)}`);
}

/** The destination that a new stream asks for, with AWS's defaults. Throws InvalidArgumentException. */
export function destinationIn(input: CreateDeliveryStreamInput): ExtendedS3DestinationConfiguration {
  const { ExtendedS3DestinationConfiguration: extended, S3DestinationConfiguration: plain } = input;
  if (extended && plain) throw invalidArgument('Exactly one destination configuration is supported for a Firehose');
  const given = extended ?? plain;
  if (!given) throw invalidArgument('Exactly one destination configuration is supported for a Firehose');
  return checkedDestination(given);
}

/** Throws InvalidArgumentException for what cannot be delivered to; refuses by name what is not emulated. */
export function checkedDestination(given: ExtendedS3DestinationConfiguration): ExtendedS3DestinationConfiguration {
  const { DataFormatConversionConfiguration: conversion, DynamicPartitioningConfiguration: partitioning } = given;
  if (conversion?.Enabled ?? conversion !== undefined) {
    throw new UnsupportedError('Firehose DataFormatConversionConfiguration');
  }
  const destination = withDefaults(given);
  const { CompressionFormat, BufferingHints, ErrorOutputPrefix, Prefix, S3BackupConfiguration } = destination;
  if (CompressionFormat !== 'UNCOMPRESSED' && CompressionFormat !== 'GZIP') {
    throw new UnsupportedError(`Firehose CompressionFormat ${CompressionFormat}`);
  }
  if (given.CustomTimeZone !== undefined && !isTimeZone(given.CustomTimeZone)) {
    throw invalidArgument(`CustomTimeZone ${given.CustomTimeZone} is not supported`);
  }
  const isPartitioned = partitioning?.Enabled === true;
  if (isPartitioned && (BufferingHints?.SizeInMBs ?? 0) < partitionedMbsMin) {
    throw invalidArgument(
      `BufferingHints.SizeInMBs must be at least ${partitionedMbsMin} when Dynamic Partitioning is enabled.`,
    );
  }
  assertPrefixes(Prefix ?? '', ErrorOutputPrefix, isPartitioned);
  assertProcessors(destination);
  if (destination.S3BackupMode !== 'Enabled') return destination;
  if (!S3BackupConfiguration) throw invalidArgument('S3BackupConfiguration is required when S3BackupMode is Enabled');
  return { ...destination, S3BackupConfiguration: withDefaults(S3BackupConfiguration) };
}

const withDefaults = <D extends S3DestinationConfiguration & { S3BackupMode?: string | undefined }>(given: D): D => ({
  ...given,
  Prefix: given.Prefix ?? '',
  BufferingHints: { ...defaultHints, ...given.BufferingHints },
  CompressionFormat: given.CompressionFormat ?? 'UNCOMPRESSED',
  EncryptionConfiguration: given.EncryptionConfiguration ?? { NoEncryptionConfig: 'NoEncryption' },
  CloudWatchLoggingOptions: given.CloudWatchLoggingOptions ?? { Enabled: false },
});
