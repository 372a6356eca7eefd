import type { ExploredState } from '../../service-kit/explored-state.ts';
import type { LogsState } from './state.ts';

/** Log groups. Their events are what oracles read, and no rows: every attempt of a function adds some. */
export const logsExploredState: ExploredState<LogsState> = {
  kind: 'log group',
  resourceTypes: ['AWS::Logs::LogGroup'],
  nameOf: (reference) => /:log-group:([^:]+)/.exec(reference)?.[1] ?? reference,
  // Lambda makes groups and streams at first use, so that these depend on which functions ran.
  rows: () => [],
  logs: (state) =>
    [...state.streams.values()].flatMap((stream) => [...state.events(stream).values()].map(({ message }) => message)),
};
