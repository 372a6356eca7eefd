import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { type KinesisState, openKinesisState } from './state.ts';

/** Kinesis Data Streams. */
export const kinesis: Service<KinesisState, undefined> = {
  name: 'kinesis',
  title: 'Kinesis',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openKinesisState,
  operations: {},
};
