import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const apigatewayv2EmptyReads: EmptyReads = {
  ListPortalProducts: { madeBy: ['CreatePortalProduct'] },
  ListPortals: { madeBy: ['CreatePortal'] },
};
