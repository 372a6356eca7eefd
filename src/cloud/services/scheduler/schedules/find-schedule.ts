import { raise } from '../../../kernel/errors.ts';
import { scheduleNotFound } from '../errors.ts';
import { defaultGroup } from '../groups/groups.ts';
import type { Schedule, SchedulerState } from '../state.ts';

/** Under which a schedule is kept. */
export const scheduleKey = (groupName: string, name: string): string => `${groupName}/${name}`;

/** Throws ResourceNotFoundException. */
export function findSchedule(state: SchedulerState, name: string, groupName: string = defaultGroup): Schedule {
  return state.schedules.get(scheduleKey(groupName, name)) ?? raise(scheduleNotFound(name));
}

/** Of one group, or of all. */
export const schedulesOf = (state: SchedulerState, groupName?: string): Schedule[] =>
  groupName === undefined
    ? [...state.schedules.values()]
    : [...state.schedules.values({ from: `${groupName}/`, before: `${groupName}0` })];
