import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupEgressResult,
  AuthorizeSecurityGroupIngressRequest,
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  IpPermission,
  RevokedSecurityGroupRule,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
  UpdateSecurityGroupRuleDescriptionsIngressRequest,
  UpdateSecurityGroupRuleDescriptionsIngressResult,
} from '@aws-sdk/client-ec2';
import { AwsError, raise } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { missingParameter } from '../errors.ts';
import { groupNameNotFound, type PermissionInput, readPermissions } from '../groups/read-permissions.ts';
import { isSameRule, newRule, peerOf, permissionsOf, type RuleWish, rulesOf, shownRule } from '../groups/rules.ts';
import { describe } from '../lookup/describe.ts';
import { find, notFound } from '../lookup/kinds.ts';
import { addTags, specifiedTags } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

function groupOf(state: Ec2State, { GroupId, GroupName }: PermissionInput): Records['securityGroups'] {
  if (GroupId !== undefined) return find(state, 'securityGroups', GroupId);
  if (GroupName === undefined) throw missingParameter('groupId');
  const vpcId = [...state.vpcs.values()].find(({ IsDefault }) => IsDefault)?.VpcId ?? '';
  const isIt = (group: Records['securityGroups']) => group.GroupName === GroupName && group.VpcId === vpcId;
  return [...state.securityGroups.values()].find(isIt) ?? raise(groupNameNotFound(GroupName, vpcId));
}

type AuthorizeRequest = AuthorizeSecurityGroupIngressRequest;

const authorize = (name: string, isEgress: boolean) =>
  ec2Operation(name, [], (state, input: AuthorizeRequest, context): AuthorizeSecurityGroupEgressResult => {
    const { GroupId, VpcId } = groupOf(state, input);
    const tags = specifiedTags(input.TagSpecifications, 'securityGroupRules');
    const wishes = readPermissions(state, input, VpcId, context.account);
    const added = wishes.map((wish) => {
      const isThere = rulesOf(state, GroupId).some((rule) => rule.IsEgress === isEgress && isSameRule(rule, wish));
      if (isThere) throw new AwsError('InvalidPermission.Duplicate', duplicateText(wish));
      const rule = newRule(state, GroupId, isEgress, wish, context);
      addTags(state, rule.SecurityGroupRuleId, tags);
      return shownRule(state, rule);
    });
    return { Return: true, SecurityGroupRules: added };
  });

