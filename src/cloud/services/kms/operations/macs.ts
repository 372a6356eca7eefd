import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GenerateMacRequest, GenerateMacResponse, VerifyMacRequest, VerifyMacResponse } from '@aws-sdk/client-kms';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { dryRun, wrongAlgorithm } from '../errors.ts';
import { usableKey } from '../keys/find-key.ts';
import { traitsOf } from '../keys/specs.ts';
import type { KmsState } from '../state.ts';

/**
 * The algorithm must be the one of the key's spec.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html
 */
export const generateMac: Operation<Given<GenerateMacRequest>, GenerateMacResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const { key, mac } = macOf(state, input, context, 'GenerateMac');
  if (input.DryRun) throw dryRun();
  return { Mac: mac, MacAlgorithm: input.MacAlgorithm, KeyId: key.arn };
};

/**
 * Throws KMSInvalidMacException for another message or another MAC; it never answers false.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_VerifyMac.html
 */
export const verifyMac: Operation<Given<VerifyMacRequest>, VerifyMacResponse, KmsState> = (state, input, context) => {
  const { key, mac } = macOf(state, input, context, 'VerifyMac');
  if (mac.length !== input.Mac.length || !timingSafeEqual(mac, input.Mac)) {
    throw new AwsError('KMSInvalidMacException', '');
  }
  if (input.DryRun) throw dryRun();
  return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
};

function macOf(
  state: KmsState,
  input: Pick<Given<GenerateMacRequest>, 'KeyId' | 'MacAlgorithm' | 'Message'>,
  context: Context,
  operation: string,
) {
  const key = usableKey(state, input.KeyId, context, operation, 'GENERATE_VERIFY_MAC');
  const traits = traitsOf(key.spec);
  if (traits?.kind !== 'hmac' || traits.algorithm !== input.MacAlgorithm) throw wrongAlgorithm(key, input.MacAlgorithm);
  const hmac = createHmac(traits.hash, Buffer.from(key.material, 'base64'));
  return { key, mac: new Uint8Array(hmac.update(input.Message).digest()) };
}
