import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** What narrows or describes a session beyond its role: read by whoever authorizes the session's calls. */
export interface Session {
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly expiresMs: number;
  /** Inline session policy, as sent. */
  readonly policy?: string;
  readonly policyArns: readonly string[];
  readonly tags: Tags;
  /** Keys of the tags that go with the session when it assumes a further role. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  readonly externalId?: string;
}

/** STS in one account; the credentials themselves are the kernel's, see `kernel/identity.ts`. */
export interface StsState {
  /** By access key id. */
  readonly sessions: Collection<Session>;
}

/** Opens the state of one account. */
export const openStsState = (scope: StateScope): StsState => ({ sessions: scope.collection<Session>('sessions') });
