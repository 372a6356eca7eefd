import type { GetRoleResponse, Role } from '@aws-sdk/client-iam';
import type { AssumeRoleCommandInput, AssumeRoleResponse } from '@aws-sdk/client-sts';
import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { AwsError, raise, UnsupportedError } from '../../../kernel/errors.ts';
import { type Caller, serviceCaller } from '../../../kernel/identity.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { describeCredentials, expiryOf } from '../credentials.ts';
import {
  durationBeyondChaining,
  durationBeyondRole,
  invalidArn,
  malformedPolicy,
  notAuthorizedToAssume,
} from '../errors.ts';
import type { Session, StsState } from '../state.ts';

const defaultSeconds = 3600;
/** A session that assumes a further role gets at most this, whatever the role allows. */
const chainedSecondsMax = 3600;
/** Size of session policies and tags is told as a percentage of this. */
const sessionPolicyCharactersMax = 2048;

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
  const arn = parseRoleArn(roleArn);
  const role = await findRole(arn, roleArn, context);
  const seconds = sessionSeconds(input.DurationSeconds, role, context.caller);

  const caller = assumedRoleCaller(arn, role, sessionName);
  const expiresMs = expiryOf(context.clock.now(), seconds);
  const credential = context.kernel.identity.issue(caller, expiresMs);
  state.sessions.set(credential.accessKeyId, sessionOf(credential.accessKeyId, roleArn, expiresMs, input));

  const packedPolicySize = packedSizeOf(input);
  return {
    Credentials: describeCredentials(credential),
    AssumedRoleUser: { AssumedRoleId: caller.userId, Arn: caller.arn },
    ...(packedPolicySize > 0 && { PackedPolicySize: packedPolicySize }),
    ...(input.SourceIdentity !== undefined && { SourceIdentity: input.SourceIdentity }),
  };
};

function refuseUnsupported(input: AssumeRoleCommandInput): void {
  if (input.TokenCode !== undefined || input.SerialNumber !== undefined) {
    throw new UnsupportedError('multi-factor authentication in sts:AssumeRole');
  }
  if (input.ProvidedContexts?.length) throw new UnsupportedError('ProvidedContexts of sts:AssumeRole');
}

function assertJson(policy: string): void {
  if (parseJson(policy) === undefined) throw malformedPolicy();
}

function parseRoleArn(text: string): Arn {
  const arn = parseArn(text);
  const isRole = arn?.service === 'iam' && /^\d{12}$/.test(arn.account) && arn.resource.startsWith('role/');
  return arn && isRole ? arn : raise(invalidArn(text));
}

/** Roles live in the account that their ARN names, which need not be the caller's. */
async function findRole(arn: Arn, roleArn: string, context: Context): Promise<Role> {
  const { account } = arn;
  const RoleName = arn.resource.split('/').at(-1);
  const caller = serviceCaller('sts.amazonaws.com', account);
  try {
    const { Role: role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName }, { account, caller });
    if (role?.Arn === roleArn) return role;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchEntity') throw error;
  }
  throw notAuthorizedToAssume(context.caller, roleArn);
}

function sessionSeconds(asked: number | undefined, role: Role, caller: Caller): number {
  const seconds = asked ?? defaultSeconds;
  if (caller.kind === 'assumed-role' && seconds > chainedSecondsMax) throw durationBeyondChaining();
  if (seconds > (role.MaxSessionDuration ?? defaultSeconds)) throw durationBeyondRole();
  return seconds;
}

/** The session's ARN leaves out the role's path. */
const assumedRoleCaller = ({ partition, account }: Arn, role: Role, sessionName: string): Caller => ({
  kind: 'assumed-role',
  account,
  arn: `arn:${partition}:sts::${account}:assumed-role/${role.RoleName}/${sessionName}`,
  userId: `${role.RoleId}:${sessionName}`,
  principal: '',
});

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
  tags: tagRecord(input.Tags ?? []),
  transitiveTagKeys: input.TransitiveTagKeys ?? [],
  ...(input.SourceIdentity !== undefined && { sourceIdentity: input.SourceIdentity }),
  ...(input.ExternalId !== undefined && { externalId: input.ExternalId }),
});

function packedSizeOf({ Policy = '', PolicyArns = [], Tags = [] }: AssumeRoleCommandInput): number {
  const characters =
    Policy.length +
    PolicyArns.reduce((sum, { arn = '' }) => sum + arn.length, 0) +
    Tags.reduce((sum, { Key = '', Value = '' }) => sum + Key.length + Value.length, 0);
  return Math.ceil((characters / sessionPolicyCharactersMax) * 100);
}
