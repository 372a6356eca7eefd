import { AwsError } from '../../kernel/errors.ts';
import type { Credential } from '../../kernel/identity.ts';

/** Temporary credentials come with their token and end; long-lived ones come without. Throws AWS's error otherwise. */
export function assertSessionToken(
  token: string | undefined,
  service: string,
  { sessionToken, expiresMs }: Credential,
  nowMs: number,
): void {
  if (sessionToken !== token) {
    throw service === 's3'
      ? new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', { status: 400 })
      : new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (expiresMs !== undefined && expiresMs <= nowMs) {
    throw new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
  }
}
