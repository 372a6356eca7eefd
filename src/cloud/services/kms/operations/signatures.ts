import type {
  GetPublicKeyRequest,
  GetPublicKeyResponse,
  SignRequest,
  SignResponse,
  VerifyRequest,
  VerifyResponse,
} from '@aws-sdk/client-kms';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, notForSymmetric, wrongAlgorithm } from '../errors.ts';
import { publicKeyOf } from '../keys/asymmetric.ts';
import { algorithmsOf } from '../keys/describe-key.ts';
import { enabledKey, usableKey } from '../keys/find-key.ts';
import { isAsymmetric, signingAlgorithms, traitsOf } from '../keys/specs.ts';
import { isSignature, type Signed, signatureOf } from '../signing/sign.ts';
import type { Key, KmsState } from '../state.ts';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html */
export const sign: Operation<Given<SignRequest>, SignResponse, KmsState> = (state, input, context) => {
  const key = signingKey(state, input, context, 'Sign');
  if (input.DryRun) throw dryRun();
  const Signature = signatureOf(key, signedBy(input), context.random);
  return { KeyId: key.arn, Signature, SigningAlgorithm: input.SigningAlgorithm };
};

/**
 * Throws KMSInvalidSignatureException for another message or signature; it never answers false.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
 */
export const verify: Operation<Given<VerifyRequest>, VerifyResponse, KmsState> = (state, input, context) => {
  const key = signingKey(state, input, context, 'Verify');
  if (!isSignature(key, signedBy(input), input.Signature)) throw new AwsError('KMSInvalidSignatureException', '');
  if (input.DryRun) throw dryRun();
  return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm: input.SigningAlgorithm };
};

/**
 * In DER, as SubjectPublicKeyInfo.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GetPublicKey.html
 */
export const getPublicKey: Operation<Given<GetPublicKeyRequest>, GetPublicKeyResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const key = enabledKey(state, input.KeyId, context);
  if (!isAsymmetric(traitsOf(key.spec))) throw notForSymmetric(key);
  return {
    KeyId: key.arn,
    PublicKey: new Uint8Array(publicKeyOf(key).export({ type: 'spki', format: 'der' })),
    CustomerMasterKeySpec: key.spec as NonNullable<GetPublicKeyResponse['CustomerMasterKeySpec']>,
    KeySpec: key.spec,
    KeyUsage: key.usage,
    ...algorithmsOf(key),
  };
};

type Input = Pick<Given<SignRequest>, 'KeyId' | 'Message' | 'MessageType' | 'SigningAlgorithm'>;

const signedBy = ({ SigningAlgorithm, Message, MessageType }: Input): Signed => ({
  algorithm: SigningAlgorithm,
  message: Message,
  form: MessageType ?? 'RAW',
});

function signingKey(state: KmsState, input: Input, context: Context, operation: string): Key {
  const key = usableKey(state, input.KeyId, context, operation, 'SIGN_VERIFY');
  if (!signingAlgorithms(key).includes(input.SigningAlgorithm)) throw wrongAlgorithm(key, input.SigningAlgorithm);
  return key;
}
