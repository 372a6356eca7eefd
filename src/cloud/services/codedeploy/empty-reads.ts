import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const codedeployEmptyReads: EmptyReads = {
  ListOnPremisesInstances: { madeBy: ['RegisterOnPremisesInstance'] },
};
