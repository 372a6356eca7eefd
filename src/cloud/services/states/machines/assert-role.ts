import type { GetRoleResponse } from '@aws-sdk/client-iam';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { principalOf } from '../../../policy/principal.ts';
import { requestContext } from '../../../policy/request-context.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidRoleArn, roleNotAssumable } from '../errors.ts';

/**
 * The role of a machine: where IAM has it, it must trust Step Functions. A role need not exist here, as with functions.
 *
 * @throws AwsError InvalidArn, AccessDeniedException
 */
export async function assertRole(roleArn: string, machineArn: string, context: Context): Promise<void> {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/.test(roleArn)) throw invalidRoleArn(roleArn);
  const trust = await trustOf(roleArn, context);
  if (trust === undefined) return;
  const { account, region } = context;
  const keys = { 'aws:SourceArn': machineArn, 'aws:SourceAccount': account };
  const isTrusted = ['states.amazonaws.com', `states.${region}.amazonaws.com`].some((principal) => {
    const asked = {
      principal: principalOf(serviceCaller(principal, account)),
      action: 'sts:AssumeRole',
      resources: [roleArn],
      resourceAccount: account,
      context: requestContext(keys, context.clock.now()),
    };
    return evaluate(asked, { identity: [], resource: parsePolicy(trust) }).decision === 'allow';
  });
  if (!isTrusted) throw roleNotAssumable();
}

async function trustOf(roleArn: string, context: Context): Promise<string | undefined> {
  const { account, resource = '' } = parseArn(roleArn) ?? {};
  const RoleName = resource.split('/').at(-1);
  if (account === undefined || !RoleName) return undefined;
  try {
    const caller = serviceCaller('states.amazonaws.com', account);
    const { Role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName }, { account, caller });
    return Role?.Arn === roleArn ? decodeURIComponent(Role.AssumeRolePolicyDocument ?? '') : undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}
