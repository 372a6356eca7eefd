import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { bucket } from './bucket.ts';
import { bucketPolicy } from './bucket-policy.ts';

/** The CloudFormation resource types of S3. */
export const s3Resources: Readonly<Record<string, ResourceType>> = resourceTypes(bucket, bucketPolicy);
