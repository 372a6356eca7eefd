import type {
  AssociateSubnetCidrBlockResult,
  AssociateVpcCidrBlockResult,
  CreateSubnetResult,
  CreateVpcResult,
  DescribeNetworkAclsResult,
  DescribeSecurityGroupsResult,
  DescribeSubnetsResult,
  DescribeVpcsResult,
  Subnet,
} from '@aws-sdk/client-ec2';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { callEc2, deleteUnlessGone, retagResource, tagSpecifications } from './calls.ts';
import { subnetReading, vpcReading } from './readings.ts';

const ofPools = 'address pools of IPAM are not emulated';

const vpcProperties = {
  CidrBlock: 'text',
  EnableDnsHostnames: 'flag',
  EnableDnsSupport: 'flag',
  InstanceTenancy: 'text',
  Tags: 'tags',
} as const satisfies Kinds;

const encryptionControl = 'encryption of traffic is not controlled: there is none';
const encryptionParts = ['', '.InternetGateway', '.EgressOnlyInternetGateway', '.NatGateway', '.VirtualPrivateGateway'];
const otherEncryptionParts = ['.VpcPeering', '.Lambda', '.VpcLattice', '.ElasticFileSystem'];
const missingOfVpcs = Object.fromEntries(
  [
    ...['VpcId', 'VpcEncryptionControlId', 'State', 'StateMessage'].map((name) => `VpcEncryptionControl.${name}`),
    ...[...encryptionParts, ...otherEncryptionParts].flatMap((part) => {
      const name = `VpcEncryptionControl.ResourceExclusions${part}`;
      return part === '' ? [name] : [name, `${name}.State`, `${name}.StateMessage`];
    }),
  ].map((name) => [name, encryptionControl]),
);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html */
export const vpc = codedResourceType({
  type: 'AWS::EC2::VPC',
  reading: vpcReading,
  properties: vpcProperties,
  refused: { Ipv4IpamPoolId: ofPools, Ipv4NetmaskLength: ofPools, VpcEncryptionControl: encryptionControl },
  attributes: [
    'CidrBlock',
    'CidrBlockAssociations',
    'DefaultNetworkAcl',
    'DefaultSecurityGroup',
    'Ipv6CidrBlocks',
    'VpcId',
  ],
  missing: missingOfVpcs,
  async create(p, context) {
    const { Vpc } = await callEc2<CreateVpcResult>(context, 'CreateVpc', {
      CidrBlock: p.CidrBlock,
      InstanceTenancy: p.InstanceTenancy,
      TagSpecifications: tagSpecifications('vpc', p),
    });
    const id = Vpc?.VpcId ?? '';
    await setDns(id, p, {}, context);
    return { physicalId: id, attributes: await vpcAttributes(id, context) };
  },
  // Blocks are added by resources of their own.
  attributesNow: ({ physicalId }, context) => vpcAttributes(physicalId, context),
  async update(state, p, previous, context) {
    const id = state.physicalId;
    await setDns(id, p, previous, context);
    await retagResource(id, p, previous, context);
    return { ...state, attributes: await vpcAttributes(id, context) };
  },
  delete: (state, _, context) =>
    deleteUnlessGone(context, 'DeleteVpc', { VpcId: state.physicalId }, 'InvalidVpcID.NotFound'),
});

type VpcValues = Partial<Values<typeof vpcProperties>>;

/** Support ahead of host names, which need it; what the template drops is as in a new VPC again. */
async function setDns(VpcId: string, p: VpcValues, previous: VpcValues, context: ResourceContext): Promise<void> {
  const support = p.EnableDnsSupport ?? true;
  const hostnames = p.EnableDnsHostnames ?? false;
  if (support !== (previous.EnableDnsSupport ?? true))
    await callEc2(context, 'ModifyVpcAttribute', { VpcId, EnableDnsSupport: { Value: support } });
  if (hostnames !== (previous.EnableDnsHostnames ?? false))
    await callEc2(context, 'ModifyVpcAttribute', { VpcId, EnableDnsHostnames: { Value: hostnames } });
}

