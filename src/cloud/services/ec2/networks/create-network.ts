import type { NetworkAclEntry, Vpc } from '@aws-sdk/client-ec2';
import { newRule } from '../groups/rules.ts';
import { type Made, newId } from '../lookup/kinds.ts';
import type { Ec2State, Records } from '../state.ts';

interface Wishes {
  readonly cidrBlock: string;
  readonly dhcpOptionsId: string;
  readonly isDefault: boolean;
  readonly tenancy?: Vpc['InstanceTenancy'];
  readonly ipv6?: Vpc['Ipv6CidrBlockAssociationSet'];
}

/** A VPC with all that comes along with it: the main route table, the default network ACL and security group. */
export function createNetwork(state: Ec2State, wishes: Wishes, context: Made): Records['vpcs'] {
  const vpc: Records['vpcs'] = {
    VpcId: newId('vpc', context),
    OwnerId: context.account,
    State: 'available',
    CidrBlock: wishes.cidrBlock,
    DhcpOptionsId: wishes.dhcpOptionsId,
    InstanceTenancy: wishes.tenancy ?? 'default',
    IsDefault: wishes.isDefault,
    CidrBlockAssociationSet: [
      {
        AssociationId: newId('vpc-cidr-assoc', context),
        CidrBlock: wishes.cidrBlock,
        CidrBlockState: { State: 'associated' },
      },
    ],
    ...(wishes.ipv6 && { Ipv6CidrBlockAssociationSet: wishes.ipv6 }),
    attributes: {
      enableDnsSupport: true,
      enableDnsHostnames: wishes.isDefault,
      enableNetworkAddressUsageMetrics: false,
    },
  };
  state.vpcs.set(vpc.VpcId, vpc);
  createRouteTable(state, vpc, true, context);
  createNetworkAcl(state, vpc, true, context);
  createSecurityGroup(state, vpc.VpcId, { name: 'default', description: 'default VPC security group' }, context);
  return vpc;
}

/** A table with the routes inside of the VPC; the main one is that of all subnets without a table of their own. */
export function createRouteTable(
  state: Ec2State,
  vpc: Records['vpcs'],
  isMain: boolean,
  context: Made,
): Records['routeTables'] {
  const id = newId('rtb', context);
  const table: Records['routeTables'] = {
    RouteTableId: id,
    VpcId: vpc.VpcId,
    OwnerId: context.account,
    PropagatingVgws: [],
    Associations: isMain
      ? [
          {
            Main: true,
            RouteTableAssociationId: newId('rtbassoc', context),
            RouteTableId: id,
            AssociationState: { State: 'associated' },
          },
        ]
      : [],
    Routes: [],
  };
  state.routeTables.set(id, table);
  return table;
}

const entry = (
  RuleNumber: number,
  RuleAction: 'allow' | 'deny',
  Egress: boolean,
  isIpv6: boolean,
): NetworkAclEntry => ({
  ...(isIpv6 ? { Ipv6CidrBlock: '::/0' } : { CidrBlock: '0.0.0.0/0' }),
  Egress,
  Protocol: '-1',
  RuleAction,
  RuleNumber,
});

/** Entries that an ACL begins with: the default one allows everything, all others nothing. */
export const firstEntries = (isDefault: boolean, isIpv6: boolean): NetworkAclEntry[] =>
  [true, false].flatMap((egress) => [
    ...(isDefault ? [entry(isIpv6 ? 101 : 100, 'allow', egress, isIpv6)] : []),
    entry(isIpv6 ? 32_768 : 32_767, 'deny', egress, isIpv6),
  ]);

export function createNetworkAcl(
  state: Ec2State,
  vpc: Records['vpcs'],
  isDefault: boolean,
  context: Made,
): Records['networkAcls'] {
  const hasIpv6 = vpc.Ipv6CidrBlockAssociationSet !== undefined;
  const acl: Records['networkAcls'] = {
    NetworkAclId: newId('acl', context),
    VpcId: vpc.VpcId,
    OwnerId: context.account,
    IsDefault: isDefault,
    Entries: [...firstEntries(isDefault, false), ...(hasIpv6 ? firstEntries(isDefault, true) : [])],
  };
  state.networkAcls.set(acl.NetworkAclId, acl);
  return acl;
}

/** A group that lets everything out; the default one lets in what comes from itself. */
export function createSecurityGroup(
  state: Ec2State,
  vpcId: string,
  { name, description }: { readonly name: string; readonly description: string },
  context: Made,
): Records['securityGroups'] {
  const id = newId('sg', context);
  const group: Records['securityGroups'] = {
    GroupId: id,
    GroupName: name,
    Description: description,
    VpcId: vpcId,
    OwnerId: context.account,
    SecurityGroupArn: `arn:aws:ec2:${context.region}:${context.account}:security-group/${id}`,
  };
  state.securityGroups.set(id, group);
  newRule(state, id, true, { IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' }, context);
  if (state.vpcs.get(vpcId)?.Ipv6CidrBlockAssociationSet) {
    newRule(state, id, true, { IpProtocol: '-1', CidrIpv6: '::/0' }, context);
  }
  if (name === 'default') {
    const ReferencedGroupInfo = { GroupId: id, UserId: context.account };
    newRule(state, id, false, { IpProtocol: '-1', ReferencedGroupInfo }, context);
  }
  return group;
}
