import type {
  AuthorizeSecurityGroupIngressResult,
  CreateNetworkAclResult,
  CreateSecurityGroupResult,
  DescribeNetworkAclsResult,
  DescribeSecurityGroupsResult,
  IpPermission,
  ReplaceNetworkAclAssociationResult,
} from '@aws-sdk/client-ec2';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { callEc2, deleteUnlessGone, retagResource, tagSpecifications } from './calls.ts';
import { securityGroupReading } from './readings.ts';

const ruleMembers = {
  CidrIp: 'text',
  CidrIpv6: 'text',
  Description: 'text',
  FromPort: 'number',
  IpProtocol: 'text',
  ToPort: 'number',
} as const satisfies Kinds;
const ingressMembers = {
  ...ruleMembers,
  SourcePrefixListId: 'text',
  SourceSecurityGroupId: 'text',
  SourceSecurityGroupName: 'text',
  SourceSecurityGroupOwnerId: 'text',
} as const satisfies Kinds;
const egressMembers = {
  ...ruleMembers,
  DestinationPrefixListId: 'text',
  DestinationSecurityGroupId: 'text',
} as const satisfies Kinds;

type Rule = Values<typeof ingressMembers> & Values<typeof egressMembers>;

/** One rule of a template as the operations take it. */
function permissionOf(rule: Rule): IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIp, CidrIpv6 } = rule;
  const described = rule.Description === undefined ? {} : { Description: rule.Description };
  const PrefixListId = rule.SourcePrefixListId ?? rule.DestinationPrefixListId;
  const GroupId = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId;
  const GroupName = rule.SourceSecurityGroupName;
  const owner = rule.SourceSecurityGroupOwnerId === undefined ? {} : { UserId: rule.SourceSecurityGroupOwnerId };
  return {
    IpProtocol,
    ...(FromPort !== undefined && { FromPort }),
    ...(ToPort !== undefined && { ToPort }),
    ...(CidrIp !== undefined && { IpRanges: [{ CidrIp, ...described }] }),
    ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, ...described }] }),
    ...(PrefixListId !== undefined && { PrefixListIds: [{ PrefixListId, ...described }] }),
    ...(GroupId !== undefined && { UserIdGroupPairs: [{ GroupId, ...owner, ...described }] }),
    ...(GroupId === undefined &&
      GroupName !== undefined && { UserIdGroupPairs: [{ GroupName, ...owner, ...described }] }),
  };
}

const everythingOut: Rule = { CidrIp: '0.0.0.0/0', IpProtocol: '-1' };

/** Takes off the rules that the template dropped, and puts on those that are new in it. */
async function changeRules(
  direction: 'Ingress' | 'Egress',
  GroupId: string,
  rules: readonly Rule[],
  previous: readonly Rule[],
  context: ResourceContext,
): Promise<void> {
  const without = (these: readonly Rule[], those: readonly Rule[]) => {
    const known = new Set(those.map((rule) => JSON.stringify(permissionOf(rule))));
    return these.map(permissionOf).filter((permission) => !known.has(JSON.stringify(permission)));
  };
  const [gone, added] = [without(previous, rules), without(rules, previous)];
  if (gone.length > 0)
    await deleteUnlessGone(
      context,
      `RevokeSecurityGroup${direction}`,
      { GroupId, IpPermissions: gone },
      'InvalidPermission.NotFound',
    );
  if (added.length > 0) await callEc2(context, `AuthorizeSecurityGroup${direction}`, { GroupId, IpPermissions: added });
}

