import type { DecryptRequest, DecryptResponse } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, incorrectKey, invalidCiphertext, wrongAlgorithm } from '../errors.ts';
import { keyIdOf, open } from '../keys/ciphertext.ts';
import { livingKey, resolveKey, usableKey } from '../keys/find-key.ts';
import type { Key, KmsState } from '../state.ts';

/**
 * The blob tells its key; `KeyId` only narrows. Throws InvalidCiphertextException for whatever does not fit, and no
 * more.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
 */
export const decrypt: Operation<Given<DecryptRequest>, DecryptResponse, KmsState> = (state, input, context) => {
  if (input.Recipient) throw new UnsupportedError('Decrypt for a Nitro enclave (Recipient)');
  const blob = input.CiphertextBlob ?? new Uint8Array();
  const key = keyOfBlob(state, blob, input.KeyId, context, 'Decrypt');
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  if (algorithm !== 'SYMMETRIC_DEFAULT') throw wrongAlgorithm(key, algorithm);
  const Plaintext = open(key, blob, input.EncryptionContext);
  if (input.DryRun) throw dryRun();
  return { KeyId: key.arn, Plaintext, EncryptionAlgorithm: algorithm };
};

/** The key that made the blob; one that the caller names must be the same. */
export function keyOfBlob(
  state: KmsState,
  blob: Uint8Array,
  namedKey: string | undefined,
  context: Context,
  operation: string,
): Key {
  const id = keyIdOf(blob);
  if (namedKey !== undefined && resolveKey(state, namedKey, context).id !== id) throw incorrectKey();
  if (!livingKey(state, id, context)) throw invalidCiphertext();
  return usableKey(state, id, context, operation, 'ENCRYPT_DECRYPT');
}
