import { createPublicKey, diffieHellman } from 'node:crypto';
import type { DeriveSharedSecretRequest, DeriveSharedSecretResponse } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, validation } from '../errors.ts';
import { privateKeyOf } from '../keys/asymmetric.ts';
import { usableKey } from '../keys/find-key.ts';
import type { Key, KmsState } from '../state.ts';

/**
 * ECDH with somebody else's public key of the same curve.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html
 */
export const deriveSharedSecret: Operation<Given<DeriveSharedSecretRequest>, DeriveSharedSecretResponse, KmsState> = (
  state,
  input,
  context,
) => {
  if (input.Recipient) throw new UnsupportedError('DeriveSharedSecret for a Nitro enclave (Recipient)');
  const key = usableKey(state, input.KeyId, context, 'DeriveSharedSecret', 'KEY_AGREEMENT');
  const SharedSecret = secretOf(key, input.PublicKey);
  if (input.DryRun) throw dryRun();
  return {
    KeyId: key.arn,
    SharedSecret,
    KeyAgreementAlgorithm: input.KeyAgreementAlgorithm,
    KeyOrigin: key.origin ?? 'AWS_KMS',
  };
};

function secretOf(key: Key, publicKey: Uint8Array): Uint8Array {
  try {
    const theirs = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return new Uint8Array(diffieHellman({ privateKey: privateKeyOf(key), publicKey: theirs }));
  } catch {
    throw validation('The public key is not valid for this KMS key.');
  }
}
