import type { ApiStage, QuotaSettings, ThrottleSettings, UsagePlan } from '@aws-sdk/client-api-gateway';
import { badRequest, notFound } from '../errors.ts';
import { childKey, type RestApiState } from '../state.ts';

// https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html; the offset is the day on which a period begins.
const lastOffsets: Readonly<Record<string, number>> = { DAY: 0, WEEK: 6, MONTH: 27 };

/** @throws what AWS says of a stage that is not there */
export function assertApiStage(state: RestApiState, { apiId, stage }: ApiStage): void {
  // The placeholders are AWS's: nothing fills them in.
  if (!apiId || !stage) throw badRequest('Invalid API Stage {api: %s, stage: %s} specified for usageplan %s');
  if (!state.restApis.has(apiId) || !state.stages.has(childKey(apiId, stage))) {
    throw notFound(`API Stage not found: ${apiId}:${stage}`);
  }
}

/** @throws BadRequestException for limits that cannot be */
export function assertLimits({ throttle, quota, apiStages = [] }: UsagePlan): void {
  const throttles = [throttle, ...apiStages.flatMap((stage) => Object.values(stage.throttle ?? {}))];
  for (const each of throttles) if (each) assertThrottle(each);
  if (quota) assertQuota(quota);
}

function assertThrottle({ burstLimit = 0, rateLimit = 0 }: ThrottleSettings): void {
  if (rateLimit < 0) throw badRequest('Usage Plan throttle rate limit must be non-negative');
  if (burstLimit < 0) throw badRequest('Usage Plan throttle burst limit must be non-negative');
}

function assertQuota({ limit, offset = 0, period }: QuotaSettings): void {
  if (limit === undefined || limit < 0) throw badRequest('Usage Plan quota limit must be non-negative');
  const last = period === undefined ? undefined : lastOffsets[period];
  if (last === undefined) throw badRequest('Usage Plan quota period must be one of: [DAY, WEEK, MONTH]');
  if (offset >= 0 && offset <= last) return;
  const allowed = last === 0 ? 'zero' : `between zero and ${last}, inclusive,`;
  throw badRequest(`Usage Plan quota offset must be ${allowed} in the ${period} period`);
}
