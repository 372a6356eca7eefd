import type { GenerateRandomRequest, GenerateRandomResponse } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { validation } from '../errors.ts';
import type { KmsState } from '../state.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html */
export const generateRandom: Operation<Given<GenerateRandomRequest>, GenerateRandomResponse, KmsState> = (
  _state,
  input,
  context,
) => {
  if (input.Recipient) throw new UnsupportedError('GenerateRandom for a Nitro enclave (Recipient)');
  if (input.CustomKeyStoreId !== undefined) throw new UnsupportedError('KMS custom key stores');
  if (input.NumberOfBytes === undefined) throw validation('NumberOfBytes is required.');
  return { Plaintext: context.random.bytes(input.NumberOfBytes) };
};
