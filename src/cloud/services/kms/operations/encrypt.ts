import type { EncryptRequest, EncryptResponse } from '@aws-sdk/client-kms';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun } from '../errors.ts';
import { encryptUnder } from '../keys/cipher.ts';
import { usableKey } from '../keys/find-key.ts';
import type { KmsState } from '../state.ts';

/**
 * Under a symmetric key the blob is our own, not AWS's: only this cloud can open it.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export const encrypt: Operation<Given<EncryptRequest>, EncryptResponse, KmsState> = (state, input, context) => {
  const key = usableKey(state, input.KeyId, context, 'Encrypt', 'ENCRYPT_DECRYPT');
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const cipher = { algorithm, encryptionContext: input.EncryptionContext };
  const CiphertextBlob = encryptUnder(key, input.Plaintext, cipher, context.random);
  if (input.DryRun) throw dryRun();
  return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: algorithm };
};
