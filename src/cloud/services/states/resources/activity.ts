import type * as Sdk from '@aws-sdk/client-sfn';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { lowerFirst } from './lower-first.ts';
import { activityReading } from './readings.ts';
import { tagsMember, updateTags } from './tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-stepfunctions-activity.html */
export const activity = codedResourceType({
  type: 'AWS::StepFunctions::Activity',
  reading: activityReading,
  properties: {
    EncryptionConfiguration: {
      members: { KmsDataKeyReusePeriodSeconds: 'number', KmsKeyId: 'text', Type: 'text' },
    },
    Name: 'text',
    Tags: 'tags',
  },
  attributes: ['Arn', 'Name'],
  async create({ Name, Tags, EncryptionConfiguration }, context) {
    const { activityArn = '' } = await context.call<Sdk.CreateActivityOutput>('states', 'CreateActivity', {
      name: Name,
      ...tagsMember(Tags),
      ...(EncryptionConfiguration && { encryptionConfiguration: lowerFirst(EncryptionConfiguration) }),
    });
    return { physicalId: activityArn, attributes: { Arn: activityArn, Name } };
  },
  async update(state, p, previous, context) {
    await updateTags(state.physicalId, p.Tags, previous.Tags, context);
    return state;
  },
  async delete({ physicalId: activityArn }, _p, context) {
    await context.call('states', 'DeleteActivity', { activityArn });
  },
});
