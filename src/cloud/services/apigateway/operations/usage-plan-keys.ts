import type {
  CreateUsagePlanKeyRequest,
  DeleteUsagePlanKeyRequest,
  GetUsagePlanKeyRequest,
  GetUsagePlanKeysRequest,
  UsagePlanKey,
  UsagePlanKeys,
} from '@aws-sdk/client-api-gateway';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { listPage } from '../list-page.ts';
import { childKey, childrenOf, type RestApiState, type UsagePlanKeyRecord } from '../state.ts';
import { findApiKey } from './api-keys.ts';
import { findUsagePlan } from './usage-plans.ts';

/** The key of a plan, or NotFoundException for whichever of key, plan and membership is not there. */
export function findUsagePlanKey(state: RestApiState, usagePlanId: string, keyId: string): UsagePlanKeyRecord {
  findApiKey(state, keyId);
  return state.usagePlanKeys.get(childKey(usagePlanId, keyId)) ?? raise(notFound('Invalid Usage Plan ID specified'));
}

/**
 * Puts a key into a plan.
 * @throws NotFoundException for what is not there, ConflictException where it is in that plan already, or in another one
 * of the same stage: which of them a request counts for must be clear
 */
export function addKeyToPlan(state: RestApiState, usagePlanId: string, keyId: string): UsagePlanKeyRecord {
  const plan = findUsagePlan(state, usagePlanId);
  const { id, value, name } = findApiKey(state, keyId);
  if (state.usagePlanKeys.has(childKey(usagePlanId, id))) throw conflict('Usage Plan Key already exists');
  const stages = new Set((plan.apiStages ?? []).map(({ apiId, stage }) => `${apiId}:${stage}`));
  for (const other of state.usagePlans.values()) {
    const shares = (other.apiStages ?? []).some(({ apiId, stage }) => stages.has(`${apiId}:${stage}`));
    if (shares && state.usagePlanKeys.has(childKey(other.id, id))) {
      throw conflict(
        `API Key ${id} cannot be added to Usage Plan ${usagePlanId}: Usage Plan ${other.id} has it already`,
      );
    }
  }
  const record: UsagePlanKeyRecord = { id, type: 'API_KEY', value, ...(name !== undefined && { name }) };
  state.usagePlanKeys.set(childKey(usagePlanId, id), record);
  return record;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CreateUsagePlanKey.html */
export const createUsagePlanKey: Operation<Given<CreateUsagePlanKeyRequest>, UsagePlanKey, RestApiState> = (
  state,
  { usagePlanId, keyId, keyType },
) => {
  if (keyType !== 'API_KEY') throw badRequest(`Invalid key type specified: ${keyType}`);
  return addKeyToPlan(state, usagePlanId, keyId);
};

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKey.html */
export const getUsagePlanKey: Operation<Given<GetUsagePlanKeyRequest>, UsagePlanKey, RestApiState> = (
  state,
  { usagePlanId, keyId },
) => findUsagePlanKey(state, usagePlanId, keyId);

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsagePlanKeys.html */
export const getUsagePlanKeys: Operation<Given<GetUsagePlanKeysRequest>, UsagePlanKeys, RestApiState> = (
  state,
  input,
) => {
  const { id } = findUsagePlan(state, input.usagePlanId);
  const { nameQuery = '' } = input;
  const keys = childrenOf(state.usagePlanKeys, id).filter(({ name = '' }) => name.startsWith(nameQuery));
  return listPage(keys, input, (key) => key.id);
};

/** What it has used is not forgotten. https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteUsagePlanKey.html */
export const deleteUsagePlanKey: Operation<Given<DeleteUsagePlanKeyRequest>, object, RestApiState> = (
  state,
  { usagePlanId, keyId },
) => {
  findUsagePlanKey(state, usagePlanId, keyId);
  state.usagePlanKeys.delete(childKey(usagePlanId, keyId));
  return {};
};
