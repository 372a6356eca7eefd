import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const kinesisEmptyReads: EmptyReads = {
  ListChannels: { madeBy: ['CreateChannel'] },
};
