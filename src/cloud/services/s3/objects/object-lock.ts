import type { ObjectLockRetention } from '@aws-sdk/client-s3';
import { accessDenied, invalidArgument, invalidRequest, malformedXml } from '../errors.ts';
import type { Bucket, ObjectLock, StoredObject } from '../state.ts';

const dayMs = 86_400_000;
const daysOfYear = 365;

interface LockInput {
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

/**
 * How a new object is locked: as its request says, else by the bucket's default retention.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
export function lockOf(bucket: Bucket, input: LockInput, nowMs: number): ObjectLock | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  const isAsked = mode !== undefined || until !== undefined || hold !== undefined;
  if (!isAsked && !bucket.objectLock?.DefaultRetention) return undefined;
  assertLockable(bucket);
  if ((mode === undefined) !== (until === undefined)) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
      mode === undefined ? 'x-amz-object-lock-mode' : 'x-amz-object-lock-retain-until-date',
      '',
    );
  }
  if (mode !== undefined && !isMode(mode)) {
    throw invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode);
  }
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF') {
    throw invalidArgument('Legal Hold must be either of ON or OFF', 'x-amz-object-lock-legal-hold', hold);
  }
  const retention =
    isMode(mode) && until
      ? { mode, untilMs: futureOf(until, nowMs, 'x-amz-object-lock-retain-until-date') }
      : defaultRetention(bucket, nowMs);
  return { ...(retention && { retention }), ...(hold !== undefined && { legalHold: hold }) };
}

function defaultRetention({ objectLock }: Bucket, nowMs: number): ObjectLock['retention'] {
  const { Mode, Days, Years } = objectLock?.DefaultRetention ?? {};
  if (!Mode) return undefined;
  return { mode: Mode, untilMs: nowMs + (Days ?? (Years ?? 0) * daysOfYear) * dayMs };
}

const isMode = (text: string | undefined): text is 'GOVERNANCE' | 'COMPLIANCE' =>
  text === 'GOVERNANCE' || text === 'COMPLIANCE';

function futureOf(date: Date, nowMs: number, name: string): number {
  if (date.getTime() > nowMs) return date.getTime();
  throw invalidArgument('The retain until date must be in the future!', name, date.toISOString());
}

/** Locks are for buckets that were made, or configured, to have them. */
export function assertLockable(bucket: Bucket): void {
  if (!bucket.objectLock) throw invalidRequest('Bucket is missing Object Lock Configuration');
}

/** The retention that a request sets in the place of the present one; undefined takes it away. */
export function nextRetention(
  wish: ObjectLockRetention,
  present: ObjectLock['retention'],
  mayBypass: boolean,
  nowMs: number,
): ObjectLock['retention'] {
  const { Mode, RetainUntilDate } = wish;
  if ((Mode === undefined) !== (RetainUntilDate === undefined)) throw malformedXml();
  if (Mode !== undefined && !isMode(Mode)) throw malformedXml();
  const next =
    Mode && RetainUntilDate ? { mode: Mode, untilMs: futureOf(RetainUntilDate, nowMs, 'RetainUntilDate') } : undefined;
  if (!present || present.untilMs <= nowMs) return next;
  const isStronger =
    next && next.untilMs >= present.untilMs && (next.mode === present.mode || next.mode === 'COMPLIANCE');
  if (isStronger || (present.mode === 'GOVERNANCE' && mayBypass)) return next;
  throw protectedByLock();
}

/** Throws AccessDenied for a version that may not be deleted yet. */
export function assertDeletable({ lock }: StoredObject, mayBypass: boolean, nowMs: number): void {
  if (!lock) return;
  const { retention, legalHold } = lock;
  if (legalHold === 'ON') throw protectedByLock();
  if (!retention || retention.untilMs <= nowMs) return;
  if (retention.mode === 'GOVERNANCE' && mayBypass) return;
  throw protectedByLock();
}

const protectedByLock = () => accessDenied('Access Denied because object protected by object lock.');

/** The lock as members of GetObject and HeadObject. */
export const lockMembers = ({ lock }: StoredObject) => ({
  ...(lock?.retention && {
    ObjectLockMode: lock.retention.mode,
    ObjectLockRetainUntilDate: new Date(lock.retention.untilMs),
  }),
  ...(lock?.legalHold && { ObjectLockLegalHoldStatus: lock.legalHold }),
});
