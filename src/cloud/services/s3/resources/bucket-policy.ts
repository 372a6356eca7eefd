import type { Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { bucketPolicyReading } from './bucket-policy-reading.ts';

const properties = { Bucket: 'text', PolicyDocument: 'document' } as const;

const put = {
  operation: 'PutBucketPolicy',
  input: (p: Values<typeof properties>) => ({ Bucket: p.Bucket, Policy: p.PolicyDocument }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const bucketPolicy = resourceType({
  type: 'AWS::S3::BucketPolicy',
  reading: bucketPolicyReading,
  service: 's3',
  properties,
  create: { ...put, physicalId: (_, p) => p.Bucket },
  update: put,
  delete: { operation: 'DeleteBucketPolicy', input: (_, { id }) => ({ Bucket: id }), gone: ['NoSuchBucket'] },
});
