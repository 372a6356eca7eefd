import type { Context } from '../../service-kit/contract.ts';
import { thisSecond } from './changes.ts';
import type { StageRecord } from './state.ts';

/** A stage made now, with AWS's defaults under what is given. */
export function newStage(
  given: Pick<StageRecord, 'stageName' | 'deploymentId'> & Partial<StageRecord>,
  context: Pick<Context, 'clock'>,
): StageRecord {
  const now = thisSecond(context);
  return withCacheCluster({
    cacheClusterEnabled: false,
    methodSettings: {},
    tracingEnabled: false,
    ...given,
    createdDate: now,
    lastUpdatedDate: now,
  });
}

/** Whether the cluster is there: it takes no time here. */
export const withCacheCluster = (stage: StageRecord): StageRecord => ({
  ...stage,
  ...(stage.cacheClusterEnabled && stage.cacheClusterSize === undefined && { cacheClusterSize: '0.5' as const }),
  cacheClusterStatus: stage.cacheClusterEnabled ? 'AVAILABLE' : 'NOT_AVAILABLE',
});
