import type { Context } from '../../../service-kit/contract.ts';
import { type CodeDeployState, type Revision, within } from '../state.ts';
import type { ReadRevision } from './read-revision.ts';

interface Registered extends ReadRevision {
  readonly description?: string | undefined;
  /** It is deployed to the group. */
  readonly groupName?: string;
}

/** Writes a revision down; the same content is the same revision. */
export function registerRevision(
  state: CodeDeployState,
  applicationName: string,
  { description, groupName, ...read }: Registered,
  { clock }: Context,
): void {
  const key = within(applicationName, read.sha256);
  const former = state.revisions.get(key);
  const nowMs = clock.now();
  const isUsed = groupName !== undefined;
  const revision: Revision = {
    ...read,
    applicationName,
    description:
      description ?? former?.description ?? (isUsed ? 'Application revision registered by Deployment ID' : ''),
    groups: isUsed ? [...new Set([...(former?.groups ?? []), groupName])] : (former?.groups ?? []),
    registeredMs: former?.registeredMs ?? nowMs,
    firstUsedMs: former?.firstUsedMs ?? (isUsed ? nowMs : undefined),
    lastUsedMs: isUsed ? nowMs : former?.lastUsedMs,
  };
  state.revisions.set(key, revision);
}