/** A group that the template gives no way out lets everything out. */
const egressOf = (rules: readonly Rule[] | undefined) => (rules && rules.length > 0 ? rules : [everythingOut]);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html */
export const securityGroup = codedResourceType({
  type: 'AWS::EC2::SecurityGroup',
  reading: securityGroupReading,
  properties: {
    GroupDescription: 'text',
    GroupName: 'text',
    SecurityGroupEgress: { list: { members: egressMembers } },
    SecurityGroupIngress: { list: { members: ingressMembers } },
    Tags: 'tags',
    VpcId: 'text',
  },
  attributes: ['GroupId', 'Id', 'VpcId'],
  async create(p, context) {
    const { GroupId = '' } = await callEc2<CreateSecurityGroupResult>(context, 'CreateSecurityGroup', {
      GroupName: p.GroupName ?? context.generateName(255),
      Description: p.GroupDescription,
      VpcId: p.VpcId,
      TagSpecifications: tagSpecifications('security-group', p),
    });
    await changeRules('Ingress', GroupId, (p.SecurityGroupIngress ?? []) as readonly Rule[], [], context);
    const described = await callEc2<DescribeSecurityGroupsResult>(context, 'DescribeSecurityGroups', {
      GroupIds: [GroupId],
    });
    const group = described.SecurityGroups?.[0];
    const egress = (p.SecurityGroupEgress ?? []) as readonly Rule[];
    if (egress.length > 0) {
      // Those that every group begins with, of IPv6 too where the VPC has it.
      const IpPermissions = group?.IpPermissionsEgress;
      await callEc2(context, 'RevokeSecurityGroupEgress', { GroupId, IpPermissions });
      await changeRules('Egress', GroupId, egress, [], context);
    }
    return { physicalId: GroupId, attributes: { GroupId, Id: GroupId, VpcId: group?.VpcId } };
  },
  async update(state, p, previous, context) {
    const id = state.physicalId;
    const ingress = [p, previous].map((each) => (each.SecurityGroupIngress ?? []) as readonly Rule[]);
    const egress = [p, previous].map((each) => egressOf(each.SecurityGroupEgress as readonly Rule[] | undefined));
    await changeRules('Ingress', id, ingress[0] ?? [], ingress[1] ?? [], context);
    await changeRules('Egress', id, egress[0] ?? [], egress[1] ?? [], context);
    await retagResource(id, p, previous, context);
    return state;
  },
  delete: ({ physicalId: GroupId }, _, context) =>
    deleteUnlessGone(context, 'DeleteSecurityGroup', { GroupId }, 'InvalidGroup.NotFound'),
});

/** The properties of both directions' rules beside their groups. */
const ruleOf = (p: object) => p as Rule & { readonly GroupId?: string; readonly GroupName?: string };

/** A rule beside its group; another description is put on the rule that is there. */
const ruleType = <const K extends Kinds>(direction: 'Ingress' | 'Egress', members: K) =>
  codedResourceType({
    type: `AWS::EC2::SecurityGroup${direction}`,
    properties: members,
    attributes: ['Id'],
    async create(p, context) {
      const rule = ruleOf(p);
      const made = await callEc2<AuthorizeSecurityGroupIngressResult>(context, `AuthorizeSecurityGroup${direction}`, {
        GroupId: rule.GroupId,
        GroupName: rule.GroupName,
        IpPermissions: [permissionOf(rule)],
      });
      const Id = made.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
      return { physicalId: Id, attributes: { Id } };
    },
    async update(state, p, _previous, context) {
      const { GroupId, GroupName, Description } = ruleOf(p);
      await callEc2(context, `UpdateSecurityGroupRuleDescriptions${direction}`, {
        GroupId,
        GroupName,
        SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: state.physicalId, Description }],
      });
      return state;
    },
    delete(state, p, context) {
      const { GroupId, GroupName } = ruleOf(p);
      return deleteUnlessGone(
        context,
        `RevokeSecurityGroup${direction}`,
        { GroupId, GroupName, SecurityGroupRuleIds: [state.physicalId] },
        'InvalidSecurityGroupRuleId.NotFound',
        'InvalidGroup.NotFound',
      );
    },
  });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html */
