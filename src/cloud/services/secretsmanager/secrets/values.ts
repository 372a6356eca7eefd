import type { Context } from '../../../service-kit/contract.ts';
import { invalidParameter, limitExceeded, noRequestToken, noValue, twoValues } from '../errors.ts';
import type { SecretValue } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const valueBytesMax = 65_536;

interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
}

/** The value in an input that need not have one. */
export function optionalValueIn({ SecretString, SecretBinary }: ValueInput): SecretValue | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) throw twoValues();
  const size = SecretBinary?.byteLength ?? Buffer.byteLength(SecretString ?? '');
  if (size > valueBytesMax) throw limitExceeded(`The secret value can't be more than ${valueBytesMax} bytes.`);
  if (SecretBinary !== undefined) return { kind: 'binary', bytes: SecretBinary };
  return SecretString === undefined ? undefined : { kind: 'string', text: SecretString };
}

/** The value in an input that must have one. */
export function valueIn(input: ValueInput): SecretValue {
  const value = optionalValueIn(input);
  if (!value) throw noValue();
  return value;
}

/** How outputs carry a value. */
export const describeValue = (value: SecretValue) =>
  value.kind === 'string' ? { SecretString: value.text } : { SecretBinary: value.bytes };

/** Names the version that a request makes. Clients must send a token, and SDKs do; calls from inside need none. */
export function versionIdFrom(token: string | undefined, { random, signal }: Context): string {
  if (token === undefined && signal) throw noRequestToken();
  if (token === undefined) return random.uuid();
  if (token.length < 32 || token.length > 64) {
    throw invalidParameter('ClientRequestToken must be 32-64 characters long.');
  }
  return token;
}
