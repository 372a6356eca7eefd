import { availableParallelism } from 'node:os';
import type { EnvironmentLimits } from '../../../kernel/executor.ts';

/** What an executor's environments are held to unless it says otherwise. */
export const defaultLimits: EnvironmentLimits = {
  // A Node process takes 40 MB and more: that many have room on a developer's machine beside its work.
  active: 64,
  total: 256,
  guaranteed: 4,
  // A cold start takes a processor for 100 ms or more; more at once than there are processors only delay each other.
  starting: Math.max(2, availableParallelism()),
};
