import type { PutDestinationResponse } from '@aws-sdk/client-cloudwatch-logs';
import { retag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-destination.html */
export const destination = codedResourceType({
  type: 'AWS::Logs::Destination',
  properties: { DestinationName: 'text', DestinationPolicy: 'text', RoleArn: 'text', Tags: 'tags', TargetArn: 'text' },
  attributes: ['Arn'],
  async create(p, context) {
    const destinationName = p.DestinationName ?? '';
    const { destination: made } = await context.call<PutDestinationResponse>('logs', 'PutDestination', {
      destinationName,
      targetArn: p.TargetArn,
      roleArn: p.RoleArn,
      tags: p.Tags.length > 0 ? tagRecord(p.Tags) : undefined,
    });
    const accessPolicy = p.DestinationPolicy;
    if (accessPolicy) await context.call('logs', 'PutDestinationPolicy', { destinationName, accessPolicy });
    return { physicalId: destinationName, attributes: { Arn: made?.arn } };
  },
  async update(state, p, previous, context) {
    const destinationName = state.physicalId;
    await context.call('logs', 'PutDestination', { destinationName, targetArn: p.TargetArn, roleArn: p.RoleArn });
    const accessPolicy = p.DestinationPolicy;
    if (accessPolicy) await context.call('logs', 'PutDestinationPolicy', { destinationName, accessPolicy });
    const resourceArn = String(state.attributes?.Arn);
    await retag(p.Tags, previous.Tags, {
      untag: (tagKeys) => context.call('logs', 'UntagResource', { resourceArn, tagKeys }),
      tag: (tags) => context.call('logs', 'TagResource', { resourceArn, tags: tagRecord(tags) }),
    });
    return state;
  },
  delete: (state, _, context) =>
    unlessGone(
      context.call('logs', 'DeleteDestination', { destinationName: state.physicalId }),
      'ResourceNotFoundException',
    ),
});
