import type {
  BucketAbacStatus,
  BucketAccelerateStatus,
  CORSRule,
  Grant,
  LifecycleRule,
  LoggingEnabled,
  NotificationConfiguration,
  ObjectLockRule,
  ObjectOwnership,
  Payer,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ReplicationStatus,
  ServerSideEncryption,
  ServerSideEncryptionRule,
  StorageClass,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from '@aws-sdk/client-s3';
import type { BlobHash } from '../../kernel/blobs.ts';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A bucket with its settings; what it holds is in collections of its own. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  readonly createdMs: number;
  /** Undefined for a bucket that never had versions. */
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly mfaDelete?: 'Disabled';
  /** A canned ACL; grants stand in its place. */
  readonly acl: string;
  readonly grants?: readonly Grant[];
  readonly tags?: Tags;
  /** JSON text, as it was given. */
  readonly policy?: string;
  /** Undefined for what AWS does by default: AES256. */
  readonly encryption?: readonly ServerSideEncryptionRule[];
  readonly publicAccessBlock?: PublicAccessBlockConfiguration;
  readonly ownership?: ObjectOwnership;
  readonly lifecycle?: readonly LifecycleRule[];
  readonly lifecycleMinimum?: TransitionDefaultMinimumObjectSize;
  readonly cors?: readonly CORSRule[];
  readonly logging?: LoggingEnabled;
  /** Each with an id; undefined where nobody is told anything. */
  readonly notifications?: NotificationConfiguration;
  readonly website?: WebsiteConfiguration;
  readonly replication?: ReplicationConfiguration;
  readonly acceleration?: BucketAccelerateStatus;
  /** There where objects may be locked, whether they are by default or not. */
  readonly objectLock?: Pick<ObjectLockRule, 'DefaultRetention'>;
  readonly payer?: Payer;
  readonly abac?: BucketAbacStatus;
  /** Configurations of which there may be several, by kind and id. */
  readonly configurations?: Readonly<Partial<Record<ConfigurationKind, Readonly<Record<string, unknown>>>>>;
}

/** What a bucket can have several configurations of. */
export type ConfigurationKind = 'inventory' | 'analytics' | 'metrics' | 'tiering';

/** As in the names of members: `ChecksumCRC32`. */
export type ChecksumAlgorithmName = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';

/** What answers tell of an object's checksum. */
export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithmName;
  /** Base64; `-3` behind it when it is made of three parts' checksums. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** How the bytes of an object are encrypted at rest. */
export interface StoredEncryption {
  readonly algorithm: ServerSideEncryption;
  /** KMS alone: ARN of the key, and the data key under it (base64), which KMS must open at each reading. */
  readonly keyArn?: string;
  readonly dataKey?: string;
  readonly bucketKey?: boolean;
  /** The MD5 of a key that the client brought, and must bring again. */
  readonly customerKeyMd5?: string;
}

/** What a client says about an object, and gets back with it. */
export interface ObjectHeaders {
  readonly ContentType?: string;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  /** Milliseconds since the epoch. */
  readonly expiresMs?: number;
}

/** What keeps a version from being deleted. */
export interface ObjectLock {
  readonly retention?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly untilMs: number } | undefined;
  readonly legalHold?: 'ON' | 'OFF';
}

/** What is said at an upload's begin, and the object has at its end. */
export interface ObjectSettings {
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly storageClass: StorageClass;
  readonly acl: string;
  readonly grants?: readonly Grant[];
  /** Where a website leads those who ask for the object. */
  readonly redirect?: string;
  readonly lock?: ObjectLock;
}

interface Version {
  readonly key: string;
  /** `null` for what was written while versioning was off or suspended. */
  readonly versionId: string;
  /** Grows with every version of the key. */
  readonly sequence: number;
  /** Whole seconds, as S3 keeps time. */
  readonly modifiedMs: number;
}

