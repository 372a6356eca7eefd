import type { Clock } from '../../../kernel/clock.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { groupNotFound } from '../errors.ts';
import type { ScheduleGroup, SchedulerState } from '../state.ts';

/** Every account has it from the beginning, and nobody can delete it. */
export const defaultGroup = 'default';

/** When EventBridge Scheduler began; believed of the group. */
const defaultGroupMs = Date.UTC(2022, 10, 10);

interface Where extends Scope {
  readonly clock: Pick<Clock, 'now'>;
}

const groupArn = ({ account, region }: Scope, name: string): string =>
  `arn:aws:scheduler:${region}:${account}:schedule-group/${name}`;

/** A group that is made now. */
export function newGroup(name: string, where: Where): ScheduleGroup {
  const nowMs = where.clock.now();
  return { name, arn: groupArn(where, name), createdMs: nowMs, modifiedMs: nowMs, tags: {} };
}

function newDefaultGroup(where: Scope): ScheduleGroup {
  const times = { createdMs: defaultGroupMs, modifiedMs: defaultGroupMs };
  return { name: defaultGroup, arn: groupArn(where, defaultGroup), ...times, tags: {} };
}

/** Throws ResourceNotFoundException. */
export function findGroup(state: SchedulerState, name: string, where: Scope): ScheduleGroup {
  const group = state.groups.get(name);
  if (group) return group;
  return name === defaultGroup ? newDefaultGroup(where) : raise(groupNotFound(name));
}

/** All, the default one among them, by name. */
export function allGroups(state: SchedulerState, where: Scope): ScheduleGroup[] {
  const made = [...state.groups.values()];
  if (state.groups.has(defaultGroup)) return made;
  return [...made, newDefaultGroup(where)].sort((a, b) => (a.name < b.name ? -1 : 1));
}
