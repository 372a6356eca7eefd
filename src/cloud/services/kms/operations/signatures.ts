import { sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type {
  GetPublicKeyRequest,
  GetPublicKeyResponse,
  SignRequest,
  SignResponse,
  VerifyRequest,
  VerifyResponse,
} from '@aws-sdk/client-kms';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, wrongAlgorithm } from '../errors.ts';
import { privateKeyOf, publicKeyOf } from '../keys/elliptic.ts';
import { usableKey } from '../keys/find-key.ts';
import { traitsOf } from '../keys/specs.ts';
import type { KmsState } from '../state.ts';

/**
 * Elliptic curves alone, over the message itself: digests are refused by name.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html
 */
export const sign: Operation<Given<SignRequest>, SignResponse, KmsState> = (state, input, context) => {
  const { key, traits } = signingKey(state, input, context, 'Sign');
  if (input.DryRun) throw dryRun();
  const signature = signBytes(traits.hash, input.Message, privateKeyOf(key, traits));
  return { KeyId: key.arn, Signature: new Uint8Array(signature), SigningAlgorithm: input.SigningAlgorithm };
};

/**
 * Throws KMSInvalidSignatureException for another message or signature; it never answers false.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Verify.html
 */
export const verify: Operation<Given<VerifyRequest>, VerifyResponse, KmsState> = (state, input, context) => {
  const { key, traits } = signingKey(state, input, context, 'Verify');
  if (!verifyBytes(traits.hash, input.Message, publicKeyOf(key, traits), input.Signature)) {
    throw new AwsError('KMSInvalidSignatureException', '');
  }
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
  const key = usableKey(state, input.KeyId, context, 'GetPublicKey', 'SIGN_VERIFY');
  const traits = traitsOf(key.spec);
  if (traits?.kind !== 'ec') throw new UnsupportedError(`GetPublicKey of a key of spec ${key.spec}`);
  return {
    KeyId: key.arn,
    PublicKey: new Uint8Array(publicKeyOf(key, traits).export({ type: 'spki', format: 'der' })),
    CustomerMasterKeySpec: key.spec as NonNullable<GetPublicKeyResponse['CustomerMasterKeySpec']>,
    KeySpec: key.spec,
    KeyUsage: key.usage,
    SigningAlgorithms: [traits.algorithm],
  };
};

function signingKey(
  state: KmsState,
  input: Pick<Given<SignRequest>, 'KeyId' | 'MessageType' | 'SigningAlgorithm'>,
  context: Context,
  operation: string,
) {
  const key = usableKey(state, input.KeyId, context, operation, 'SIGN_VERIFY');
  const traits = traitsOf(key.spec);
  if (traits?.kind !== 'ec' || traits.algorithm !== input.SigningAlgorithm) {
    throw wrongAlgorithm(key, input.SigningAlgorithm);
  }
  // Node signs messages, not digests, with elliptic curves.
  if (input.MessageType === 'DIGEST') throw new UnsupportedError(`${operation} with MessageType DIGEST`);
  return { key, traits };
}
