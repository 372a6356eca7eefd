import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, textIn, unlessGone } from '../../../service-kit/properties.ts';

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
    await unlessGone(context.call('s3', 'DeleteBucketPolicy', { Bucket: state.physicalId }), 'NoSuchBucket');
  },
};

const putPolicy = (properties: Properties, context: ResourceContext) =>
  context.call('s3', 'PutBucketPolicy', {
    Bucket: textIn(properties, 'Bucket'),
    Policy: documentIn(properties, 'PolicyDocument'),
  });
