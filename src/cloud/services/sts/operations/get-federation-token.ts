import type { GetFederationTokenCommandInput, GetFederationTokenResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../../service-kit/contract.ts';
import { describeCredentials, expiryOf } from '../credentials.ts';
import { sessionFromSession } from '../errors.ts';
import { assertJson, packedSizeOf } from '../sessions/session-policies.ts';
import { sessionTags } from '../sessions/session-tags.ts';
import type { StsState } from '../state.ts';

const defaultSeconds = 43_200;
/** AWS cuts sessions of the root user to an hour, whatever was asked. */
const rootSecondsMax = 3600;

/**
 * Temporary credentials of somebody whom the caller vouches for.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
 */
export const getFederationToken: Operation<GetFederationTokenCommandInput, GetFederationTokenResponse, StsState> = (
  state,
  input,
  { account, caller, clock, kernel },
) => {
  if (kernel.identity.find(caller.principal)?.expiresMs !== undefined) throw sessionFromSession('GetFederationToken');
  if (input.Policy !== undefined) assertJson(input.Policy);
  const { tags } = sessionTags(input, undefined);
  const asked = input.DurationSeconds ?? defaultSeconds;
  const seconds = caller.kind === 'root' ? Math.min(asked, rootSecondsMax) : asked;

  const arn = `arn:aws:sts::${account}:federated-user/${input.Name}`;
  const userId = `${account}:${input.Name}`;
  const expiresMs = expiryOf(clock.now(), seconds);
  const credential = kernel.identity.issue({ kind: 'federated-user', account, arn, userId, principal: '' }, expiresMs);
  state.sessions.set(credential.accessKeyId, {
    accessKeyId: credential.accessKeyId,
    roleArn: caller.arn,
    expiresMs,
    ...(input.Policy !== undefined && { policy: input.Policy }),
    policyArns: (input.PolicyArns ?? []).flatMap((policy) => policy.arn ?? []),
    tags,
    transitiveTagKeys: [],
  });
  const packedPolicySize = packedSizeOf(input);
  return {
    Credentials: describeCredentials(credential),
    FederatedUser: { FederatedUserId: userId, Arn: arn },
    ...(packedPolicySize > 0 && { PackedPolicySize: packedPolicySize }),
  };
};
