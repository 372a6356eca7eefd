import type { QuotaSettings } from '@aws-sdk/client-api-gateway';
import type { RestApiState, UsageRecord } from './state.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** `2026-11-27`, in UTC, by which usage is counted. */
export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** The day behind it. */
export const dayAfter = (day: string): string => dayOf(Date.parse(day) + dayMs);

/**
 * The first day of the period that a day is in. The offset is the day on which weeks (from Sunday) and months begin.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
 */
export function periodStart(day: string, { period, offset = 0 }: QuotaSettings): string {
  const time = new Date(Date.parse(day));
  if (period === 'WEEK') return dayOf(time.getTime() - ((time.getUTCDay() - offset + 7) % 7) * dayMs);
  if (period !== 'MONTH') return day;
  const month = time.getUTCDate() > offset ? time.getUTCMonth() : time.getUTCMonth() - 1;
  return dayOf(Date.UTC(time.getUTCFullYear(), month, offset + 1));
}

/** Where the usage of a key of a plan on a day is kept. */
export const usageKey = (usagePlanId: string, keyId: string, day: string): string => `${usagePlanId}/${keyId}/${day}`;

/** Which key of which plan. */
interface PlanKey {
  readonly usagePlanId: string;
  readonly keyId: string;
}

/** How much of the quota is left at the end of a day, by all that the key has used since the period's first day. */
export function remainingOn(
  { usage }: Pick<RestApiState, 'usage'>,
  { usagePlanId, keyId }: PlanKey,
  day: string,
  quota: QuotaSettings,
): number {
  const from = usageKey(usagePlanId, keyId, periodStart(day, quota));
  let remaining = quota.limit ?? 0;
  for (const { used, extension } of usage.values({ from, to: usageKey(usagePlanId, keyId, day) })) {
    remaining += extension - used;
  }
  return remaining;
}

export const unused: UsageRecord = { used: 0, extension: 0 };
