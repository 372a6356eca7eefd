import type {
  CreateScheduleGroupOutput,
  CreateScheduleOutput,
  GetScheduleGroupOutput,
} from '@aws-sdk/client-scheduler';
import type { ResourceCalls, ResourceType } from '../../service-kit/contract.ts';
import { retag, unlessGone, type Values } from '../../service-kit/properties.ts';
import { codedResourceType, resourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { scheduleGroupReading, scheduleReading } from './readings.ts';

const kinds = {
  Description: 'text',
  EndDate: 'text',
  FlexibleTimeWindow: { members: { Mode: 'text', MaximumWindowInMinutes: 'number' } },
  GroupName: 'text',
  KmsKeyArn: 'text',
  Name: 'text',
  ScheduleExpression: 'text',
  ScheduleExpressionTimezone: 'text',
  StartDate: 'text',
  State: 'text',
  Target: {
    members: {
      RetryPolicy: { members: { MaximumEventAgeInSeconds: 'number', MaximumRetryAttempts: 'number' } },
    },
  },
} as const;

/** Templates tell times as text. */
const settingsOf = (p: Values<typeof kinds>, Name: string): object => ({
  ...p,
  Name,
  StartDate: p.StartDate === undefined ? undefined : new Date(p.StartDate),
  EndDate: p.EndDate === undefined ? undefined : new Date(p.EndDate),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html */
const schedule = resourceType({
  type: 'AWS::Scheduler::Schedule',
  reading: scheduleReading,
  service: 'scheduler',
  properties: kinds,
  name: { property: 'Name', max: 64 },
  create: { operation: 'CreateSchedule', input: (p, { id }) => settingsOf(p, id) },
  attributes: { Arn: ({ ScheduleArn }: CreateScheduleOutput) => ScheduleArn },
  update: { operation: 'UpdateSchedule', input: (p, { id }) => settingsOf(p, id), isDescribing: true },
  delete: {
    operation: 'DeleteSchedule',
    input: (p, { id }) => ({ Name: id, GroupName: p.GroupName }),
    gone: ['ResourceNotFoundException'],
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html */
const scheduleGroup = codedResourceType({
  type: 'AWS::Scheduler::ScheduleGroup',
  reading: scheduleGroupReading,
  properties: { Name: 'text', Tags: 'tags' },
  attributes: ['Arn', 'CreationDate', 'LastModificationDate', 'State'],
  async create(p, context) {
    const Name = p.Name ?? context.generateName(64);
    const Tags = p.Tags.length > 0 ? p.Tags : undefined;
    await context.call<CreateScheduleGroupOutput>('scheduler', 'CreateScheduleGroup', { Name, ...(Tags && { Tags }) });
    return stateOf(Name, context);
  },
  async update(state, p, previous, context) {
    const ResourceArn = state.attributes?.Arn;
    const on = (operation: string, input: object) => context.call('scheduler', operation, { ResourceArn, ...input });
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => on('UntagResource', { TagKeys }),
      tag: (Tags) => on('TagResource', { Tags }),
    });
    return state;
  },
  async delete({ physicalId: Name }, _p, context) {
    await unlessGone(context.call('scheduler', 'DeleteScheduleGroup', { Name }), 'ResourceNotFoundException');
  },
});

async function stateOf(Name: string, context: ResourceCalls) {
  const group = await context.call<GetScheduleGroupOutput>('scheduler', 'GetScheduleGroup', { Name });
  const { Arn, State } = group;
  const CreationDate = group.CreationDate?.toISOString();
  const LastModificationDate = group.LastModificationDate?.toISOString();
  return { physicalId: Name, attributes: { Arn, State, CreationDate, LastModificationDate } };
}

/** The CloudFormation resource types of EventBridge Scheduler. */
export const schedulerResources: Readonly<Record<string, ResourceType>> = resourceTypes(schedule, scheduleGroup);
