import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { schedulerExploredState } from './explored-state.ts';
import { schedulerFaults } from './faults.ts';
import { schedulerMetrics } from './metrics.ts';
import * as groups from './operations/groups.ts';
import * as schedules from './operations/schedules.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { schedulerResources } from './resources.ts';
import { invokeTarget } from './runs/invoke-target.ts';
import { runSchedule } from './runs/run-schedule.ts';
import { schedulerShapes } from './shapes.ts';
import { openSchedulerState, type SchedulerState } from './state.ts';
import { schedulerStoredOnly } from './stored-only.ts';
import { schedulerTagging } from './tagging.ts';

/** EventBridge Scheduler: calls at their time. */
export const scheduler: Service<SchedulerState, undefined> = {
  name: 'scheduler',
  title: 'EventBridge Scheduler',
  faults: schedulerFaults,
  exploredState: schedulerExploredState,
  state: openSchedulerState,
  shapes: schedulerShapes,
  metrics: schedulerMetrics,
  operations: {
    CreateSchedule: schedules.createSchedule,
    UpdateSchedule: schedules.updateSchedule,
    GetSchedule: schedules.getSchedule,
    DeleteSchedule: schedules.deleteSchedule,
    ListSchedules: schedules.listSchedules,
    CreateScheduleGroup: groups.createScheduleGroup,
    DeleteScheduleGroup: groups.deleteScheduleGroup,
    GetScheduleGroup: groups.getScheduleGroup,
    ListScheduleGroups: groups.listScheduleGroups,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    // Ours: made by the scheduler of the kernel alone, the wire does not know them.
    RunSchedule: runSchedule,
    InvokeScheduleTarget: invokeTarget,
  },
  // An invocation of a target is its schedule's.
  resourceOf: namedBy('Name', 'ScheduleArn', 'GroupName', 'ResourceArn'),
  resources: schedulerResources,
  storedOnly: schedulerStoredOnly,
  tagging: schedulerTagging,
};
