import type { GetRoleResponse, Role } from '@aws-sdk/client-iam';
import { type Arn, parseArn } from '../../../kernel/arns.ts';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { type Caller, serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidArn } from '../errors.ts';

/** Throws ValidationError for what is no ARN of a role. */
export function parseRoleArn(text: string): Arn {
  const arn = parseArn(text);
  const isRole = arn?.service === 'iam' && /^\d{12}$/.test(arn.account) && arn.resource.startsWith('role/');
  return arn && isRole ? arn : raise(invalidArn(text));
}

/** Roles live in the account that their ARN names, which need not be the caller's; undefined where there is none. */
export async function findRole(arn: Arn, roleArn: string, context: Context): Promise<Role | undefined> {
  const { account } = arn;
  const RoleName = arn.resource.split('/').at(-1);
  const caller = serviceCaller('sts.amazonaws.com', account);
  try {
    const { Role: role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName }, { account, caller });
    if (role?.Arn === roleArn) return role;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchEntity') throw error;
  }
  return undefined;
}

/** The session's ARN leaves out the role's path. */
export const assumedRoleCaller = ({ partition, account }: Arn, role: Role, sessionName: string): Caller => ({
  kind: 'assumed-role',
  account,
  arn: `arn:${partition}:sts::${account}:assumed-role/${role.RoleName}/${sessionName}`,
  userId: `${role.RoleId}:${sessionName}`,
  principal: '',
});
