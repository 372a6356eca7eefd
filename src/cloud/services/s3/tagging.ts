import { nameInArn, type Tagging } from '../../service-kit/tagging.ts';
import { type Tags, tagList, withoutTags } from '../../service-kit/tags.ts';
import type { S3State } from './state.ts';

/** Buckets; S3 replaces all tags of one at once. */
export const s3Tagging: Tagging<S3State> = {
  arnService: 's3',
  *resources({ buckets }, { region }) {
    for (const bucket of buckets.values()) {
      if (bucket.region === region) yield { arn: `arn:aws:s3:::${bucket.name}`, tags: bucket.tags ?? {} };
    }
  },
  tag: (arn, tags, current) => put(arn, { ...current, ...tags }),
  untag: (arn, keys, current) => put(arn, withoutTags(current, keys)),
};

function put(arn: string, tags: Tags): readonly [string, object] {
  const Bucket = nameInArn(arn);
  if (Object.keys(tags).length === 0) return ['DeleteBucketTagging', { Bucket }];
  return ['PutBucketTagging', { Bucket, Tagging: { TagSet: tagList(tags) } }];
}
