import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { type FirehoseState, openFirehoseState } from './state.ts';

/** Amazon Data Firehose: streams into buckets. */
export const firehose: Service<FirehoseState, undefined> = {
  name: 'firehose',
  title: 'Firehose',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openFirehoseState,
  operations: {},
};
