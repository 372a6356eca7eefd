import { AwsError } from '../../kernel/errors.ts';
import { clockSkewMaxMs, presignedExpiryMaxSeconds } from '../limits.ts';

/** When a request was signed, for which service, and how long a presigned URL shall live. */
export interface SignatureTime {
  readonly service: string;
  readonly signedMs: number;
  readonly expiresSeconds: number | undefined;
}

/** `20261103T101112Z` → milliseconds since the epoch; undefined when it is no such date. */
export function timeOf(timestamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? [];
  if (year === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The reverse: the form that signatures, and the complaints about them, use. */
export const compactTime = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');

export const plainTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}/, '');

/** Throws unless the signature is of now, give or take 15 minutes, or of a presigned URL that still lives. */
export function assertTimely({ service, signedMs, expiresSeconds }: SignatureTime, nowMs: number): void {
  if (expiresSeconds !== undefined) assertNotExpired(signedMs, expiresSeconds, nowMs);
  else if (Math.abs(nowMs - signedMs) > clockSkewMaxMs) {
    throw service === 's3' ? tooSkewed(signedMs, nowMs) : untimely(signedMs, nowMs);
  }
}

/** Presigned URLs bring their own lifetime; S3 counts it from their date. */
export function assertNotExpired(signedMs: number, expiresSeconds: number, nowMs: number): void {
  if (!Number.isInteger(expiresSeconds) || expiresSeconds < 0 || expiresSeconds > presignedExpiryMaxSeconds) {
    const text =
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds';
    throw new AwsError('AuthorizationQueryParametersError', text, { status: 400 });
  }
  const expiresMs = signedMs + expiresSeconds * 1000;
  if (nowMs <= expiresMs) return;
  const members = { 'X-Amz-Expires': expiresSeconds, Expires: plainTime(expiresMs), ServerTime: plainTime(nowMs) };
  throw new AwsError('AccessDenied', 'Request has expired', { status: 403, members });
}

/** S3 tells how far the clocks are apart; other services tell both times in words. */
function tooSkewed(signedMs: number, nowMs: number): AwsError {
  const text = 'The difference between the request time and the current time is too large.';
  const members = {
    RequestTime: compactTime(signedMs),
    ServerTime: plainTime(nowMs),
    MaxAllowedSkewMilliseconds: clockSkewMaxMs,
  };
  return new AwsError('RequestTimeTooSkewed', text, { status: 403, members });
}

/** `Signature expired: 20261103T100000Z is now earlier than 20261103T100100Z (20261103T101600Z - 15 min.)` */
function untimely(signedMs: number, nowMs: number): AwsError {
  const isOld = signedMs < nowMs;
  const limit = compactTime(nowMs + (isOld ? -clockSkewMaxMs : clockSkewMaxMs));
  const margin = `(${compactTime(nowMs)} ${isOld ? '-' : '+'} ${clockSkewMaxMs / 60_000} min.)`;
  const text = isOld
    ? `Signature expired: ${compactTime(signedMs)} is now earlier than ${limit} ${margin}`
    : `Signature not yet current: ${compactTime(signedMs)} is still later than ${limit} ${margin}`;
  return new AwsError('InvalidSignatureException', text);
}
