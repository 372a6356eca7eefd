import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';

/** A new bucket; its name. */
export async function makeBucket(client: S3Client, Bucket = 'orders'): Promise<string> {
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

export async function makeVersionedBucket(client: S3Client): Promise<string> {
  const Bucket = await makeBucket(client);
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  return Bucket;
}
