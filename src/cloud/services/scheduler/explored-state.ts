import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import type { SchedulerState } from './state.ts';

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
  deadLetters: (state) =>
    [...state.schedules.values()].flatMap(({ settings }) => settings.target.DeadLetterConfig?.Arn ?? []),
};
