import type { DescribeSubnetsResult } from '@aws-sdk/client-ec2';
import { AwsError } from '../../kernel/errors.ts';
import { serviceCaller } from '../../kernel/identity.ts';
import type { Context } from '../../service-kit/contract.ts';
import { invalidParameter } from './errors.ts';
import type { FunctionVersion } from './state.ts';

interface Network {
  readonly SubnetIds?: readonly string[] | undefined;
  readonly SecurityGroupIds?: readonly string[] | undefined;
}

/**
 * The VPC of a function's subnets. Networks need not exist here, so that apps with fixed ids deploy: of one that EC2 does
 * not know nothing is told. Throws InvalidParameterValueException where one of the two lists is empty.
 */
export async function findVpcId(
  context: Context,
  { SubnetIds = [], SecurityGroupIds = [] }: Network = {},
): Promise<Pick<FunctionVersion, 'vpcId'>> {
  if ((SubnetIds.length === 0) !== (SecurityGroupIds.length === 0)) {
    throw invalidParameter('SubnetIds and SecurityIds must coexist or be both empty list.');
  }
  if (SubnetIds.length === 0) return {};
  const caller = serviceCaller('lambda.amazonaws.com', context.account);
  const input = { SubnetIds: SubnetIds.slice(0, 1) };
  try {
    const { Subnets } = await context.call<DescribeSubnetsResult>('ec2', 'DescribeSubnets', input, { caller });
    const vpcId = Subnets?.[0]?.VpcId;
    return vpcId === undefined ? {} : { vpcId };
  } catch (error) {
    if (error instanceof AwsError) return {};
    throw error;
  }
}
