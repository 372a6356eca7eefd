import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const iamEmptyReads: EmptyReads = {
  ListDelegationRequests: { madeBy: ['CreateDelegationRequest'] },
  ListServerCertificates: { madeBy: ['UploadServerCertificate'] },
};
