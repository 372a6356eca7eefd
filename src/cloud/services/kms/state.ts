import type { KeySpec, KeyUsageType } from '@aws-sdk/client-kms';
import type { Collection } from '../../kernel/collection.ts';
import type { Scope } from '../../kernel/scope.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** Yearly, unless told otherwise; what is seen of it is its status alone. */
export interface Rotation {
  readonly periodDays: number;
  readonly enabledMs: number;
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
  readonly status: 'Enabled' | 'Disabled' | 'PendingDeletion';
  /** When a key that is pending deletion ceases to exist. */
  readonly deletionMs?: number;
  readonly rotation?: Rotation;
  readonly policy: string;
  readonly tags: Tags;
  /** Secret bytes in base64: an AES or HMAC key, or the private scalar of an elliptic curve. */
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

/** KMS in one account and region. */
export interface KmsState {
  /** By key id. */
  readonly keys: Collection<Key>;
  /** By alias name. */
  readonly aliases: Collection<Alias>;
}

/** Opens the state of one account and region. */
export const openKmsState = (scope: StateScope): KmsState => ({
  keys: scope.collection<Key>('keys'),
  aliases: scope.collection<Alias>('aliases'),
});
