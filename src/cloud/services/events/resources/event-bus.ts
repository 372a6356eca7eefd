import type { CreateEventBusResponse, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge';
import { retag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { busArn } from '../buses/find-bus.ts';
import { eventBusReading } from './readings.ts';

const properties = {
  Name: 'text',
  Description: 'text',
  EventSourceName: 'text',
  KmsKeyIdentifier: 'text',
  DeadLetterConfig: { members: { Arn: 'text' } },
  LogConfig: { members: { IncludeDetail: 'text', Level: 'text' } },
  Policy: 'document',
  Tags: 'tags',
} as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html */
export const eventBus = codedResourceType({
  type: 'AWS::Events::EventBus',
  reading: eventBusReading,
  properties,
  attributes: ['Arn', 'Name', 'Policy'],
  async create({ Policy, ...p }, context) {
    const Name = p.Name ?? '';
    const { EventBusArn } = await context.call<CreateEventBusResponse>('events', 'CreateEventBus', p);
    if (Policy !== undefined) await context.call('events', 'PutPermission', { EventBusName: Name, Policy });
    return { physicalId: Name, attributes: { Arn: EventBusArn, Name, Policy: Policy ?? '' } };
  },
  async update(state, { Policy, Tags, ...p }, previous, context) {
    const EventBusName = state.physicalId;
    await context.call('events', 'UpdateEventBus', {
      Name: EventBusName,
      Description: p.Description ?? '',
      KmsKeyIdentifier: p.KmsKeyIdentifier ?? '',
      DeadLetterConfig: p.DeadLetterConfig ?? {},
      LogConfig: p.LogConfig ?? {},
    });
    if (Policy !== undefined) await context.call('events', 'PutPermission', { EventBusName, Policy });
    else if (previous.Policy !== undefined) {
      await context.call('events', 'RemovePermission', { EventBusName, RemoveAllPermissions: true });
    }
    const on = { ResourceARN: busArn(context, EventBusName) };
    await retag(Tags, previous.Tags, {
      untag: (TagKeys) => context.call('events', 'UntagResource', { ...on, TagKeys }),
      tag: (tags) => context.call('events', 'TagResource', { ...on, Tags: tags }),
    });
    return { ...state, attributes: { ...state.attributes, Policy: Policy ?? '' } };
  },
  delete: ({ physicalId: Name }, _, context) =>
    unlessGone(context.call('events', 'DeleteEventBus', { Name }), 'ResourceNotFoundException'),
  importing: {
    identifiers: ['Name'],
    async find({ Name = '' }, context) {
      const bus = await context.call<DescribeEventBusResponse>('events', 'DescribeEventBus', { Name });
      return { physicalId: Name, attributes: { Arn: bus.Arn, Name, Policy: bus.Policy ?? '' } };
    },
  },
});
