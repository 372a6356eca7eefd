import type { ListKeysRequest, ListKeysResponse } from '@aws-sdk/client-kms';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { livingKey } from '../keys/living-key.ts';
import { paginate } from '../paging.ts';
import type { KmsState } from '../state.ts';

const defaultLimit = 100;

/**
 * All keys that still are, AWS's own among them.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
 */
export const listKeys: Operation<Given<ListKeysRequest>, ListKeysResponse, KmsState> = (state, input, context) => {
  const keys = [...state.keys.values()].filter(({ id }) => livingKey(state, id, context));
  const { items, ...rest } = paginate(keys, (key) => key.id, input, defaultLimit);
  return { Keys: items.map((key) => ({ KeyId: key.id, KeyArn: key.arn })), ...rest };
};
