import type * as Sdk from '@aws-sdk/client-scheduler';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { groupExists, invalidToken, notOnDefaultGroup } from '../errors.ts';
import { allGroups, defaultGroup, findGroup, newGroup } from '../groups/groups.ts';
import { oncePerToken } from '../once-per-token.ts';
import { schedulesOf } from '../schedules/find-schedule.ts';
import { forgetSchedule } from '../schedules/plan.ts';
import type { ScheduleGroup, SchedulerState } from '../state.ts';

type CreateInput = Given<Sdk.CreateScheduleGroupInput>;
type DeleteInput = Given<Sdk.DeleteScheduleGroupInput>;

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html */
export const createScheduleGroup: Operation<CreateInput, Sdk.CreateScheduleGroupOutput, SchedulerState> = oncePerToken(
  'CreateScheduleGroup',
  (state, { Name, Tags = [] }: CreateInput, context: Context) => {
    if (Name === defaultGroup) throw notOnDefaultGroup();
    if (state.groups.has(Name)) throw groupExists(Name);
    const group = { ...newGroup(Name, context), tags: tagRecord(Tags) };
    state.groups.set(Name, group);
    return { ScheduleGroupArn: group.arn };
  },
);

/** With all schedules in it. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html */
export const deleteScheduleGroup: Operation<DeleteInput, object, SchedulerState> = oncePerToken(
  'DeleteScheduleGroup',
  (state, { Name }: DeleteInput, context: Context) => {
    if (Name === defaultGroup) throw notOnDefaultGroup();
    findGroup(state, Name, context);
    for (const schedule of schedulesOf(state, Name)) forgetSchedule(state, schedule, context.kernel);
    state.groups.delete(Name);
    return {};
  },
);

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetScheduleGroup.html */
export const getScheduleGroup: Operation<
  Given<Sdk.GetScheduleGroupInput>,
  Sdk.GetScheduleGroupOutput,
  SchedulerState
> = (state, { Name }, context) => describe(findGroup(state, Name, context));

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListScheduleGroups.html */
export const listScheduleGroups: Operation<
  Given<Sdk.ListScheduleGroupsInput>,
  Sdk.ListScheduleGroupsOutput,
  SchedulerState
> = (state, { NamePrefix = '', NextToken, MaxResults = 100 }, context) => {
  const found = allGroups(state, context).filter(({ name }) => name.startsWith(NamePrefix));
  const page = pageOf(found, { limit: MaxResults, token: NextToken, keyOf: ({ name }) => name, invalidToken });
  return { ScheduleGroups: page.items.map(describe), ...(page.next !== undefined && { NextToken: page.next }) };
};

const describe = ({ arn, name, createdMs, modifiedMs }: ScheduleGroup) => ({
  Arn: arn,
  Name: name,
  State: 'ACTIVE' as const,
  CreationDate: new Date(createdMs),
  LastModificationDate: new Date(modifiedMs),
});