function duplicateText(wish: RuleWish): string {
  const protocol = wish.IpProtocol === '-1' ? 'ALL' : wish.IpProtocol.toUpperCase();
  const ports = ['TCP', 'UDP'].includes(protocol) ? `, from port: ${wish.FromPort}, to port: ${wish.ToPort}` : '';
  return `the specified rule "peer: ${peerOf(wish)}, ${protocol}${ports}, ALLOW" already exists`;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
export const authorizeSecurityGroupIngress = authorize('AuthorizeSecurityGroupIngress', false);
export const authorizeSecurityGroupEgress = authorize('AuthorizeSecurityGroupEgress', true) as ReturnType<
  typeof ec2Operation<AuthorizeSecurityGroupEgressRequest, AuthorizeSecurityGroupEgressResult>
>;

type RevokeRequest = RevokeSecurityGroupIngressRequest & RevokeSecurityGroupEgressRequest;

const revoke = (name: string, isEgress: boolean) =>
  ec2Operation(name, [], (state, input: RevokeRequest, context): RevokeSecurityGroupIngressResult => {
    const group = groupOf(state, input);
    const { found, unknown } = rulesMeant(state, group, isEgress, input, context);
    const isInDefaultVpc = state.vpcs.get(group.VpcId)?.IsDefault ?? false;
    if (unknown.length > 0 && !isInDefaultVpc) throw noSuchRule();
    for (const { SecurityGroupRuleId } of found) {
      state.securityGroupRules.delete(SecurityGroupRuleId);
      state.tags.delete(SecurityGroupRuleId);
    }
    return {
      Return: true,
      ...(unknown.length > 0 && { UnknownIpPermissions: unknown }),
      RevokedSecurityGroupRules: found.map(revoked),
    };
  });

const noSuchRule = (): AwsError =>
  new AwsError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');

interface Meant {
  readonly found: readonly Records['securityGroupRules'][];
  readonly unknown: readonly IpPermission[] & IpPermission[];
}

/** Rules by their ids, or by what they let pass. */
function rulesMeant(
  state: Ec2State,
  group: Records['securityGroups'],
  isEgress: boolean,
  input: RevokeRequest,
  context: Context,
): Meant {
  const rules = rulesOf(state, group.GroupId).filter((rule) => rule.IsEgress === isEgress);
  const ids = input.SecurityGroupRuleIds ?? [];
  if (ids.length > 0) {
    const found = ids.map(
      (id) =>
        rules.find(({ SecurityGroupRuleId }) => SecurityGroupRuleId === id) ??
        raise(notFound('securityGroupRules', id)),
    );
    return { found, unknown: [] };
  }
  const wishes = readPermissions(state, input, group.VpcId, context.account);
  const unknown = wishes.filter((wish) => !rules.some((rule) => isSameRule(rule, wish)));
  return {
    found: rules.filter((rule) => wishes.some((wish) => isSameRule(rule, wish))),
    unknown: permissionsOf(
      unknown.map((wish) => ({ ...wish, GroupId: '', IsEgress: isEgress, SecurityGroupRuleId: '', number: 0 })),
    ),
  };
}

const revoked = (rule: Records['securityGroupRules']): RevokedSecurityGroupRule => {
  const { SecurityGroupRuleId, GroupId, IsEgress, IpProtocol, FromPort, ToPort, Description } = rule;
  return {
    SecurityGroupRuleId,
    GroupId,
    IsEgress,
    IpProtocol,
    FromPort,
    ToPort,
    CidrIpv4: rule.CidrIpv4,
    CidrIpv6: rule.CidrIpv6,
    PrefixListId: rule.PrefixListId,
    ReferencedGroupId: rule.ReferencedGroupInfo?.GroupId,
    Description,
  };
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html */
export const revokeSecurityGroupIngress = revoke('RevokeSecurityGroupIngress', false);
export const revokeSecurityGroupEgress = revoke('RevokeSecurityGroupEgress', true);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html */
export const describeSecurityGroupRules = ec2Operation(
  'DescribeSecurityGroupRules',
  [],
  (state, input: DescribeSecurityGroupRulesRequest): DescribeSecurityGroupRulesResult => {
    const { items, next } = describe(state, 'securityGroupRules', input, {
      ids: input.SecurityGroupRuleIds,
      parameter: 'securityGroupRuleIds',
      filters: {
        'group-id': ({ GroupId }) => GroupId,
        'security-group-rule-id': ({ SecurityGroupRuleId }) => SecurityGroupRuleId,
      },
    });
    return { SecurityGroupRules: items.map((rule) => shownRule(state, rule)), ...next };
  },
);

type DescriptionsRequest = UpdateSecurityGroupRuleDescriptionsIngressRequest;

const updateDescriptions = (name: string, isEgress: boolean) =>
  ec2Operation(
    name,
    [],
    (state, input: DescriptionsRequest, context): UpdateSecurityGroupRuleDescriptionsIngressResult => {
      const { GroupId, VpcId } = groupOf(state, input);
      const rules = rulesOf(state, GroupId).filter((rule) => rule.IsEgress === isEgress);
      const byId = (input.SecurityGroupRuleDescriptions ?? []).map(({ SecurityGroupRuleId: id = '', Description }) => ({
        rule: rules.find((rule) => rule.SecurityGroupRuleId === id) ?? raise(notFound('securityGroupRules', id)),
        Description,
      }));
      const wishes = byId.length > 0 ? [] : readPermissions(state, input, VpcId, context.account);
      const byRule = wishes.map((wish) => ({
        rule: rules.find((rule) => isSameRule(rule, wish)) ?? raise(noSuchRule()),
        Description: wish.Description,
      }));
      for (const { rule, Description } of [...byId, ...byRule]) {
        const { Description: _, ...bare } = rule;
        const described = Description === undefined || Description === '' ? bare : { ...bare, Description };
        state.securityGroupRules.set(rule.SecurityGroupRuleId, described);
      }
      return { Return: true };
    },
  );

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UpdateSecurityGroupRuleDescriptionsIngress.html */
export const updateSecurityGroupRuleDescriptionsIngress = updateDescriptions(
  'UpdateSecurityGroupRuleDescriptionsIngress',
  false,
);
export const updateSecurityGroupRuleDescriptionsEgress = updateDescriptions(
  'UpdateSecurityGroupRuleDescriptionsEgress',
  true,
);
