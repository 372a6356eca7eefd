import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import { nextRunOf } from './schedules/plan.ts';
import type { Schedule, SchedulerState } from './state.ts';

/** Schedules that are there, by what they say; when they were made is no difference. */
export const schedulerExploredState: ExploredState<SchedulerState> = {
  kind: 'schedule',
  resourceTypes: ['AWS::Scheduler::Schedule'],
  nameOf: lastStep,
  rows: (state) =>
    [...state.schedules.values()].map(({ name, groupName, settings, next }) => ({
      name,
      rows: [
        {
          group: groupName,
          expression: settings.expression,
          state: settings.state,
          target: settings.target.Arn,
          input: settings.target.Input ?? null,
          isOver: next === undefined,
        },
      ],
    })),
  schedules: {
    resourceTypes: ['AWS::Scheduler::Schedule'],
    names: (state) => [...state.schedules.values()].filter(comesAgain).map(({ name }) => name),
    next: (state, name, planning) => {
      const schedule = [...state.schedules.values()].find((each) => each.name === name && comesAgain(each));
      return schedule && nextRunOf(state, schedule, planning);
    },
  },
  deadLetters: (state) =>
    [...state.schedules.values()].flatMap(({ settings }) => settings.target.DeadLetterConfig?.Arn ?? []),
};

const comesAgain = ({ settings }: Schedule): boolean => !settings.expression.startsWith('at(');
