import type { GrantConstraints, GrantOperation, KeySpec, KeyUsageType } from '@aws-sdk/client-kms';
import type { Collection } from '../../kernel/collection.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** Yearly, unless told otherwise; what is seen of it is its status alone. */
export interface Rotation {
  readonly periodDays: number;
  readonly enabledMs: number;
}

/** What a key was made of before, or will be made of: what was encrypted under it opens all the same. */
export interface Material {
  readonly id: string;
  /** In base64. */
  readonly bytes: string;
}

/** A change of a key's material that somebody asked for. */
export interface OnDemandRotation {
  readonly atMs: number;
  readonly materialId: string;
}

/** What a client needs to bring material of its own, for a day. */
export interface ImportParameters {
  readonly algorithm: string;
  /** In base64. */
  readonly token: string;
  /** Of the wrapping key: PKCS #8 in base64. */
  readonly privateKey: string;
  readonly validToMs: number;
}

/** A KMS key with what it is made of, which never leaves the service. */
export interface Key extends Scope {
  readonly id: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly description: string;
  readonly usage: KeyUsageType;
  readonly spec: KeySpec;
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly multiRegion: boolean;
  /** Where the primary of a multi-Region key is, and where its replicas are. */
  readonly regions?: { readonly primary: string; readonly replicas: readonly string[] };
  readonly status: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'PendingReplicaDeletion';
  /** Absent of keys whose material KMS makes. */
  readonly origin?: 'EXTERNAL';
  readonly importing?: ImportParameters;
  /** Which material was imported first: no other can take its place. */
  readonly importedId?: string;
  /** When imported material expires; absent where it does not. */
  readonly materialValidToMs?: number;
  /** What a key had before, the newest last. */
  readonly former?: readonly Material[];
  readonly rotations?: readonly OnDemandRotation[];
  /** When a key that is pending deletion ceases to exist. */
  readonly deletionMs?: number;
  /** Of a primary whose replicas must go first: how long it waits when they have. */
  readonly pendingDays?: number;
  readonly rotation?: Rotation;
  readonly policy: string;
  readonly tags: Tags;
  /** Secret bytes in base64: an AES or HMAC key, the private scalar of an elliptic curve, an RSA key; none before it is imported. */
  readonly material: string;
}

/** Another name for a key; may be pointed at another key at any time. */
export interface Alias {
  /** With its prefix: `alias/orders`. */
  readonly name: string;
  readonly keyId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Leave to use a key, for one principal. */
export interface Grant {
  readonly id: string;
  readonly token: string;
  readonly keyId: string;
  readonly name: string;
  readonly createdMs: number;
  readonly grantee: string;
  readonly retiring?: string;
  readonly issuer: string;
  readonly operations: readonly GrantOperation[];
  readonly constraints?: GrantConstraints;
}

/** KMS in one account and region. */
export interface KmsState {
  /** By key id. */
  readonly keys: Collection<Key>;
  /** By alias name. */
  readonly aliases: Collection<Alias>;
  /** By grant id. */
  readonly grants: Collection<Grant>;
}

/** Opens the state of one account and region. */
export const openKmsState = (scope: StateScope): KmsState => ({
  keys: scope.collection<Key>('keys'),
  aliases: scope.collection<Alias>('aliases'),
  grants: scope.collection<Grant>('grants'),
});
