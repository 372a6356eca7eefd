import type { ReEncryptRequest, ReEncryptResponse } from '@aws-sdk/client-kms';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, wrongAlgorithm } from '../errors.ts';
import { open, seal } from '../keys/ciphertext.ts';
import { usableKey } from '../keys/find-key.ts';
import type { KmsState } from '../state.ts';
import { keyOfBlob } from './decrypt.ts';

/**
 * Decrypts and encrypts in one step: the plain text does not leave.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
 */
export const reEncrypt: Operation<Given<ReEncryptRequest>, ReEncryptResponse, KmsState> = (state, input, context) => {
  const blob = input.CiphertextBlob ?? new Uint8Array();
  const source = keyOfBlob(state, blob, input.SourceKeyId, context, 'ReEncryptFrom');
  const destination = usableKey(state, input.DestinationKeyId, context, 'ReEncryptTo', 'ENCRYPT_DECRYPT');
  const from = input.SourceEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  const to = input.DestinationEncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT';
  if (from !== 'SYMMETRIC_DEFAULT') throw wrongAlgorithm(source, from);
  if (to !== 'SYMMETRIC_DEFAULT') throw wrongAlgorithm(destination, to);
  const plaintext = open(source, blob, input.SourceEncryptionContext);
  if (input.DryRun) throw dryRun();
  return {
    CiphertextBlob: seal(destination, plaintext, input.DestinationEncryptionContext, context.random),
    SourceKeyId: source.arn,
    KeyId: destination.arn,
    SourceEncryptionAlgorithm: from,
    DestinationEncryptionAlgorithm: to,
  };
};
