import type { GetBucketWebsiteOutput, PutBucketWebsiteRequest } from '@aws-sdk/client-s3';
import type { Given } from '../../../service-kit/input.ts';
import { deleteSetting, getSetting, putSetting } from '../buckets/setting.ts';
import { assertWebsite } from '../buckets/website-configuration.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html */
export const putBucketWebsite = putSetting<Given<PutBucketWebsiteRequest>>((input) => {
  assertWebsite(input.WebsiteConfiguration);
  return { website: input.WebsiteConfiguration };
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketWebsite.html */
export const getBucketWebsite = getSetting('website', (website): GetBucketWebsiteOutput => website);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketWebsite.html */
export const deleteBucketWebsite = deleteSetting('website');
