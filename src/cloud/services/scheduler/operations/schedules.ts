import type * as Sdk from '@aws-sdk/client-scheduler';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidToken, scheduleExists } from '../errors.ts';
import { defaultGroup, findGroup } from '../groups/groups.ts';
import { oncePerToken } from '../once-per-token.ts';
import { describeSchedule, summarizeSchedule } from '../schedules/describe-schedule.ts';
import { findSchedule, scheduleKey, schedulesOf } from '../schedules/find-schedule.ts';
import { forgetSchedule, keepPlanned } from '../schedules/plan.ts';
import { readSettings, type SettingsInput } from '../schedules/read-settings.ts';
import type { SchedulerState } from '../state.ts';
import { assertRole } from '../targets/assert-role.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export const createSchedule: Operation<SettingsInput, Sdk.CreateScheduleOutput, SchedulerState> = oncePerToken(
  'CreateSchedule',
  async (state, input: SettingsInput, context) => {
    const { Name: name, GroupName: groupName = defaultGroup } = input;
    const settings = readSettings(input, context);
    const group = findGroup(state, groupName, context);
    await assertRole(settings.target.RoleArn ?? '', group.arn, context);
    // Waiting for the role's policy, somebody else may have taken the group away or the name.
    state.groups.set(groupName, findGroup(state, groupName, context));
    if (state.schedules.has(scheduleKey(groupName, name))) throw scheduleExists(name);
    const { account, region } = context;
    const nowMs = context.clock.now();
    const arn = `arn:aws:scheduler:${region}:${account}:schedule/${groupName}/${name}`;
    const times = { createdMs: nowMs, modifiedMs: nowMs, anchorMs: nowMs };
    keepPlanned(state, { name, groupName, arn, ...times, settings }, context);
    return { ScheduleArn: arn };
  },
);

/** Sets all: what is left out is at its default again. https://docs.aws.amazon.com/scheduler/latest/APIReference/API_UpdateSchedule.html */
export const updateSchedule: Operation<SettingsInput, Sdk.UpdateScheduleOutput, SchedulerState> = oncePerToken(
  'UpdateSchedule',
  async (state, input: SettingsInput, context) => {
    const { Name: name, GroupName: groupName = defaultGroup } = input;
    const settings = readSettings(input, context);
    const group = findGroup(state, groupName, context);
    findSchedule(state, name, groupName);
    await assertRole(settings.target.RoleArn ?? '', group.arn, context);
    const former = findSchedule(state, name, groupName);
    if (former.next) context.kernel.scheduler.cancel(former.next.key);
    const nowMs = context.clock.now();
    const isOther = former.settings.expression !== settings.expression;
    const anchorMs = isOther ? nowMs : former.anchorMs;
    keepPlanned(state, { ...former, settings, modifiedMs: nowMs, anchorMs }, context);
    return { ScheduleArn: former.arn };
  },
);

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_GetSchedule.html */
export const getSchedule: Operation<Given<Sdk.GetScheduleInput>, Sdk.GetScheduleOutput, SchedulerState> = (
  state,
  { Name, GroupName = defaultGroup },
  context,
) => {
  findGroup(state, GroupName, context);
  return describeSchedule(findSchedule(state, Name, GroupName));
};

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteSchedule.html */
export const deleteSchedule: Operation<Given<Sdk.DeleteScheduleInput>, object, SchedulerState> = oncePerToken(
  'DeleteSchedule',
  (state, { Name, GroupName = defaultGroup }: Given<Sdk.DeleteScheduleInput>, context: Context) => {
    findGroup(state, GroupName, context);
    forgetSchedule(state, findSchedule(state, Name, GroupName), context.kernel);
    return {};
  },
);

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html */
export const listSchedules: Operation<Given<Sdk.ListSchedulesInput>, Sdk.ListSchedulesOutput, SchedulerState> = (
  state,
  { GroupName, NamePrefix = '', State, NextToken, MaxResults = 100 },
  context,
) => {
  if (GroupName !== undefined) findGroup(state, GroupName, context);
  const found = schedulesOf(state, GroupName).filter(
    ({ name, settings }) => name.startsWith(NamePrefix) && (State === undefined || settings.state === State),
  );
  const page = pageOf(found, {
    limit: MaxResults,
    token: NextToken,
    keyOf: ({ groupName, name }) => scheduleKey(groupName, name),
    invalidToken,
  });
  return {
    Schedules: page.items.map(summarizeSchedule),
    ...(page.next !== undefined && { NextToken: page.next }),
  };
};
