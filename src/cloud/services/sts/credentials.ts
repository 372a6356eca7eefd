import type { Credentials } from '@aws-sdk/client-sts';
import { invariant } from '../../kernel/errors.ts';
import type { Credential } from '../../kernel/identity.ts';

/** When a session that begins now ends: STS tells whole seconds. */
export const expiryOf = (nowMs: number, durationSeconds: number): number =>
  (Math.floor(nowMs / 1000) + durationSeconds) * 1000;

/** Temporary credentials as every STS operation answers them. */
export function describeCredentials(credential: Credential): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiresMs } = credential;
  invariant(sessionToken !== undefined && expiresMs !== undefined, `${accessKeyId} is not temporary`);
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresMs),
  };
}
