import type { GetUsageRequest, UpdateUsageRequest, Usage } from '@aws-sdk/client-api-gateway';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { applyPatch } from '../patch/apply-patch.ts';
import type { PatchPath } from '../patch/patch-path.ts';
import { readNumber } from '../patch/patch-values.ts';
import { dayAfter, dayOf, remainingOn, unused, usageKey } from '../quota.ts';
import { childKey, childrenOf, type RestApiState, type UsagePlanRecord } from '../state.ts';
import { findUsagePlan } from './usage-plans.ts';

// https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html
const daysMax = 90;

function assertDay(day: string): void {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) {
    throw badRequest(`Invalid date '${day}' specified. Dates must be of the form YYYY-MM-DD`);
  }
}

/** @throws BadRequestException for what is no range of days, or too long a one */
function daysBetween(startDate: string, endDate: string): string[] {
  assertDay(startDate);
  assertDay(endDate);
  if (startDate > endDate) throw badRequest('Start date must be before end date');
  const days: string[] = [];
  for (let day = startDate; day <= endDate; day = dayAfter(day)) {
    days.push(day);
    if (days.length > daysMax) throw badRequest(`The date range must not exceed ${daysMax} days`);
  }
  return days;
}

/** `[used, remaining]` for each day. */
function usageOf(state: RestApiState, plan: UsagePlanRecord, keyId: string, days: readonly string[]): number[][] {
  const { id: usagePlanId, quota } = plan;
  return days.map((day) => {
    const { used } = state.usage.get(usageKey(usagePlanId, keyId, day)) ?? unused;
    return [used, quota ? Math.max(0, remainingOn(state, { usagePlanId, keyId }, day, quota)) : 0];
  });
}

/** Of the keys that were used, or of the one asked for. https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html */
export const getUsage: Operation<Given<GetUsageRequest>, Usage, RestApiState> = (state, input) => {
  const { usagePlanId, keyId, startDate, endDate } = input;
  const plan = findUsagePlan(state, usagePlanId);
  const days = daysBetween(startDate, endDate);
  if (keyId !== undefined && !state.usagePlanKeys.has(childKey(usagePlanId, keyId))) {
    throw notFound('Invalid Key identifier specified');
  }
  const keys = keyId === undefined ? childrenOf(state.usagePlanKeys, usagePlanId).map(({ id }) => id) : [keyId];
  const page = listPage(keys, input, (key) => key);
  const items = Object.fromEntries(page.items.map((key) => [key, usageOf(state, plan, key, days)]));
  return { usagePlanId, startDate, endDate, items, position: page.position };
};

const patchPaths: readonly PatchPath[] = [{ path: '/remaining', ops: ['replace'], read: readNumber }];

/** Grants a key more, or less, of its quota until the period ends. https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsage.html */
export const updateUsage: Operation<Given<UpdateUsageRequest>, Usage, RestApiState> = (state, input, { clock }) => {
  const { usagePlanId, keyId, patchOperations } = input;
  const plan = findUsagePlan(state, usagePlanId);
  if (!state.usagePlanKeys.has(childKey(usagePlanId, keyId))) throw notFound('Invalid Key identifier specified');
  const { quota } = plan;
  if (!quota) throw badRequest(`Usage Plan ${usagePlanId} does not have a quota`);
  const today = dayOf(clock.now());
  const before = remainingOn(state, { usagePlanId, keyId }, today, quota);
  const { remaining } = applyPatch({ remaining: before }, patchOperations, patchPaths);
  if (!(remaining >= 0)) throw badRequest('Remaining quota must be non-negative');
  const key = usageKey(usagePlanId, keyId, today);
  const record = state.usage.get(key) ?? unused;
  state.usage.set(key, { ...record, extension: record.extension + remaining - before });
  return { usagePlanId, startDate: today, endDate: today, items: { [keyId]: usageOf(state, plan, keyId, [today]) } };
};
