import * as Firehose from '@aws-sdk/client-firehose';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { arn, destination, makeStream } from './made-stream.ts';

const target = useCloud({ clock: 'virtual' });
let client: Firehose.FirehoseClient;
beforeEach(() => {
  client = target.client(Firehose.FirehoseClient);
});

const described = async (DeliveryStreamName = 'events') => {
  const output = await client.send(new Firehose.DescribeDeliveryStreamCommand({ DeliveryStreamName }));
  return output.DeliveryStreamDescription;
};

describe('CreateDeliveryStream', () => {
  it('makes a stream, which is told with the defaults of what was not given', async () => {
    const { DeliveryStreamARN } = await makeStream(client);

    expect(DeliveryStreamARN).toBe(arn);
    const s3 = {
      ...destination,
      Prefix: '',
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 },
      CompressionFormat: 'UNCOMPRESSED',
      EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' },
      CloudWatchLoggingOptions: { Enabled: false },
    };
    expect(await described()).toEqual({
      DeliveryStreamName: 'events',
      DeliveryStreamARN: arn,
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamEncryptionConfiguration: { Status: 'DISABLED' },
      DeliveryStreamType: 'DirectPut',
      VersionId: '1',
      CreateTimestamp: expect.any(Date),
      Destinations: [
        {
          DestinationId: 'destinationId-000000000001',
          S3DestinationDescription: s3,
          ExtendedS3DestinationDescription: { ...s3, S3BackupMode: 'Disabled' },
        },
      ],
      HasMoreDestinations: false,
    });
  });

  it('refuses a name that is taken', async () => {
    await makeStream(client);

    await expect(makeStream(client)).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'Firehose events under accountId 000000000000 already exists',
    });
  });

  it('refuses destinations and sources that are not emulated, by name', async () => {
    const created = client.send(
      new Firehose.CreateDeliveryStreamCommand({
        DeliveryStreamName: 'events',
        HttpEndpointDestinationConfiguration: {
          EndpointConfiguration: { Url: 'https://a.test' },
          S3Configuration: destination,
        },
      }),
    );

    await expect(created).rejects.toThrow('Squall does not emulate Firehose HttpEndpointDestinationConfiguration.');
  });

  it.each([
    ['a buffer of another size', { BufferingHints: { SizeInMBs: 129 } }, 'less than or equal to 128'],
    ['a time zone that is none', { CustomTimeZone: 'Mars/Base' }, 'CustomTimeZone Mars/Base is not supported'],
    ['expressions without a prefix for errors', { Prefix: '!{timestamp:yyyy}/' }, 'ErrorOutputPrefix cannot be null'],
    [
      'a prefix for errors that does not say which',
      { ErrorOutputPrefix: '!{timestamp:yyyy}/' },
      'must contain at least one instance of !{firehose:error-output-type}',
    ],
    [
      'small buffers with partitions',
      {
        Prefix: '!{partitionKeyFromQuery:a}/',
        ErrorOutputPrefix: 'e/',
        DynamicPartitioningConfiguration: { Enabled: true },
      },
      'at least 64',
    ],
  ])('refuses %s', async (_, more, message) => {
    await expect(makeStream(client, more)).rejects.toThrow(message);
  });
});

describe('UpdateDestination', () => {
  const update = (CurrentDeliveryStreamVersionId: string) =>
    client.send(
      new Firehose.UpdateDestinationCommand({
        DeliveryStreamName: 'events',
        CurrentDeliveryStreamVersionId,
        DestinationId: 'destinationId-000000000001',
        ExtendedS3DestinationUpdate: { Prefix: 'new/' },
      }),
    );

  it('changes what is given, and the version', async () => {
    await makeStream(client, { CompressionFormat: 'GZIP' });
    await update('1');

    const { Destinations: [changed] = [], LastUpdateTimestamp, VersionId } = (await described()) ?? {};
    expect(VersionId).toBe('2');
    expect(LastUpdateTimestamp).toBeInstanceOf(Date);
    expect(changed?.ExtendedS3DestinationDescription).toMatchObject({ Prefix: 'new/', CompressionFormat: 'GZIP' });
  });

  it('refuses a version that is not the present one', async () => {
    await makeStream(client);

    await expect(update('7')).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
  });
});

describe('Streams', () => {
  it('are listed by name, page by page', async () => {
    for (const name of ['b', 'a', 'c']) await makeStream(client, {}, name);
    const first = await client.send(new Firehose.ListDeliveryStreamsCommand({ Limit: 2 }));
    const rest = await client.send(new Firehose.ListDeliveryStreamsCommand({ ExclusiveStartDeliveryStreamName: 'b' }));

    expect([first.DeliveryStreamNames, first.HasMoreDeliveryStreams]).toEqual([['a', 'b'], true]);
    expect([rest.DeliveryStreamNames, rest.HasMoreDeliveryStreams]).toEqual([['c'], false]);
  });

  it('have tags', async () => {
    const DeliveryStreamName = 'events';
    await makeStream(client);
    const Tags = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ];
    await client.send(new Firehose.TagDeliveryStreamCommand({ DeliveryStreamName, Tags }));
    await client.send(new Firehose.UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ['a'] }));

    const kept = await client.send(new Firehose.ListTagsForDeliveryStreamCommand({ DeliveryStreamName }));
    expect([kept.Tags, kept.HasMoreTags]).toEqual([[{ Key: 'b', Value: '2' }], false]);
  });

  it('tell whether they are encrypted', async () => {
    const DeliveryStreamName = 'events';
    await makeStream(client);
    await client.send(new Firehose.StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
    const started = await described();
    await client.send(new Firehose.StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }));

    expect(started?.DeliveryStreamEncryptionConfiguration).toEqual({ KeyType: 'AWS_OWNED_CMK', Status: 'ENABLED' });
    expect((await described())?.DeliveryStreamEncryptionConfiguration).toEqual({ Status: 'DISABLED' });
  });

  it('that are deleted are not found', async () => {
    await makeStream(client);
    await client.send(new Firehose.DeleteDeliveryStreamCommand({ DeliveryStreamName: 'events' }));

    await expect(described()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Firehose events under account 000000000000 not found.',
    });
  });
});
