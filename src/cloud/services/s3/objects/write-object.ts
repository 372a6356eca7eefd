import { invariant } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { noteLifecycle } from '../lifecycle/sweep.ts';
import type { EventName } from '../notifications/event-names.ts';
import { noteVersion } from '../notifications/note-event.ts';
import { noteReplication } from '../replication/replicate.ts';
import type { Bucket, ObjectSettings, S3State, StoredChecksum, StoredEncryption, StoredObject } from '../state.ts';
import { addVersion, wholeSeconds } from './versions.ts';

interface NewObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly checksum: StoredChecksum;
  readonly encryption: StoredEncryption;
  readonly settings: ObjectSettings;
  readonly uploadId?: string;
  readonly partSizes?: readonly number[];
  readonly parts?: NonNullable<StoredObject['parts']>;
  /** Who wants to know is told of it by this name. */
  readonly event: EventName;
}

/** Stores the bytes and puts the object on top of its key. */
export function writeObject(state: S3State, bucket: Bucket, wish: NewObject, context: Context): StoredObject {
  const { bytes, event, settings, ...rest } = wish;
  const object = {
    ...rest,
    ...settings,
    kind: 'object' as const,
    size: bytes.byteLength,
    blob: context.kernel.blobs.put(bytes),
    modifiedMs: wholeSeconds(context.clock.now()),
  };
  const version = addVersion(state, bucket, object, context.random);
  invariant(version.kind === 'object', 'an object was written');
  noteLifecycle(state, bucket.name, version.key, context);
  noteReplication(state, bucket, version, context);
  noteVersion(state, bucket, { name: event, version }, context);
  return version;
}

/** The bytes of an object or a part. */
export function bytesOf(blob: string, context: Context): Uint8Array {
  const bytes = context.kernel.blobs.get(blob);
  invariant(bytes, `the blob ${blob} is there`);
  return bytes;
}