/** An object; its bytes are in the blob store. */
export interface StoredObject extends Version, ObjectSettings {
  readonly kind: 'object';
  /** With its quotation marks. */
  readonly etag: string;
  readonly size: number;
  readonly blob: BlobHash;
  readonly checksum: StoredChecksum;
  readonly encryption: StoredEncryption;
  /** Of a version that is copied to other buckets, or is a copy. */
  readonly replication?: ReplicationStatus;
  /** Of the multipart upload that made it: who completes that once more gets the same answer. */
  readonly uploadId?: string;
  /** Sizes of the parts of a multipart upload. */
  readonly partSizes?: readonly number[];
  /** Numbers and checksums of these parts, where they are known. */
  readonly parts?: readonly Pick<Part, 'number' | 'checksum'>[];
}

/** Hides a key whose versions stay. */
export interface DeleteMarker extends Version {
  readonly kind: 'marker';
}

/** What can be on top of a key. */
export type ObjectVersion = StoredObject | DeleteMarker;

/** A multipart upload in progress. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly startedMs: number;
  readonly settings: ObjectSettings;
  readonly encryption: StoredEncryption;
  /** Undefined when the client left the choice to S3: then parts may have any checksum. */
  readonly checksum?: Pick<StoredChecksum, 'algorithm' | 'type'>;
  /** What the key held when the upload began; conditions of its completion look at it. Uploads of old data have none. */
  readonly writingAtStart?: string;
}

/** A part of an upload in progress. */
export interface Part {
  readonly number: number;
  readonly etag: string;
  readonly size: number;
  readonly blob: BlobHash;
  readonly checksum?: StoredChecksum;
  readonly modifiedMs: number;
}

/** A deferred look at the lifecycle rules of a bucket. */
export interface Sweep {
  readonly dueMs: number;
  readonly deferredKey: string;
}

/** S3 in one account. Buckets are global at AWS; here every account has a world of its own. */
export interface S3State {
  /** By name. */
  readonly buckets: Collection<Bucket>;
  /** The newest version of each key that is not deleted, by `sortKey`. */
  readonly current: (bucket: string) => Collection<StoredObject>;
  /** All versions and delete markers: by key, newest first. */
  readonly versions: (bucket: string) => Collection<ObjectVersion>;
  /** Multipart uploads in progress, by id. */
  readonly uploads: (bucket: string) => Collection<Upload>;
  /** Parts of an upload, by padded number. */
  readonly parts: (uploadId: string) => Collection<Part>;
  /** When somebody looks at the lifecycle rules of a bucket next, by its name. */
  readonly sweeps: Collection<Sweep>;
  /** How many events a bucket has told of, by its name. */
  readonly sequencers: Collection<number>;
  /** Forgets the collections of a bucket or an upload that ended. */
  readonly dropBucket: (bucket: string) => void;
  readonly dropParts: (uploadId: string) => void;
}

/** Collections of a bucket are named after it; what they hold goes with the bucket. */
export const openS3State = (scope: StateScope): S3State => ({
  buckets: scope.collection<Bucket>('buckets'),
  current: (bucket) => scope.collection<StoredObject>(`current/${bucket}`),
  versions: (bucket) => scope.collection<ObjectVersion>(`versions/${bucket}`),
  uploads: (bucket) => scope.collection<Upload>(`uploads/${bucket}`),
  parts: (uploadId) => scope.collection<Part>(`parts/${uploadId}`),
  sweeps: scope.collection<Sweep>('sweeps'),
  sequencers: scope.collection<number>('sequencers'),
  dropBucket: (bucket) => {
    for (const kind of ['current', 'versions', 'uploads']) scope.drop(`${kind}/${bucket}`);
  },
  dropParts: (uploadId) => scope.drop(`parts/${uploadId}`),
});

const blobOfObject = (object: ObjectVersion): readonly BlobHash[] => (object.kind === 'object' ? [object.blob] : []);

/** Where the bytes of objects and parts are referred to; `current` holds nothing that `versions` does not. */
export const s3Blobs = { versions: blobOfObject, parts: ({ blob }: Part): readonly BlobHash[] => [blob] };
