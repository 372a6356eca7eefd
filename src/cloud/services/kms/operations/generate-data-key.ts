import type {
  GenerateDataKeyRequest,
  GenerateDataKeyResponse,
  GenerateDataKeyWithoutPlaintextRequest,
  GenerateDataKeyWithoutPlaintextResponse,
} from '@aws-sdk/client-kms';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, validation } from '../errors.ts';
import { seal } from '../keys/ciphertext.ts';
import { usableKey } from '../keys/find-key.ts';
import { currentMaterialId } from '../keys/materials.ts';
import type { Key, KmsState } from '../state.ts';

type Input = Given<GenerateDataKeyRequest | GenerateDataKeyWithoutPlaintextRequest>;

/**
 * Fresh bytes, in the clear and sealed under the key.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 */
export const generateDataKey: Operation<Given<GenerateDataKeyRequest>, GenerateDataKeyResponse, KmsState> = (
  state,
  input,
  context,
) => {
  if (input.Recipient) throw new UnsupportedError('GenerateDataKey for a Nitro enclave (Recipient)');
  return newDataKey(state, input, context, 'GenerateDataKey');
};

/**
 * The same bytes sealed alone, for whoever will open them later.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html
 */
export const generateDataKeyWithoutPlaintext: Operation<
  Given<GenerateDataKeyWithoutPlaintextRequest>,
  GenerateDataKeyWithoutPlaintextResponse,
  KmsState
> = (state, input, context) => {
  const { Plaintext: _, ...sealed } = newDataKey(state, input, context, 'GenerateDataKeyWithoutPlaintext');
  return sealed;
};

function newDataKey(state: KmsState, input: Input, context: Context, operation: string) {
  const key = usableKey(state, input.KeyId, context, operation, 'ENCRYPT_DECRYPT');
  assertSymmetric(key, operation);
  const Plaintext = context.random.bytes(lengthOf(input));
  if (input.DryRun) throw dryRun();
  const CiphertextBlob = seal(key, Plaintext, input.EncryptionContext, context.random);
  const materialId = currentMaterialId(key);
  return { CiphertextBlob, Plaintext, KeyId: key.arn, ...(materialId !== undefined && { KeyMaterialId: materialId }) };
}

/** Data keys are made under symmetric keys alone. */
export function assertSymmetric(key: Key, operation: string): void {
  if (key.spec === 'SYMMETRIC_DEFAULT') return;
  throw new AwsError(
    'InvalidKeyUsageException',
    `${key.arn} key spec is ${key.spec} which is not valid for ${operation}.`,
  );
}

function lengthOf({ KeySpec, NumberOfBytes }: Input): number {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validation('Please specify either number of bytes or key spec.');
  }
  return NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32);
}
