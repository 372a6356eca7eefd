import type {
  EncryptionConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
} from '@aws-sdk/client-ecr';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** A repository and its settings; images are not kept. */
export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly registryId: string;
  readonly uri: string;
  readonly createdMs: number;
  readonly tagMutability: ImageTagMutability;
  readonly tagMutabilityExclusions?: readonly ImageTagMutabilityExclusionFilter[];
  readonly scanOnPush: boolean;
  readonly encryption: Readonly<EncryptionConfiguration>;
  readonly tags: Tags;
  /** JSON text, as it was given. */
  readonly policy?: string;
  readonly lifecyclePolicy?: string;
}

/** The registry of one account and region. */
export interface EcrState {
  /** By name. */
  readonly repositories: Collection<Repository>;
}

/** Opens the state of one account and region. */
export const openEcrState = (scope: StateScope): EcrState => ({
  repositories: scope.collection<Repository>('repositories'),
});
