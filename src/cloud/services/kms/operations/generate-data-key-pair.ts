import type {
  GenerateDataKeyPairRequest,
  GenerateDataKeyPairResponse,
  GenerateDataKeyPairWithoutPlaintextRequest,
  GenerateDataKeyPairWithoutPlaintextResponse,
  KeySpec,
} from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun } from '../errors.ts';
import { newPrivateMaterial, privateKeyOf, publicKeyOf } from '../keys/asymmetric.ts';
import { seal } from '../keys/ciphertext.ts';
import { usableKey } from '../keys/find-key.ts';
import { currentMaterialId } from '../keys/materials.ts';
import { isAsymmetric, traitsOf } from '../keys/specs.ts';
import type { KmsState } from '../state.ts';
import { assertSymmetric } from './generate-data-key.ts';

type Input = Given<GenerateDataKeyPairRequest | GenerateDataKeyPairWithoutPlaintextRequest>;

/**
 * A pair of keys for use outside of KMS, the private one also sealed under the key.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPair.html
 */
export const generateDataKeyPair: Operation<
  Given<GenerateDataKeyPairRequest>,
  GenerateDataKeyPairResponse,
  KmsState
> = (state, input, context) => {
  if (input.Recipient) throw new UnsupportedError('GenerateDataKeyPair for a Nitro enclave (Recipient)');
  return newPair(state, input, context, 'GenerateDataKeyPair');
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyPairWithoutPlaintext.html */
export const generateDataKeyPairWithoutPlaintext: Operation<
  Given<GenerateDataKeyPairWithoutPlaintextRequest>,
  GenerateDataKeyPairWithoutPlaintextResponse,
  KmsState
> = (state, input, context) => {
  const { PrivateKeyPlaintext: _, ...pair } = newPair(state, input, context, 'GenerateDataKeyPairWithoutPlaintext');
  return pair;
};

function newPair(state: KmsState, input: Input, context: Context, operation: string) {
  const key = usableKey(state, input.KeyId, context, operation, 'ENCRYPT_DECRYPT');
  assertSymmetric(key, operation);
  const spec: KeySpec = input.KeyPairSpec;
  const traits = traitsOf(spec);
  if (!isAsymmetric(traits)) throw new UnsupportedError(`data key pairs of spec ${spec}`);
  if (input.DryRun) throw dryRun();
  const material = Buffer.from(newPrivateMaterial(traits, context.random)).toString('base64');
  const pair = { spec, material };
  const privateKey = new Uint8Array(privateKeyOf(pair).export({ type: 'pkcs8', format: 'der' }));
  const materialId = currentMaterialId(key);
  return {
    PrivateKeyCiphertextBlob: seal(key, privateKey, input.EncryptionContext, context.random),
    PrivateKeyPlaintext: privateKey,
    PublicKey: new Uint8Array(publicKeyOf(pair).export({ type: 'spki', format: 'der' })),
    KeyId: key.arn,
    KeyPairSpec: input.KeyPairSpec,
    ...(materialId !== undefined && { KeyMaterialId: materialId }),
  };
}
