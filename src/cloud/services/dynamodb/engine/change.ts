import type { Context } from '../../../service-kit/contract.ts';
import type { Table } from '../state.ts';
import type { ByteString, StoredItem } from '../values/attribute-value.ts';

/** One item before and after; undefined where there is none. */
export interface Change {
  readonly table: Table;
  /** The encoded key in the table. */
  readonly key: ByteString;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** The service deletes an item that has expired. */
  readonly isExpiry?: true;
  /** It comes from another region, and goes no further. */
  readonly isReplicated?: true;
}

/** What writes need to know of the call that they are part of. */
export type WriteContext = Pick<Context, 'clock' | 'kernel' | 'account' | 'region' | 'runtime'>;
