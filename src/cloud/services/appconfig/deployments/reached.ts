import { createHash } from 'node:crypto';
import { deploymentsOf } from '../find.ts';
import type { AppConfigState, Deployment } from '../state.ts';

interface Place {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  /** From 0 up to 1. */
  readonly share: number;
}

/** The deployment that a client has: the newest that is complete, or has grown as far as to it. */
export const deploymentFor = (
  state: AppConfigState,
  { applicationId, environmentId, profileId, share }: Place,
): Deployment | undefined =>
  deploymentsOf(state, { applicationId, id: environmentId }).find(
    (each) => each.profileId === profileId && isReached(each, share),
  );

function isReached({ state, percentage }: Deployment, share: number): boolean {
  if (state === 'COMPLETE' || state === 'BAKING') return true;
  return state === 'DEPLOYING' && share * 100 < percentage;
}

/** Where a client stands among all that tells its id: always at the same place. */
export const shareOf = (clientId: string): number =>
  createHash('sha256').update(clientId).digest().readUInt32BE() / 2 ** 32;
