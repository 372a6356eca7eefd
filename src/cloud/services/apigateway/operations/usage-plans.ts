import type {
  CreateUsagePlanRequest,
  DeleteUsagePlanRequest,
  GetUsagePlanRequest,
  GetUsagePlansRequest,
  ThrottleSettings,
  UpdateUsagePlanRequest,
  UsagePlan,
  UsagePlans,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { type Given, given } from '../../../service-kit/input.ts';
import { badRequest, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { patchUsagePlan } from '../patch/usage-plan.ts';
import { childKey, type RestApiState, type UsagePlanRecord } from '../state.ts';
import { assertApiStage, assertLimits } from '../validation/usage-plan.ts';

/** The plan, or NotFoundException. */
export const findUsagePlan = (state: RestApiState, id: string): UsagePlanRecord =>
  state.usagePlans.get(id) ?? raise(notFound('Invalid Usage Plan ID specified'));

/** Limits that nobody gave are zero to AWS. */
const whole = ({ burstLimit = 0, rateLimit = 0 }: ThrottleSettings): ThrottleSettings => ({ burstLimit, rateLimit });

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlan.html */
export const createUsagePlan: Operation<Given<CreateUsagePlanRequest>, UsagePlan, RestApiState> = (
  state,
  input,
  { random },
) => {
  const { apiStages = [], throttle, quota, ...settings } = input;
  if (!input.name) throw badRequest('Usage Plan name cannot be blank');
  for (const stage of apiStages) assertApiStage(state, stage);
  assertLimits(input);
  const plan: UsagePlanRecord = {
    id: random.text(6),
    ...given(settings),
    apiStages,
    ...(throttle && { throttle: whole(throttle) }),
    ...(quota && { quota: { offset: 0, ...given(quota) } }),
  };
  state.usagePlans.set(plan.id, plan);
  return plan;
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlan.html */
export const getUsagePlan: Operation<Given<GetUsagePlanRequest>, UsagePlan, RestApiState> = (state, { usagePlanId }) =>
  findUsagePlan(state, usagePlanId);

/** With a key, those that the key is in. https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlans.html */
export const getUsagePlans: Operation<Given<GetUsagePlansRequest>, UsagePlans, RestApiState> = (state, input) => {
  const { keyId } = input;
  const plans = [...state.usagePlans.values()].filter(
    ({ id }) => keyId === undefined || state.usagePlanKeys.has(childKey(id, keyId)),
  );
  return listPage(plans, input, ({ id }) => id);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsagePlan.html */
export const updateUsagePlan: Operation<Given<UpdateUsagePlanRequest>, UsagePlan, RestApiState> = (
  state,
  { usagePlanId, patchOperations },
) => {
  const patched = patchUsagePlan(state, findUsagePlan(state, usagePlanId), patchOperations ?? []);
  assertLimits(patched);
  const { throttle, quota } = patched;
  const plan: UsagePlanRecord = {
    ...patched,
    ...(throttle && { throttle: whole(throttle) }),
    ...(quota && { quota: { offset: 0, ...quota } }),
  };
  state.usagePlans.set(plan.id, plan);
  return plan;
};

/** Its stages must be taken out of it before. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlan.html */
export const deleteUsagePlan: Operation<Given<DeleteUsagePlanRequest>, object, RestApiState> = (
  state,
  { usagePlanId },
) => {
  const { apiStages = [] } = findUsagePlan(state, usagePlanId);
  const stages = apiStages.filter(({ apiId = '', stage = '' }) => state.stages.has(childKey(apiId, stage)));
  if (stages.length > 0) {
    const names = stages.map(({ apiId, stage }) => `${apiId}:${stage}`).join(', ');
    throw badRequest(
      `Cannot delete Usage Plan ${usagePlanId} because there are API Stages associated with it, including ${names}`,
    );
  }
  state.usagePlans.delete(usagePlanId);
  for (const collection of [state.usagePlanKeys, state.usage]) {
    for (const key of [...collection.keys({ from: `${usagePlanId}/`, before: `${usagePlanId}0` })]) {
      collection.delete(key);
    }
  }
  return {};
};
