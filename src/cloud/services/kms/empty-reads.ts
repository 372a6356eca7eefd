import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const kmsEmptyReads: EmptyReads = {
  DescribeCustomKeyStores: { madeBy: ['CreateCustomKeyStore'], naming: ['CustomKeyStoreId', 'CustomKeyStoreName'] },
};
