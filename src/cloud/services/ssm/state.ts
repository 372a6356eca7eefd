import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** What an advanced parameter is told to do by itself. */
export interface ParameterPolicy {
  readonly type: string;
  /** Its JSON, as answers tell it. */
  readonly text: string;
  /** Of `Expiration`: when the parameter goes. */
  readonly expiresMs?: number;
}

/** One version of a parameter; the newest is its value. */
export interface ParameterVersion {
  readonly version: number;
  readonly type: ParameterType;
  /** A SecureString's ciphertext in base64, else the value itself. */
  readonly value: string;
  readonly description?: string;
  readonly keyId?: string;
  readonly allowedPattern?: string;
  readonly tier: ParameterTier;
  readonly dataType: string;
  readonly labels: readonly string[];
  readonly policies?: readonly ParameterPolicy[];
  readonly modifiedMs: number;
  /** ARN of who wrote it. */
  readonly modifiedBy: string;
}

/** A parameter with all versions that are kept, a hundred at most. */
export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly tags: Tags;
  /** The deferred deletion of its Expiration policy. */
  readonly expiryKey?: string;
  /** Oldest first; never empty. */
  readonly versions: readonly ParameterVersion[];
}

/** Parameter Store in one account and region. */
export interface SsmState {
  /** By name. */
  readonly parameters: Collection<Parameter>;
}

/** Opens the state of one account and region. */
export const openSsmState = (scope: StateScope): SsmState => ({
  parameters: scope.collection<Parameter>('parameters'),
});
