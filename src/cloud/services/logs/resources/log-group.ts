import type { DescribeLogGroupsResponse } from '@aws-sdk/client-cloudwatch-logs';
import type { Properties, ResourceContext, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { numberIn, tagKeysGone, tagsIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

const nameMax = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logGroup: ResourceType = {
  properties: ['KmsKeyId', 'LogGroupClass', 'LogGroupName', 'RetentionInDays', 'Tags'],
  async create(properties, context) {
    const logGroupName = textIn(properties, 'LogGroupName') ?? context.generateName(nameMax);
    const tags = tagRecord(tagsIn(properties, context));
    await context.call('logs', 'CreateLogGroup', {
      logGroupName,
      kmsKeyId: textIn(properties, 'KmsKeyId'),
      logGroupClass: textIn(properties, 'LogGroupClass'),
      tags: Object.keys(tags).length > 0 ? tags : undefined,
    });
    try {
      await applyRetention(logGroupName, properties, context);
    } catch (error) {
      await context.call('logs', 'DeleteLogGroup', { logGroupName });
      throw error;
    }
    return describe(logGroupName, context);
  },
  async update(state, properties, previous, context) {
    const logGroupName = state.physicalId;
    await applyRetention(logGroupName, properties, context, previous);
    await applyKey(logGroupName, properties, previous, context);
    const resourceArn = String(state.attributes?.Arn);
    const tagKeys = tagKeysGone(properties, previous, context);
    const tags = tagRecord(tagsIn(properties, context));
    if (tagKeys.length > 0) await context.call('logs', 'UntagResource', { resourceArn, tagKeys });
    if (Object.keys(tags).length > 0) await context.call('logs', 'TagResource', { resourceArn, tags });
    return state;
  },
  delete: (state, _properties, context) =>
    unlessGone(context.call('logs', 'DeleteLogGroup', { logGroupName: state.physicalId }), 'ResourceNotFoundException'),
};

async function describe(logGroupName: string, context: ResourceContext): Promise<ResourceState> {
  const input = { logGroupNamePrefix: logGroupName, limit: 1 };
  const { logGroups } = await context.call<DescribeLogGroupsResponse>('logs', 'DescribeLogGroups', input);
  return { physicalId: logGroupName, attributes: { Arn: logGroups?.[0]?.arn } };
}

async function applyRetention(
  logGroupName: string,
  properties: Properties,
  context: ResourceContext,
  previous: Properties = {},
): Promise<void> {
  const retentionInDays = numberIn(properties, 'RetentionInDays');
  if (retentionInDays !== undefined) {
    await context.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays });
  } else if (numberIn(previous, 'RetentionInDays') !== undefined) {
    await context.call('logs', 'DeleteRetentionPolicy', { logGroupName });
  }
}

async function applyKey(
  logGroupName: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const kmsKeyId = textIn(properties, 'KmsKeyId');
  if (kmsKeyId !== undefined) await context.call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId });
  else if (previous.KmsKeyId !== undefined) await context.call('logs', 'DisassociateKmsKey', { logGroupName });
}
