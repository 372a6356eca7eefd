import type { Role } from '@aws-sdk/client-iam';
import type { AssumeRoleCommandInput, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Caller } from '../../../kernel/identity.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { describeCredentials, expiryOf } from '../credentials.ts';
import { durationBeyondChaining, durationBeyondRole, notAuthorizedToAssume } from '../errors.ts';
import { assumedRoleCaller, findRole, parseRoleArn } from '../sessions/roles.ts';
import { assertJson, packedSizeOf } from '../sessions/session-policies.ts';
import { sessionTags } from '../sessions/session-tags.ts';
import { verifyMfa } from '../sessions/verify-mfa.ts';
import type { Session, StsState } from '../state.ts';

const defaultSeconds = 3600;
/** A session that assumes a further role gets at most this, whatever the role allows. */
const chainedSecondsMax = 3600;

/**
 * Temporary credentials of a role. The role must exist; its trust policy is not judged yet.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: Operation<AssumeRoleCommandInput, AssumeRoleResponse, StsState> = async (
  state,
  input,
  context,
) => {
  const roleArn = input.RoleArn ?? '';
  const sessionName = input.RoleSessionName ?? '';
  refuseUnsupported(input);
  if (input.Policy !== undefined) assertJson(input.Policy);
  const calling = context.caller.kind === 'assumed-role' ? state.sessions.get(context.caller.principal) : undefined;
  const tags = sessionTags(input, calling);
  const arn = parseRoleArn(roleArn);
  await verifyMfa(input, context);
  const role = (await findRole(arn, roleArn, context)) ?? raise(notAuthorizedToAssume(context.caller, roleArn));
  const seconds = sessionSeconds(input.DurationSeconds, role, context.caller);

  const caller = assumedRoleCaller(arn, role, sessionName);
  const expiresMs = expiryOf(context.clock.now(), seconds);
  const credential = context.kernel.identity.issue(caller, expiresMs);
  state.sessions.set(credential.accessKeyId, {
    ...sessionOf(credential.accessKeyId, roleArn, expiresMs, input),
    ...tags,
  });

  const packedPolicySize = packedSizeOf(input);
  return {
    Credentials: describeCredentials(credential),
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    ...(packedPolicySize > 0 && { PackedPolicySize: packedPolicySize }),
    ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
  };
};

function refuseUnsupported(input: AssumeRoleCommandInput): void {
  if (input.ProvidedContexts?.length) throw new UnsupportedError('ProvidedContexts of sts:AssumeRole');
}

function sessionSeconds(asked: number | undefined, role: Role, caller: Caller): number {
  const seconds = asked ?? defaultSeconds;
  if (caller.kind === 'assumed-role' && seconds > chainedSecondsMax) throw durationBeyondChaining();
  if (seconds > (role.MaxSessionDuration ?? defaultSeconds)) throw durationBeyondRole();
  return seconds;
}

const sessionOf = (
  accessKeyId: string,
  roleArn: string,
  expiresMs: number,
  input: AssumeRoleCommandInput,
): Session => ({
  accessKeyId,
  roleArn,
  expiresMs,
  ...(input.Policy !== undefined && { policy: input.Policy }),
  policyArns: (input.PolicyArns ?? []).flatMap(({ arn }) => (arn === undefined ? [] : [arn])),
  tags: {},
  transitiveTagKeys: [],
  ...(input.SourceIdentity !== undefined && { sourceIdentity: input.SourceIdentity }),
  ...(input.ExternalId !== undefined && { externalId: input.ExternalId }),
});
