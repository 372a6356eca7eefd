import { constants, createDecipheriv, createPublicKey, type KeyObject, privateDecrypt } from 'node:crypto';
import type * as Kms from '@aws-sdk/client-kms';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { newRsaKey } from '../../../service-kit/rsa-key.ts';
import { invalidCiphertext, validation, wrongOrigin } from '../errors.ts';
import { materialFrom, privateKeyOf } from '../keys/asymmetric.ts';
import { assertNotPendingDeletion, findKey } from '../keys/find-key.ts';
import { currentMaterialId, isSymmetricEncryption, materialIdOf } from '../keys/materials.ts';
import { saveKey } from '../keys/save-key.ts';
import { isAsymmetric, traitsOf } from '../keys/specs.ts';
import type { ImportParameters, Key, KmsState } from '../state.ts';

const dayMs = 86_400_000;

/**
 * A key to wrap material with, and the token that says for which key; both for a day.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html
 */
export const getParametersForImport: Operation<
  Given<Kms.GetParametersForImportRequest>,
  Kms.GetParametersForImportResponse,
  KmsState
> = (state, input, context) => {
  const key = importable(state, input.KeyId, context);
  const bits = Number(/^RSA_(\d+)$/.exec(input.WrappingKeySpec)?.[1]);
  if (Number.isNaN(bits)) throw new UnsupportedError(`wrapping keys of spec ${input.WrappingKeySpec}`);
  const material = Buffer.from(newRsaKey(bits, context.random)).toString('base64');
  const token = context.random.bytes(256);
  const importing: ImportParameters = {
    algorithm: input.WrappingAlgorithm,
    token: Buffer.from(token).toString('base64'),
    privateKey: material,
    validToMs: context.clock.now() + dayMs,
  };
  state.keys.set(key.id, { ...key, importing });
  const publicKey = createPublicKey(wrappingKey(importing));
  return {
    KeyId: key.arn,
    ImportToken: token,
    PublicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    ParametersValidTo: new Date(importing.validToMs),
  };
};

/**
 * The key becomes usable. The same material may come again, and no other.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html
 */
export const importKeyMaterial: Operation<
  Given<Kms.ImportKeyMaterialRequest>,
  Kms.ImportKeyMaterialResponse,
  KmsState
> = (state, input, context) => {
  const key = importable(state, input.KeyId, context);
  const validToMs = validToOf(input, context.clock.now());
  const parameters = parametersOf(key, input.ImportToken, context.clock.now());
  const material = Buffer.from(unwrap(key, parameters, input.EncryptedKeyMaterial)).toString('base64');
  const materialId = materialIdOf(key.id, material);
  if (key.importedId !== undefined && key.importedId !== materialId) throw incorrectMaterial();

  const { materialValidToMs: _before, ...rest } = key;
  const status = key.status === 'PendingImport' ? 'Enabled' : key.status;
  const imported = { ...rest, material, status, importedId: materialId };
  saveKey(state, { ...imported, ...(validToMs !== undefined && { materialValidToMs: validToMs }) }, context);
  return { KeyId: key.arn, ...(isSymmetricEncryption(key) && { KeyMaterialId: materialId }) };
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteImportedKeyMaterial.html */
export const deleteImportedKeyMaterial: Operation<
  Given<Kms.DeleteImportedKeyMaterialRequest>,
  Kms.DeleteImportedKeyMaterialResponse,
  KmsState
> = (state, input, context) => {
  const key = importable(state, input.KeyId, context);
  const materialId = currentMaterialId(key);
  const { materialValidToMs: _validTo, ...rest } = key;
  const status = key.status === 'Enabled' ? 'PendingImport' : key.status;
  saveKey(state, { ...rest, material: '', status }, context);
  return { KeyId: key.arn, ...(materialId !== undefined && { KeyMaterialId: materialId }) };
};

function importable(state: KmsState, keyId: string, context: Context): Key {
  const key = findKey(state, keyId, context);
  assertNotPendingDeletion(key);
  if (key.origin !== 'EXTERNAL') throw wrongOrigin(key);
  return key;
}

function validToOf({ ExpirationModel, ValidTo }: Given<Kms.ImportKeyMaterialRequest>, nowMs: number) {
  const expires = ExpirationModel !== 'KEY_MATERIAL_DOES_NOT_EXPIRE';
  if (expires && ValidTo === undefined) {
    throw validation('A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES');
  }
  if (!expires && ValidTo !== undefined) {
    throw validation('A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE');
  }
  if (ValidTo && ValidTo.getTime() <= nowMs) throw validation('The validTo date must be in the future.');
  return ValidTo?.getTime();
}

function parametersOf({ importing }: Key, token: Uint8Array, nowMs: number): ImportParameters {
  if (importing?.token !== Buffer.from(token).toString('base64')) {
    throw new AwsError('InvalidImportTokenException', '');
  }
  if (nowMs >= importing.validToMs) throw new AwsError('ExpiredImportTokenException', '');
  return importing;
}

const wrappingKey = ({ privateKey }: ImportParameters): KeyObject =>
  privateKeyOf({ spec: 'RSA_2048', material: privateKey });

const incorrectMaterial = (): AwsError => new AwsError('IncorrectKeyMaterialException', '');

/** Material as it is kept. Throws InvalidCiphertextException and IncorrectKeyMaterialException. */
function unwrap({ spec }: Key, parameters: ImportParameters, wrapped: Uint8Array): Uint8Array {
  const plain = decrypted(parameters, wrapped);
  const traits = traitsOf(spec);
  if (isAsymmetric(traits)) {
    try {
      return materialFrom(plain, spec);
    } catch {
      throw incorrectMaterial();
    }
  }
  if (plain.length !== traits?.materialBytes) throw incorrectMaterial();
  return plain;
}

function decrypted(parameters: ImportParameters, wrapped: Uint8Array): Uint8Array {
  const key = wrappingKey(parameters);
  const oaepHash = parameters.algorithm.endsWith('SHA_1') ? 'sha1' : 'sha256';
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const bytes = (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  try {
    if (!parameters.algorithm.startsWith('RSA_AES_KEY_WRAP'))
      return privateDecrypt({ key, padding, oaepHash }, wrapped);
    // An AES key under RSA, then the material under that key: RFC 5649.
    const aes = privateDecrypt({ key, padding, oaepHash }, wrapped.subarray(0, bytes));
    const decipher = createDecipheriv('id-aes256-wrap-pad', aes, Buffer.from('a65959a6', 'hex'));
    return Buffer.concat([decipher.update(wrapped.subarray(bytes)), decipher.final()]);
  } catch {
    throw invalidCiphertext();
  }
}
