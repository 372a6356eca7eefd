import type { Caller } from '../../../kernel/identity.ts';
import type { EventName } from './event-names.ts';

/** What a delete marker is told with: the MD5 of nothing. */
export const emptyEtag = 'd41d8cd98f00b204e9800998ecf8427e';

/** Something that happened to an object. */
export interface ObjectEvent {
  readonly name: EventName;
  readonly key: string;
  readonly size?: number;
  /** Without quotation marks. */
  readonly etag?: string;
  /** There where the bucket has versions. */
  readonly versionId?: string | undefined;
}

/** The event, and in whose course it happened. */
export interface ToldEvent extends ObjectEvent {
  readonly bucket: string;
  readonly region: string;
  /** Of the bucket's owner. */
  readonly account: string;
  readonly requestId: string;
  readonly caller: Caller;
  readonly atMs: number;
  /** Of two events of one key, the later has the greater: texts of equal length. */
  readonly sequencer: string;
}

/** What S3 does by itself. */
export const isOwnDoing = ({ name }: Pick<ObjectEvent, 'name'>): boolean => name.startsWith('LifecycleExpiration:');
