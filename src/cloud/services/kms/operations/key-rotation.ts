import type {
  DisableKeyRotationRequest,
  EnableKeyRotationRequest,
  GetKeyRotationStatusRequest,
  GetKeyRotationStatusResponse,
} from '@aws-sdk/client-kms';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { keyDisabled, unsupportedOperation } from '../errors.ts';
import { assertNotPendingDeletion, findKey } from '../keys/find-key.ts';
import type { Key, KmsState } from '../state.ts';

const defaultPeriodDays = 365;
const dayMs = 86_400_000;

/**
 * The material does not change by itself, since old ciphertexts open all the same: only the dates tell of it.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
 */
export const enableKeyRotation: Operation<Given<EnableKeyRotationRequest>, object, KmsState> = (
  state,
  input,
  context,
) => {
  const key = rotatable(state, input.KeyId, context);
  const periodDays = input.RotationPeriodInDays ?? key.rotation?.periodDays ?? defaultPeriodDays;
  state.keys.set(key.id, { ...key, rotation: { periodDays, enabledMs: context.clock.now() } });
  return {};
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DisableKeyRotation.html */
export const disableKeyRotation: Operation<Given<DisableKeyRotationRequest>, object, KmsState> = (
  state,
  input,
  context,
) => {
  const { rotation: _, ...key } = rotatable(state, input.KeyId, context);
  state.keys.set(key.id, key);
  return {};
};

/**
 * The next date follows from the clock; nothing runs when it comes.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyRotationStatus.html
 */
export const getKeyRotationStatus: Operation<
  Given<GetKeyRotationStatusRequest>,
  GetKeyRotationStatusResponse,
  KmsState
> = (state, input, context) => {
  const key = findKey(state, input.KeyId, context);
  assertNotPendingDeletion(key);
  if (!key.rotation) return { KeyId: key.arn, KeyRotationEnabled: false };
  const { periodDays, enabledMs } = key.rotation;
  const periods = Math.floor((context.clock.now() - enabledMs) / (periodDays * dayMs)) + 1;
  return {
    KeyId: key.arn,
    KeyRotationEnabled: true,
    RotationPeriodInDays: periodDays,
    NextRotationDate: new Date(enabledMs + periods * periodDays * dayMs),
  };
};

function rotatable(state: KmsState, keyId: string, context: Context): Key {
  const key = findKey(state, keyId, context);
  if (key.status === 'Disabled') throw keyDisabled(key);
  assertNotPendingDeletion(key);
  const isRotatable = key.spec === 'SYMMETRIC_DEFAULT' && key.manager !== 'AWS' && key.origin !== 'EXTERNAL';
  if (!isRotatable) throw unsupportedOperation();
  return key;
}
