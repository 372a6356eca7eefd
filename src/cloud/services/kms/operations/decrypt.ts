import type { DecryptRequest, DecryptResponse } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, incorrectKey, invalidCiphertext, validation } from '../errors.ts';
import { keyArn } from '../keys/arns.ts';
import { decryptUnder } from '../keys/cipher.ts';
import { keyNameOf } from '../keys/ciphertext.ts';
import { resolveKey, usableKey } from '../keys/find-key.ts';
import { livingKey } from '../keys/living-key.ts';
import type { Key, KmsState } from '../state.ts';

/**
 * The blob tells its key; `KeyId` only narrows. Throws InvalidCiphertextException for whatever does not fit, and no
 * more.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
 */
export const decrypt: Operation<Given<DecryptRequest>, DecryptResponse, KmsState> = (state, input, context) => {
  if (input.Recipient) throw new UnsupportedError('Decrypt for a Nitro enclave (Recipient)');
  const blob = input.CiphertextBlob ?? new Uint8Array();
  const algorithm = input.EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const key = keyOfBlob(state, { blob, algorithm, namedKey: input.KeyId }, context, 'Decrypt');
  const opened = decryptUnder(key, blob, { algorithm, encryptionContext: input.EncryptionContext });
  if (input.DryRun) throw dryRun();
  return {
    KeyId: key.arn,
    Plaintext: opened.plaintext,
    EncryptionAlgorithm: algorithm,
    ...(opened.materialId !== undefined && { KeyMaterialId: opened.materialId }),
  };
};

interface Sealed {
  readonly blob: Uint8Array;
  readonly algorithm: string;
  readonly namedKey: string | undefined;
}

/** The key that made the blob; one that the caller names must be the same. Under RSA, blobs do not tell. */
export function keyOfBlob(
  state: KmsState,
  { blob, algorithm, namedKey }: Sealed,
  context: Context,
  operation: string,
): Key {
  const named = namedKey === undefined ? undefined : resolveKey(state, namedKey, context);
  if (algorithm !== 'SYMMETRIC_DEFAULT' || (named && named.spec !== 'SYMMETRIC_DEFAULT')) {
    if (namedKey === undefined) throw validation('KeyId is required for asymmetric encryption algorithms.');
    return usableKey(state, namedKey, context, operation, 'ENCRYPT_DECRYPT');
  }
  const { account = context.account, id } = keyNameOf(blob);
  if (named && named.id !== id) throw incorrectKey();
  const arn = keyArn(id, { account, region: context.region });
  if (account === context.account && !livingKey(state, id, context)) throw invalidCiphertext();
  return usableKey(state, arn, context, operation, 'ENCRYPT_DECRYPT');
}
