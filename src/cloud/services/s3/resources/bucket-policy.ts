import { AwsError } from '../../../kernel/errors.ts';
import type { Properties, ResourceContext, ResourceType } from '../../../kernel/service.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const bucketPolicy: ResourceType = {
  properties: ['Bucket', 'PolicyDocument'],
  async create(properties, context) {
    await putPolicy(properties, context);
    return { physicalId: String(properties.Bucket) };
  },
  async update(state, properties, _previous, context) {
    await putPolicy(properties, context);
    return state;
  },
  async delete(state, _properties, context) {
    try {
      await context.call('s3', 'DeleteBucketPolicy', { Bucket: state.physicalId });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'NoSuchBucket')) throw error;
    }
  },
};

async function putPolicy({ Bucket, PolicyDocument: document }: Properties, context: ResourceContext): Promise<void> {
  const Policy = typeof document === 'string' ? document : JSON.stringify(document);
  await context.call('s3', 'PutBucketPolicy', { Bucket: String(Bucket), Policy });
}
