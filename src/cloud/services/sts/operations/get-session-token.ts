import type { GetSessionTokenCommandInput, GetSessionTokenResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../../service-kit/contract.ts';
import { describeCredentials, expiryOf } from '../credentials.ts';
import { sessionFromSession } from '../errors.ts';
import { verifyMfa } from '../sessions/verify-mfa.ts';
import type { StsState } from '../state.ts';

const defaultSeconds = 43_200;
/** AWS cuts sessions of the root user to an hour, whatever was asked. */
const rootSecondsMax = 3600;

/**
 * Temporary credentials of the calling user itself.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken: Operation<GetSessionTokenCommandInput, GetSessionTokenResponse, StsState> = async (
  _state,
  input,
  context,
) => {
  const { caller, clock, kernel } = context;
  const isSession = kernel.identity.find(caller.principal)?.expiresMs !== undefined;
  if (isSession) throw sessionFromSession('GetSessionToken');
  await verifyMfa(input, context);

  const asked = input.DurationSeconds ?? defaultSeconds;
  const seconds = caller.kind === 'root' ? Math.min(asked, rootSecondsMax) : asked;
  const credential = kernel.identity.issue(caller, expiryOf(clock.now(), seconds));
  return { Credentials: describeCredentials(credential) };
};
