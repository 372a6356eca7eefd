import * as Firehose from '@aws-sdk/client-firehose';

export const arn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/events';

export const destination = {
  RoleARN: 'arn:aws:iam::000000000000:role/firehose',
  BucketARN: 'arn:aws:s3:::lake',
};

/** A stream into the bucket `lake`. */
export const makeStream = (
  client: Firehose.FirehoseClient,
  more: Partial<Firehose.ExtendedS3DestinationConfiguration> = {},
  DeliveryStreamName = 'events',
): Promise<Firehose.CreateDeliveryStreamOutput> =>
  client.send(
    new Firehose.CreateDeliveryStreamCommand({
      DeliveryStreamName,
      ExtendedS3DestinationConfiguration: { ...destination, ...more },
    }),
  );
