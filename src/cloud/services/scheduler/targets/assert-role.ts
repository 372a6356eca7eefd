import type { GetRoleResponse } from '@aws-sdk/client-iam';
import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { principalOf } from '../../../policy/principal.ts';
import { requestContext } from '../../../policy/request-context.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { roleNotAssumable } from '../errors.ts';

const principal = 'scheduler.amazonaws.com';

/**
 * The execution role must be there and trust the service, on behalf of the schedule's group.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 * @throws AwsError ValidationException
 */
export async function assertRole(roleArn: string, groupArn: string, context: Context): Promise<void> {
  const trust = await trustOf(roleArn, context);
  if (trust === undefined) throw roleNotAssumable();
  const caller = serviceCaller(principal, context.account);
  const keys = { 'aws:SourceArn': groupArn, 'aws:SourceAccount': context.account };
  const { decision } = evaluate(
    {
      principal: principalOf(caller),
      action: 'sts:AssumeRole',
      resources: [roleArn],
      resourceAccount: context.account,
      context: requestContext(keys, context.clock.now()),
    },
    { identity: [], resource: parsePolicy(trust) },
  );
  if (decision !== 'allow') throw roleNotAssumable();
}

async function trustOf(roleArn: string, context: Context): Promise<string | undefined> {
  const arn = parseArn(roleArn);
  const RoleName = arn?.resource.split('/').at(-1);
  if (!arn || arn.account !== context.account) return undefined;
  try {
    const caller = serviceCaller(principal, context.account);
    const { Role } = await context.call<GetRoleResponse>('iam', 'GetRole', { RoleName }, { caller });
    return Role?.Arn === roleArn ? decodeURIComponent(Role.AssumeRolePolicyDocument ?? '') : undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}
