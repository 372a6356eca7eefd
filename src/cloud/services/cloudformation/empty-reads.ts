import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const cloudformationEmptyReads: EmptyReads = {
  ListGeneratedTemplates: { madeBy: ['CreateGeneratedTemplate'] },
  ListResourceScans: { madeBy: ['StartResourceScan'] },
  ListTypeRegistrations: { madeBy: ['RegisterType'], naming: ['TypeArn', 'TypeName'] },
};
