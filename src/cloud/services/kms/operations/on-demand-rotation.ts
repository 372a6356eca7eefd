import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { unsupportedOperation, wrongOrigin } from '../errors.ts';
import { assertUsable, findKey } from '../keys/find-key.ts';
import { currentMaterialId, isSymmetricEncryption, materialIdOf } from '../keys/materials.ts';
import { saveKey } from '../keys/save-key.ts';
import { paginate } from '../paging.ts';
import type { Key, KmsState } from '../state.ts';

/** https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const onDemandMax = 25;
const defaultLimit = 100;

/**
 * New material; what was encrypted under the old one opens all the same.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html
 */
export const rotateKeyOnDemand: Operation<
  Given<Kms.RotateKeyOnDemandRequest>,
  Kms.RotateKeyOnDemandResponse,
  KmsState
> = (state, input, context) => {
  const key = findKey(state, input.KeyId, context);
  assertUsable(key);
  if (!isSymmetricEncryption(key) || key.manager === 'AWS') throw unsupportedOperation();
  // Imported material is rotated by importing other material first, which is not emulated.
  if (key.origin === 'EXTERNAL') throw wrongOrigin(key);
  const { rotations = [] } = key;
  if (rotations.length >= onDemandMax) {
    throw new AwsError('LimitExceededException', `${key.arn} has reached the limit of on-demand rotations.`);
  }
  saveKey(state, rotated(key, context), context);
  return { KeyId: key.id };
};

function rotated(key: Key, context: Context): Key {
  const material = Buffer.from(context.random.bytes(32)).toString('base64');
  const { former = [], rotations = [] } = key;
  return {
    ...key,
    material,
    former: [...former, { id: currentMaterialId(key) ?? '', bytes: key.material }],
    rotations: [...rotations, { atMs: context.clock.now(), materialId: materialIdOf(key.id, material) }],
  };
}

/**
 * The rotations that somebody asked for, oldest first.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyRotations.html
 */
export const listKeyRotations: Operation<Given<Kms.ListKeyRotationsRequest>, Kms.ListKeyRotationsResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const key = findKey(state, input.KeyId, context);
  if (!isSymmetricEncryption(key)) throw unsupportedOperation();
  const all = [...firstOf(key, input.IncludeKeyMaterial), ...rotationsOf(key)];
  const { items, ...rest } = paginate(all, ({ KeyMaterialId = '' }) => KeyMaterialId, input, defaultLimit);
  return { Rotations: items, ...rest };
};

/** The material that a key began with is told on demand alone. */
function firstOf(key: Key, wish: Kms.ListKeyRotationsRequest['IncludeKeyMaterial']): Kms.RotationsListEntry[] {
  if (wish !== 'ALL_KEY_MATERIAL') return [];
  const id = key.former?.[0]?.id ?? currentMaterialId(key);
  return id === undefined ? [] : [{ KeyId: key.arn, KeyMaterialId: id, KeyMaterialState: stateOf(key, id) }];
}

const rotationsOf = (key: Key): Kms.RotationsListEntry[] =>
  (key.rotations ?? []).map(({ atMs, materialId }) => ({
    KeyId: key.arn,
    KeyMaterialId: materialId,
    KeyMaterialState: stateOf(key, materialId),
    RotationDate: new Date(atMs),
    RotationType: 'ON_DEMAND',
  }));

const stateOf = (key: Key, materialId: string): Kms.KeyMaterialState =>
  materialId === currentMaterialId(key) ? 'CURRENT' : 'NON_CURRENT';
