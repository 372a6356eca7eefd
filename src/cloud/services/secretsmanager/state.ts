import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A version has one or the other, never both. */
export type SecretValue =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** One value with its labels; made by a write or, without a value yet, by a rotation. */
export interface SecretVersion {
  /** The ClientRequestToken that made it. */
  readonly id: string;
  readonly createdMs: number;
  /** Staging labels; a version without any is deprecated and may be removed. */
  readonly stages: readonly string[];
  /** A rotation labels its version AWSPENDING before there is a value in it. */
  readonly value?: SecretValue;
  readonly accessedDayMs?: number;
}

/** How and when a secret renews itself. */
export interface Rotation {
  readonly isEnabled: boolean;
  readonly functionArn: string;
  readonly afterDays?: number;
  readonly duration?: string;
  readonly scheduleExpression?: string;
  readonly rotatedMs?: number;
  readonly nextMs?: number;
  /** Key of the deferred call that starts the next rotation. */
  readonly deferredKey?: string;
}

/** One region that a primary secret is copied to. */
export interface Replica {
  readonly region: string;
  readonly kmsKeyId?: string;
  /** Why there is no copy there. */
  readonly failure?: string;
}

interface Deletion {
  readonly requestedMs: number;
  readonly dueMs: number;
  /** Key of the deferred call that deletes for good. */
  readonly deferredKey: string;
}

export interface Secret {
  readonly name: string;
  /** Ends with six random characters, so that a secret made anew under the same name is another one. */
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly createdMs: number;
  readonly changedMs: number;
  readonly accessedDayMs?: number;
  readonly tags: Tags;
  /** Oldest first. */
  readonly versions: readonly SecretVersion[];
  /** A secret that had tags once tells an empty list; one that never had any tells none. */
  readonly wasTagged?: true;
  readonly resourcePolicy?: string;
  /** Of a primary secret. */
  readonly replicas?: readonly Replica[];
  /** Of a replica, and of a primary that has replicas. */
  readonly primaryRegion?: string;
  readonly rotation?: Rotation;
  readonly deletion?: Deletion;
}

/** Secrets Manager in one account and region. */
export interface SecretsManagerState {
  /** By name. */
  readonly secrets: Collection<Secret>;
}

/** Opens the state of one account and region. */
export const openSecretsManagerState = (scope: StateScope): SecretsManagerState => ({
  secrets: scope.collection<Secret>('secrets'),
});
