import { type KeyObject, verify } from 'node:crypto';
import { TokenError } from './token-error.ts';

/** The payload of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** What a token must satisfy; `findKey` asks the issuer’s key set. */
interface TokenRules {
  /** One of several, where the issuer goes by more than one name. */
  readonly issuer: string | readonly string[];
  /** Undefined where the audience is not looked at. */
  readonly audience: readonly string[] | undefined;
  readonly nowMs: number;
  findKey(keyId: string): Promise<KeyObject | undefined>;
}

const digests: Readonly<Record<string, string>> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' };

/**
 * The claims of a token that is what it says it is, in AWS's order of checks: form, algorithm, signature, claims.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @throws TokenError saying what is wrong
 */
export async function verifyToken(token: string, rules: TokenRules): Promise<Claims> {
  const [header, payload, signature, ...more] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) {
    throw new TokenError('token contains an invalid number of segments');
  }
  const { alg, kid } = readSegment(header);
  const claims = readSegment(payload);
  const digest = typeof alg === 'string' && Object.hasOwn(digests, alg) ? digests[alg] : undefined;
  if (digest === undefined) throw new TokenError(`signing method ${String(alg)} is invalid`);
  const key = typeof kid === 'string' ? await rules.findKey(kid) : undefined;
  if (!key) throw new TokenError('unable to find a matching key for the token');
  if (!verify(digest, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new TokenError('signature is invalid');
  }
  assertClaims(claims, rules);
  return claims;
}

function assertClaims(claims: Claims, { issuer, audience, nowMs }: TokenRules): void {
  const now = Math.floor(nowMs / 1000);
  if (typeof claims.iss !== 'string' || ![issuer].flat().includes(claims.iss))
    throw new TokenError('the token does not have a valid issuer');
  // `client_id` counts only where there is no audience, as in access tokens of Cognito.
  const presented = [claims.aud === undefined ? claims.client_id : claims.aud].flat();
  if (audience && !presented.some((value) => typeof value === 'string' && audience.includes(value))) {
    throw new TokenError('the token does not have a valid audience');
  }
  if (typeof claims.exp !== 'number' || claims.exp <= now) throw new TokenError('the token has expired');
  if (typeof claims.nbf === 'number' && claims.nbf > now) throw new TokenError('the token is not valid yet');
  if (typeof claims.iat === 'number' && claims.iat > now) throw new TokenError('the token was issued in the future');
}

function readSegment(segment: string): Claims {
  try {
    const value: unknown = JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Claims;
  } catch {
    // Falls through to the complaint.
  }
  throw new TokenError('token is malformed');
}

/** The scopes of a token: `scope` as OAuth writes it, else `scp`. */
export function scopesOf(claims: Claims): string[] {
  const scopes = claims.scope ?? claims.scp;
  if (Array.isArray(scopes)) return scopes.map(String);
  return typeof scopes === 'string' ? scopes.split(' ').filter((scope) => scope !== '') : [];
}

/** Claims as events show them: all of them text, lists as `[a b c]`, null ones left out. */
export function claimTexts(claims: Claims): Record<string, string> {
  const entries = Object.entries(claims).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, claimText(value)]));
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
