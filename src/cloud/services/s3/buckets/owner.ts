import type { Owner } from '@aws-sdk/client-s3';
import { hashOf } from '../../../kernel/blobs.ts';

/** The account's canonical user: 64 hex digits that stand for it in ACLs and listings. */
export const ownerOf = (account: string): Owner & { readonly ID: string } => ({
  ID: hashOf(Buffer.from(`canonical user of ${account}`)),
});

/** As the listings of multipart uploads, and they alone, tell it: with a name for people. */
export const namedOwnerOf = (account: string): Required<Owner> => ({ DisplayName: account, ...ownerOf(account) });
