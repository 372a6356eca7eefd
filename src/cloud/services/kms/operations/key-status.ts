import type {
  CancelKeyDeletionRequest,
  CancelKeyDeletionResponse,
  DisableKeyRequest,
  EnableKeyRequest,
  ScheduleKeyDeletionRequest,
  ScheduleKeyDeletionResponse,
  UpdateKeyDescriptionRequest,
} from '@aws-sdk/client-kms';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { keyNotPendingDeletion, keyPendingImport, managedKey } from '../errors.ts';
import { assertNotPendingDeletion, findKey } from '../keys/find-key.ts';
import type { Key, KmsState } from '../state.ts';

const defaultWindowDays = 30;
const dayMs = 86_400_000;

/**
 * Not for a key that waits for its deletion: that is cancelled first.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKey.html
 */
export const enableKey: Operation<Given<EnableKeyRequest>, object, KmsState> = (state, input, context) => {
  const key = changeable(state, input.KeyId, context);
  if (key.status === 'PendingImport') throw keyPendingImport(key);
  state.keys.set(key.id, { ...key, status: 'Enabled' });
  return {};
};

/**
 * A disabled key can be managed, and nothing else.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKey.html
 */
export const disableKey: Operation<Given<DisableKeyRequest>, object, KmsState> = (state, input, context) => {
  const key = changeable(state, input.KeyId, context);
  if (key.status === 'PendingImport') throw keyPendingImport(key);
  state.keys.set(key.id, { ...key, status: 'Disabled' });
  return {};
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateKeyDescription.html */
export const updateKeyDescription: Operation<Given<UpdateKeyDescriptionRequest>, object, KmsState> = (
  state,
  input,
  context,
) => {
  const key = changeable(state, input.KeyId, context);
  state.keys.set(key.id, { ...key, description: input.Description });
  return {};
};

/**
 * From now on the key cannot be used; when the days are over, it is gone. A primary waits for its replicas first.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html
 */
export const scheduleKeyDeletion: Operation<
  Given<ScheduleKeyDeletionRequest>,
  ScheduleKeyDeletionResponse,
  KmsState
> = (state, input, context) => {
  const key = changeable(state, input.KeyId, context);
  const days = input.PendingWindowInDays ?? defaultWindowDays;
  const replicas = key.regions?.primary === context.region ? key.regions.replicas : [];
  if (replicas.length > 0) {
    state.keys.set(key.id, { ...key, status: 'PendingReplicaDeletion', pendingDays: days });
    return { KeyId: key.arn, KeyState: 'PendingReplicaDeletion', PendingWindowInDays: days };
  }
  const deletionMs = context.clock.now() + days * dayMs;
  state.keys.set(key.id, { ...key, status: 'PendingDeletion', deletionMs });
  return {
    KeyId: key.arn,
    DeletionDate: new Date(deletionMs),
    KeyState: 'PendingDeletion',
    PendingWindowInDays: days,
  };
};

/** The key comes back disabled; https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html */
export const cancelKeyDeletion: Operation<Given<CancelKeyDeletionRequest>, CancelKeyDeletionResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const { deletionMs, pendingDays, ...key } = findKey(state, input.KeyId, context);
  if (deletionMs === undefined && pendingDays === undefined) throw keyNotPendingDeletion(key);
  const status = key.origin === 'EXTERNAL' && key.material === '' ? 'PendingImport' : 'Disabled';
  state.keys.set(key.id, { ...key, status });
  return { KeyId: key.arn };
};

function changeable(state: KmsState, keyId: string, context: Context): Key {
  const key = findKey(state, keyId, context);
  if (key.manager === 'AWS') throw managedKey();
  assertNotPendingDeletion(key);
  return key;
}
