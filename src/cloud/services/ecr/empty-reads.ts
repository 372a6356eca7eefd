import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const ecrEmptyReads: EmptyReads = {
  DescribePullThroughCacheRules: { madeBy: ['CreatePullThroughCacheRule'], naming: ['ecrRepositoryPrefixes'] },
  ListPullTimeUpdateExclusions: { madeBy: ['RegisterPullTimeUpdateExclusion'] },
};
