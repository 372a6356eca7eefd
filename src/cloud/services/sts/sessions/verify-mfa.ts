import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { mfaCodeInvalid, mfaDeviceInvalid, mfaIncomplete } from '../errors.ts';

interface MfaInput {
  readonly SerialNumber?: string | undefined;
  readonly TokenCode?: string | undefined;
}

/**
 * Whether the calling user has the device and it shows the code; says nothing where neither is given. Throws AccessDenied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export async function verifyMfa({ SerialNumber, TokenCode }: MfaInput, context: Context): Promise<void> {
  if (SerialNumber === undefined && TokenCode === undefined) return;
  if (SerialNumber === undefined || TokenCode === undefined) throw mfaIncomplete();
  const { caller } = context;
  if (caller.kind !== 'user') throw mfaDeviceInvalid();
  const UserName = caller.arn.slice(caller.arn.lastIndexOf('/') + 1);
  const options = { account: caller.account, caller: serviceCaller('sts.amazonaws.com', caller.account) };
  try {
    await context.call('iam', 'VerifyMfaCode', { SerialNumber, UserName, Code: TokenCode }, options);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw error.code === 'NoSuchEntity' ? mfaDeviceInvalid() : mfaCodeInvalid();
  }
}
