import type { EncryptRequest, EncryptResponse } from '@aws-sdk/client-kms';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, wrongAlgorithm } from '../errors.ts';
import { seal } from '../keys/ciphertext.ts';
import { usableKey } from '../keys/find-key.ts';
import type { KmsState } from '../state.ts';

/**
 * Symmetric keys alone. The blob is our own, not AWS's: only this cloud can open it.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
 */
export const encrypt: Operation<Given<EncryptRequest>, EncryptResponse, KmsState> = (state, input, context) => {
  const key = usableKey(state, input.KeyId, context, 'Encrypt', 'ENCRYPT_DECRYPT');
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  if (algorithm !== 'SYMMETRIC_DEFAULT') throw wrongAlgorithm(key, algorithm);
  if (input.DryRun) throw dryRun();
  return {
    CiphertextBlob: seal(key, input.Plaintext, input.EncryptionContext, context.random),
    KeyId: key.arn,
    EncryptionAlgorithm: algorithm,
  };
};
