import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const appconfigEmptyReads: EmptyReads = {
  ListExtensionAssociations: { madeBy: ['CreateExtensionAssociation'], naming: ['ExtensionIdentifier'] },
};
