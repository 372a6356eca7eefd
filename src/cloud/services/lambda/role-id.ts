import type { GetRoleResponse } from '@aws-sdk/client-iam';
import { parseArn } from '../../kernel/arns.ts';
import { serviceCaller } from '../../kernel/identity.ts';
import type { Context } from '../../service-kit/contract.ts';
import type { FunctionVersion } from './state.ts';

/**
 * The id of a function's role, by which IAM knows its sessions. Roles need not exist here, so that a function without one
 * has none: what cannot be found is left out.
 */
export async function findRoleId(context: Context, roleArn = ''): Promise<Pick<FunctionVersion, 'roleId'>> {
  const { account, resource = '' } = parseArn(roleArn) ?? {};
  const RoleName = resource.split('/').at(-1);
  if (account === undefined || !RoleName) return {};
  const caller = serviceCaller('lambda.amazonaws.com', account);
  try {
    const { Role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName }, { account, caller });
    return Role?.Arn === roleArn && Role.RoleId !== undefined ? { roleId: Role.RoleId } : {};
  } catch {
    return {};
  }
}
