import type { Consumer } from '../consumer.ts';

/** Who reads which stream. */
export type StreamAccess = Pick<Consumer, 'sourceArn' | 'principal' | 'account' | 'region' | 'identityArn'>;

/** A record of a stream, as pollers handle it. */
export interface StreamRecord {
  readonly sequence: string;
  readonly createdMs: number;
  /** Records that share it are handled in order: a partition key, the keys of an item. */
  readonly partition?: string;
  /** What filter patterns are held against. */
  readonly filterView: object;
  /** The JSON that consumers get. */
  readonly text: string;
}

export interface Shard {
  readonly id: string;
  /** Shards that are read to their end before it: their records are older. */
  readonly parents: readonly string[];
}

/** Where reading a shard begins. */
export type ShardPosition = { readonly after: string } | 'oldest' | 'latest' | { readonly fromMs: number };

/** A stream as pollers read it, whatever service has it. */
export interface StreamSource {
  /** The ARN under which new records are announced. */
  readonly announcedAs: string;
  shards(): Promise<readonly Shard[]>;
  /** Oldest first. `isOver`: the shard is closed, and nothing is behind these. */
  read(
    shardId: string,
    position: ShardPosition,
    limit: number,
  ): Promise<{ readonly records: readonly StreamRecord[]; readonly isOver: boolean }>;
}
