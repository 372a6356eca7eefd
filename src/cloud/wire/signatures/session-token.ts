import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { Credential } from '../../kernel/identity.ts';
import { parseQuery } from '../request/query-parameters.ts';

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
    throw expiredToken();
  }
}

export const expiredToken = (): AwsError =>
  new AwsError('ExpiredTokenException', 'The security token included in the request is expired');

/** The token that a request carries, whoever issued it: in a header, or in a presigned URL. */
export function sessionTokenOf({ headers, query }: HttpRequest): string | undefined {
  const token = headers['x-amz-security-token'];
  if (token !== undefined || !query.includes('X-Amz-Security-Token')) return token;
  return parseQuery(query).get('X-Amz-Security-Token')?.[0];
}
