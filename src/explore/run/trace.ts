import { createHash } from 'node:crypto';
import type { BoundaryCall } from './boundary-call.ts';
import type { Outcome } from './outcome.ts';
import { portable } from './portable.ts';

/** Who called what, in which order, and how it ended: what two equal runs have in common, in whatever process. */
export const traceOf = (boundaryCalls: readonly BoundaryCall[], outcomes: readonly Outcome[]): string => {
  const hash = createHash('sha1');
  for (const line of traceLines(boundaryCalls)) hash.update(`${line}\n`);
  for (const { client, status, body, tries } of outcomes) {
    hash.update(`${client} ${status} ${portable(body)} ${tries.length}\n`);
  }
  return hash.digest('base64url').slice(0, 12);
};

export const traceLines = (boundaryCalls: readonly BoundaryCall[]): string[] =>
  boundaryCalls.map(
    ({ point, attempt, arrivedMs, status, code, digest }) =>
      `${arrivedMs} ${point} @${attempt} ${status} ${code ?? ''} ${digest}`,
  );
