import type { ReEncryptRequest, ReEncryptResponse } from '@aws-sdk/client-kms';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun } from '../errors.ts';
import { decryptUnder, encryptUnder } from '../keys/cipher.ts';
import { usableKey } from '../keys/find-key.ts';
import { currentMaterialId } from '../keys/materials.ts';
import type { KmsState } from '../state.ts';
import { keyOfBlob } from './decrypt.ts';

/**
 * Decrypts and encrypts in one step: the plain text does not leave.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
 */
export const reEncrypt: Operation<Given<ReEncryptRequest>, ReEncryptResponse, KmsState> = (state, input, context) => {
  const blob = input.CiphertextBlob ?? new Uint8Array();
  const from = input.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const to = input.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const source = keyOfBlob(state, { blob, algorithm: from, namedKey: input.SourceKeyId }, context, 'ReEncryptFrom');
  const destination = usableKey(state, input.DestinationKeyId, context, 'ReEncryptTo', 'ENCRYPT_DECRYPT');
  const opened = decryptUnder(source, blob, { algorithm: from, encryptionContext: input.SourceEncryptionContext });
  const cipher = { algorithm: to, encryptionContext: input.DestinationEncryptionContext };
  const CiphertextBlob = encryptUnder(destination, opened.plaintext, cipher, context.random);
  if (input.DryRun) throw dryRun();
  const materialId = currentMaterialId(destination);
  return {
    CiphertextBlob,
    SourceKeyId: source.arn,
    KeyId: destination.arn,
    SourceEncryptionAlgorithm: from,
    DestinationEncryptionAlgorithm: to,
    ...(opened.materialId !== undefined && { SourceKeyMaterialId: opened.materialId }),
    ...(materialId !== undefined && { DestinationKeyMaterialId: materialId }),
  };
};
