import { type ExploredState, lastStep } from '../../service-kit/explored-state.ts';
import { defaultBusName } from './buses/find-bus.ts';
import { ruleArn } from './rules/find-rule.ts';
import { nextRunOf } from './schedules/rule-schedules.ts';
import { type EventsState, ruleKey, rulesOf } from './state.ts';

/** Buses keep no events: their rules are compared, with their targets; what rules set off is compared where it arrives. */
export const eventsExploredState: ExploredState<EventsState> = {
  kind: 'bus',
  resourceTypes: ['AWS::Events::EventBus'],
  nameOf: lastStep,
  rows: (state) =>
    busNamesOf(state).map((name) => ({
      name,
      rows: [...rulesOf(state, name)].map((rule) => ({
        name: rule.name,
        state: rule.state,
        ...(rule.pattern !== undefined && { pattern: rule.pattern }),
        ...(rule.schedule !== undefined && { schedule: rule.schedule }),
        targets: state.targets.get(ruleKey(name, rule.name)) ?? [],
      })),
    })),
  // Events only pass: each delivery is a call of its own.
  footprint: (operation, _input, state) =>
    operation === 'PutEvents' ? [] : busNamesOf(state).map((name) => `events/${name}`),
  schedules: {
    resourceTypes: ['AWS::Events::Rule'],
    names: (state) => [...state.ruleSchedules.keys()].map(lastStep),
    next: (state, name, planning) => nextRunOf(state, ruleArn(planning, defaultBusName, name), planning),
  },
  deadLetters: (state) =>
    [...state.targets.values()].flatMap((targets) =>
      targets.flatMap(({ DeadLetterConfig }) => DeadLetterConfig?.Arn ?? []),
    ),
};

const busNamesOf = (state: EventsState): string[] => [
  ...new Set([defaultBusName, ...[...state.buses.values()].map(({ name }) => name)]),
];
