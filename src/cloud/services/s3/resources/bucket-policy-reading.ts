import type { ResourceReading } from '../../../service-kit/contract.ts';
import { documentOf, present } from '../../../service-kit/resource-reading.ts';

/** What the policy of a bucket is. */
export const bucketPolicyReading: ResourceReading = {
  identifiers: ['Bucket'],
  properties: ['Bucket', 'PolicyDocument'],
  async read({ Bucket = '' }, calls) {
    const { Policy } = await calls.call<{ Policy?: string }>('s3', 'GetBucketPolicy', { Bucket });
    return present({ Bucket, PolicyDocument: documentOf(Policy) });
  },
};