export const securityGroupIngress = ruleType('Ingress', { ...ingressMembers, GroupId: 'text', GroupName: 'text' });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html */
export const securityGroupEgress = ruleType('Egress', { ...egressMembers, GroupId: 'text' });

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkacl.html */
export const networkAcl = codedResourceType({
  type: 'AWS::EC2::NetworkAcl',
  properties: { Tags: 'tags', VpcId: 'text' },
  attributes: ['Id'],
  async create(p, context) {
    const { NetworkAcl } = await callEc2<CreateNetworkAclResult>(context, 'CreateNetworkAcl', {
      VpcId: p.VpcId,
      TagSpecifications: tagSpecifications('network-acl', p),
    });
    const Id = NetworkAcl?.NetworkAclId ?? '';
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: NetworkAclId }, _, context) =>
    deleteUnlessGone(context, 'DeleteNetworkAcl', { NetworkAclId }, 'InvalidNetworkAclID.NotFound'),
});

const entryProperties = {
  CidrBlock: 'text',
  Egress: 'flag',
  Icmp: { members: { Code: 'number', Type: 'number' } },
  Ipv6CidrBlock: 'text',
  NetworkAclId: 'text',
  PortRange: { members: { From: 'number', To: 'number' } },
  Protocol: 'number',
  RuleAction: 'text',
  RuleNumber: 'number',
} as const satisfies Kinds;

const entryInput = ({ Icmp, Protocol, Egress = false, ...p }: Values<typeof entryProperties>) => ({
  ...p,
  Egress,
  Protocol: String(Protocol),
  IcmpTypeCode: Icmp,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkaclentry.html */
export const networkAclEntry = codedResourceType({
  type: 'AWS::EC2::NetworkAclEntry',
  properties: entryProperties,
  attributes: ['Id'],
  async create(p, context) {
    await callEc2(context, 'CreateNetworkAclEntry', entryInput(p));
    const Id = context.generateName(255);
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, _previous, context) {
    await callEc2(context, 'ReplaceNetworkAclEntry', entryInput(p));
    return state;
  },
  delete: (_, { NetworkAclId, RuleNumber, Egress = false }, context) =>
    deleteUnlessGone(
      context,
      'DeleteNetworkAclEntry',
      { NetworkAclId, RuleNumber, Egress },
      'InvalidNetworkAclEntry.NotFound',
      'InvalidNetworkAclID.NotFound',
    ),
});

/** Each subnet has one ACL: to associate one is to replace another, and to delete is to go back to the VPC's default. */
export const subnetNetworkAclAssociation = codedResourceType({
  type: 'AWS::EC2::SubnetNetworkAclAssociation',
  properties: { NetworkAclId: 'text', SubnetId: 'text' },
  attributes: ['AssociationId'],
  async create({ NetworkAclId, SubnetId = '' }, context) {
    const { association } = await aclOf(SubnetId, context);
    const made = await callEc2<ReplaceNetworkAclAssociationResult>(context, 'ReplaceNetworkAclAssociation', {
      AssociationId: association,
      NetworkAclId,
    });
    const AssociationId = made.NewAssociationId ?? '';
    return { physicalId: AssociationId, attributes: { AssociationId } };
  },
  async delete(state, { SubnetId = '' }, context) {
    const { association, vpcId } = await aclOf(SubnetId, context);
    if (association !== state.physicalId) return;
    const { NetworkAcls: [acl] = [] } = await callEc2<DescribeNetworkAclsResult>(context, 'DescribeNetworkAcls', {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'default', Values: ['true'] },
      ],
    });
    const input = { AssociationId: association, NetworkAclId: acl?.NetworkAclId };
    await callEc2(context, 'ReplaceNetworkAclAssociation', input);
  },
});

async function aclOf(subnetId: string, context: ResourceContext) {
  const { NetworkAcls: [acl] = [] } = await callEc2<DescribeNetworkAclsResult>(context, 'DescribeNetworkAcls', {
    Filters: [{ Name: 'association.subnet-id', Values: [subnetId] }],
  });
  const found = acl?.Associations?.find(({ SubnetId }) => SubnetId === subnetId);
  return { association: found?.NetworkAclAssociationId, vpcId: acl?.VpcId };
}
