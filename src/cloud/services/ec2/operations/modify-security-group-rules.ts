import type {
  ModifySecurityGroupRulesRequest,
  ModifySecurityGroupRulesResult,
  SecurityGroupRuleRequest,
} from '@aws-sdk/client-ec2';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { missingParameter } from '../errors.ts';
import { type PermissionInput, readPermissions } from '../groups/read-permissions.ts';
import { changedRule } from '../groups/rules.ts';
import { find, notFound } from '../lookup/kinds.ts';
import { ec2Operation } from '../operation.ts';

/**
 * What rules of a group let pass, in the place of what they let pass before; ids and tags stay.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
 */
export const modifySecurityGroupRules = ec2Operation(
  'ModifySecurityGroupRules',
  ['GroupId', 'SecurityGroupRules'],
  (state, input: ModifySecurityGroupRulesRequest, context): ModifySecurityGroupRulesResult => {
    const { GroupId, VpcId } = find(state, 'securityGroups', input.GroupId ?? '');
    for (const {
      SecurityGroupRuleId: id = raise(missingParameter('securityGroupRuleId')),
      SecurityGroupRule,
    } of input.SecurityGroupRules ?? []) {
      const rule = find(state, 'securityGroupRules', id);
      if (rule.GroupId !== GroupId) throw notFound('securityGroupRules', id);
      const [wish, ...others] = readPermissions(state, permission(SecurityGroupRule ?? {}), VpcId, context.account);
      if (!wish || others.length > 0) throw severalPeers();
      state.securityGroupRules.set(id, changedRule(rule, wish));
    }
    return { Return: true };
  },
);

const severalPeers = (): AwsError =>
  new AwsError('InvalidParameterCombination', 'Exactly one source or destination must be specified for a rule.');

/** A rule in the words of the calls that add rules. */
function permission(rule: SecurityGroupRuleRequest): PermissionInput {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description } = rule;
  return {
    IpPermissions: [
      {
        ...{ IpProtocol, FromPort, ToPort },
        ...(CidrIpv4 !== undefined && { IpRanges: [{ CidrIp: CidrIpv4, Description }] }),
        ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, Description }] }),
        ...(PrefixListId !== undefined && { PrefixListIds: [{ PrefixListId, Description }] }),
        ...(ReferencedGroupId !== undefined && { UserIdGroupPairs: [{ GroupId: ReferencedGroupId, Description }] }),
      },
    ],
  };
}