async function vpcAttributes(VpcId: string, context: ResourceContext) {
  const { Vpcs: [found] = [] } = await callEc2<DescribeVpcsResult>(context, 'DescribeVpcs', { VpcIds: [VpcId] });
  const inVpc = { Name: 'vpc-id', Values: [VpcId] };
  const { NetworkAcls: [acl] = [] } = await callEc2<DescribeNetworkAclsResult>(context, 'DescribeNetworkAcls', {
    Filters: [inVpc, { Name: 'default', Values: ['true'] }],
  });
  const { SecurityGroups: [group] = [] } = await callEc2<DescribeSecurityGroupsResult>(
    context,
    'DescribeSecurityGroups',
    { Filters: [inVpc, { Name: 'group-name', Values: ['default'] }] },
  );
  return {
    VpcId,
    CidrBlock: found?.CidrBlock,
    CidrBlockAssociations: found?.CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId) ?? [],
    Ipv6CidrBlocks: found?.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? [],
    DefaultNetworkAcl: acl?.NetworkAclId,
    DefaultSecurityGroup: group?.GroupId,
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpccidrblock.html */
export const vpcCidrBlock = codedResourceType({
  type: 'AWS::EC2::VPCCidrBlock',
  properties: { AmazonProvidedIpv6CidrBlock: 'flag', CidrBlock: 'text', VpcId: 'text' },
  refused: {
    Ipv4IpamPoolId: ofPools,
    Ipv4NetmaskLength: ofPools,
    Ipv6CidrBlock: ofPools,
    Ipv6CidrBlockNetworkBorderGroup: 'there are no network border groups beside the region',
    Ipv6IpamPoolId: ofPools,
    Ipv6NetmaskLength: ofPools,
    Ipv6Pool: ofPools,
  },
  attributes: ['Id', 'IpSource', 'Ipv6AddressAttribute'],
  async create(p, context) {
    const made = await callEc2<AssociateVpcCidrBlockResult>(context, 'AssociateVpcCidrBlock', { ...p });
    const { Ipv6CidrBlockAssociation: ipv6, CidrBlockAssociation: ipv4 } = made;
    const Id = ipv6?.AssociationId ?? ipv4?.AssociationId ?? '';
    const { IpSource, Ipv6AddressAttribute } = ipv6 ?? {};
    return { physicalId: Id, attributes: { Id, IpSource, Ipv6AddressAttribute } };
  },
  delete: (state, _, context) =>
    deleteUnlessGone(
      context,
      'DisassociateVpcCidrBlock',
      { AssociationId: state.physicalId },
      'InvalidVpcCidrBlockAssociationID.NotFound',
    ),
});

const subnetProperties = {
  AssignIpv6AddressOnCreation: 'flag',
  AvailabilityZone: 'text',
  AvailabilityZoneId: 'text',
  CidrBlock: 'text',
  EnableDns64: 'flag',
  Ipv6CidrBlock: 'text',
  MapPublicIpOnLaunch: 'flag',
  PrivateDnsNameOptionsOnLaunch: {
    members: {
      EnableResourceNameDnsAAAARecord: 'flag',
      EnableResourceNameDnsARecord: 'flag',
      HostnameType: 'text',
    },
  },
  Tags: 'tags',
  VpcId: 'text',
} as const satisfies Kinds;

type SubnetValues = Partial<Values<typeof subnetProperties>>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html */
export const subnet = codedResourceType({
  type: 'AWS::EC2::Subnet',
  reading: subnetReading,
  properties: subnetProperties,
  refused: {
    EnableLniAtDeviceIndex: 'there are no Outposts',
    Ipv4IpamPoolId: ofPools,
    Ipv4NetmaskLength: ofPools,
    Ipv6IpamPoolId: ofPools,
    Ipv6Native: 'subnets of IPv6 alone are not emulated',
    Ipv6NetmaskLength: ofPools,
    OutpostArn: 'there are no Outposts',
  },
  attributes: [
    'AvailabilityZone',
    'AvailabilityZoneId',
    'CidrBlock',
    'Ipv6CidrBlocks',
    'NetworkAclAssociationId',
    'SubnetId',
    'VpcId',
  ],
  missing: { BlockPublicAccessStates: 'public access is not blocked', OutpostArn: 'there are no Outposts' },
  async create(p, context) {
    const { Subnet: made = {} } = await callEc2<CreateSubnetResult>(context, 'CreateSubnet', {
      VpcId: p.VpcId,
      CidrBlock: p.CidrBlock,
      Ipv6CidrBlock: p.Ipv6CidrBlock,
      AvailabilityZone: p.AvailabilityZone,
      AvailabilityZoneId: p.AvailabilityZoneId,
      TagSpecifications: tagSpecifications('subnet', p),
    });
    const id = made.SubnetId ?? '';
    await setSubnetAttributes(id, p, {}, context);
    return { physicalId: id, attributes: await subnetAttributes(made, context) };
  },
  async attributesNow({ physicalId }, context) {
    const input = { SubnetIds: [physicalId] };
    const { Subnets: [now = {}] = [] } = await callEc2<DescribeSubnetsResult>(context, 'DescribeSubnets', input);
    return subnetAttributes(now, context);
  },
  async update(state, p, previous, context) {
    const SubnetId = state.physicalId;
    if (p.Ipv6CidrBlock !== undefined && previous.Ipv6CidrBlock === undefined)
      await callEc2(context, 'AssociateSubnetCidrBlock', { SubnetId, Ipv6CidrBlock: p.Ipv6CidrBlock });
    await setSubnetAttributes(SubnetId, p, previous, context);
    await retagResource(SubnetId, p, previous, context);
    return state;
  },
  delete: (state, _, context) =>
    deleteUnlessGone(context, 'DeleteSubnet', { SubnetId: state.physicalId }, 'InvalidSubnetID.NotFound'),
});

/** One call for each attribute that differs. */
async function setSubnetAttributes(
  SubnetId: string,
  p: SubnetValues,
  previous: SubnetValues,
  context: ResourceContext,
) {
  const modify = (change: object) => callEc2(context, 'ModifySubnetAttribute', { SubnetId, ...change });
  for (const name of ['AssignIpv6AddressOnCreation', 'EnableDns64', 'MapPublicIpOnLaunch'] as const) {
    const wanted = p[name] ?? false;
    if (wanted !== (previous[name] ?? false)) await modify({ [name]: { Value: wanted } });
  }
  const options = p.PrivateDnsNameOptionsOnLaunch ?? {};
  const { HostnameType, EnableResourceNameDnsARecord: a, EnableResourceNameDnsAAAARecord: aaaa } = options;
  if (HostnameType !== undefined) await modify({ PrivateDnsHostnameTypeOnLaunch: HostnameType });
  if (a !== undefined) await modify({ EnableResourceNameDnsARecordOnLaunch: { Value: a } });
  if (aaaa !== undefined) await modify({ EnableResourceNameDnsAAAARecordOnLaunch: { Value: aaaa } });
}

async function subnetAttributes(made: Subnet, context: ResourceContext) {
  const { SubnetId, VpcId, CidrBlock, AvailabilityZone, AvailabilityZoneId } = made;
  const { NetworkAcls: [acl] = [] } = await callEc2<DescribeNetworkAclsResult>(context, 'DescribeNetworkAcls', {
    Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }],
  });
  const association = acl?.Associations?.find((each) => each.SubnetId === SubnetId);
  return {
    SubnetId,
    VpcId,
    CidrBlock,
    AvailabilityZone,
    AvailabilityZoneId,
    Ipv6CidrBlocks: made.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? [],
    NetworkAclAssociationId: association?.NetworkAclAssociationId,
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetcidrblock.html */
export const subnetCidrBlock = codedResourceType({
  type: 'AWS::EC2::SubnetCidrBlock',
  properties: { Ipv6CidrBlock: 'text', SubnetId: 'text' },
  refused: { Ipv6IpamPoolId: ofPools, Ipv6NetmaskLength: ofPools },
  attributes: ['Id', 'IpSource', 'Ipv6AddressAttribute'],
  async create(p, context) {
    const made = await callEc2<AssociateSubnetCidrBlockResult>(context, 'AssociateSubnetCidrBlock', { ...p });
    const { AssociationId: Id = '', IpSource, Ipv6AddressAttribute } = made.Ipv6CidrBlockAssociation ?? {};
    return { physicalId: Id, attributes: { Id, IpSource, Ipv6AddressAttribute } };
  },
  delete: (state, _, context) =>
    deleteUnlessGone(
      context,
      'DisassociateSubnetCidrBlock',
      { AssociationId: state.physicalId },
      'InvalidSubnetCidrBlockAssociationID.NotFound',
    ),
});
