import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { openSnsState, type SnsState } from './state.ts';

/** Amazon SNS: topics and their subscriptions. */
export const sns: Service<SnsState, undefined> = {
  name: 'sns',
  title: 'SNS',
  faults: usualFaults,
  exploredState: { none: 'it keeps nothing yet' },
  resourceOf: () => undefined,
  state: openSnsState,
  operations: {},
};
