import type {
  AllocateAddressResult,
  AssociateAddressResult,
  AssociateRouteTableResult,
  CreateEgressOnlyInternetGatewayResult,
  CreateInternetGatewayResult,
  CreateNatGatewayResult,
  CreateRouteTableResult,
} from '@aws-sdk/client-ec2';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { callEc2, deleteUnlessGone, retagResource, tagSpecifications } from './calls.ts';
import { internetGatewayReading, routeTableReading } from './readings.ts';

const noInstances = 'instances are not emulated';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-routetable.html */
export const routeTable = codedResourceType({
  type: 'AWS::EC2::RouteTable',
  reading: routeTableReading,
  properties: { Tags: 'tags', VpcId: 'text' },
  attributes: ['RouteTableId'],
  async create(p, context) {
    const { RouteTable } = await callEc2<CreateRouteTableResult>(context, 'CreateRouteTable', {
      VpcId: p.VpcId,
      TagSpecifications: tagSpecifications('route-table', p),
    });
    const id = RouteTable?.RouteTableId ?? '';
    return { physicalId: id, attributes: { RouteTableId: id } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: RouteTableId }, _, context) =>
    deleteUnlessGone(context, 'DeleteRouteTable', { RouteTableId }, 'InvalidRouteTableID.NotFound'),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnetroutetableassociation.html */
export const subnetRouteTableAssociation = codedResourceType({
  type: 'AWS::EC2::SubnetRouteTableAssociation',
  properties: { RouteTableId: 'text', SubnetId: 'text' },
  attributes: ['Id'],
  async create(p, context) {
    const { AssociationId: Id = '' } = await callEc2<AssociateRouteTableResult>(context, 'AssociateRouteTable', {
      ...p,
    });
    return { physicalId: Id, attributes: { Id } };
  },
  delete: ({ physicalId: AssociationId }, _, context) =>
    deleteUnlessGone(context, 'DisassociateRouteTable', { AssociationId }, 'InvalidAssociationID.NotFound'),
});

const routeProperties = {
  DestinationCidrBlock: 'text',
  DestinationIpv6CidrBlock: 'text',
  DestinationPrefixListId: 'text',
  EgressOnlyInternetGatewayId: 'text',
  GatewayId: 'text',
  NatGatewayId: 'text',
  NetworkInterfaceId: 'text',
  RouteTableId: 'text',
  VpcPeeringConnectionId: 'text',
} as const satisfies Kinds;

const destinationOf = (p: Values<typeof routeProperties>) => ({
  RouteTableId: p.RouteTableId,
  DestinationCidrBlock: p.DestinationCidrBlock,
  DestinationIpv6CidrBlock: p.DestinationIpv6CidrBlock,
  DestinationPrefixListId: p.DestinationPrefixListId,
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-route.html */
export const route = codedResourceType({
  type: 'AWS::EC2::Route',
  properties: routeProperties,
  refused: {
    CarrierGatewayId: 'there are no Wavelength zones',
    CoreNetworkArn: 'core networks are not emulated',
    InstanceId: noInstances,
    LocalGatewayId: 'there are no Outposts',
    OdbNetworkArn: 'networks of Oracle databases are not emulated',
    TransitGatewayId: 'transit gateways are not emulated',
    VpcEndpointId: 'Gateway Load Balancers are not emulated',
  },
  attributes: ['CidrBlock'],
  async create(p, context) {
    await callEc2(context, 'CreateRoute', { ...p });
    const CidrBlock = p.DestinationCidrBlock ?? p.DestinationIpv6CidrBlock ?? p.DestinationPrefixListId ?? '';
    return { physicalId: `${p.RouteTableId}|${CidrBlock}`, attributes: { CidrBlock } };
  },
  async update(state, p, _previous, context) {
    await callEc2(context, 'ReplaceRoute', { ...p });
    return state;
  },
  delete: (_, p, context) =>
    deleteUnlessGone(context, 'DeleteRoute', destinationOf(p), 'InvalidRoute.NotFound', 'InvalidRouteTableID.NotFound'),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-internetgateway.html */
export const internetGateway = codedResourceType({
  type: 'AWS::EC2::InternetGateway',
  reading: internetGatewayReading,
  properties: { Tags: 'tags' },
  attributes: ['InternetGatewayId'],
  async create(p, context) {
    const TagSpecifications = tagSpecifications('internet-gateway', p);
    const made = await callEc2<CreateInternetGatewayResult>(context, 'CreateInternetGateway', { TagSpecifications });
    const id = made.InternetGateway?.InternetGatewayId ?? '';
    return { physicalId: id, attributes: { InternetGatewayId: id } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: InternetGatewayId }, _, context) =>
    deleteUnlessGone(context, 'DeleteInternetGateway', { InternetGatewayId }, 'InvalidInternetGatewayID.NotFound'),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html */
export const vpcGatewayAttachment = codedResourceType({
  type: 'AWS::EC2::VPCGatewayAttachment',
  properties: { InternetGatewayId: 'text', VpcId: 'text' },
  refused: { VpnGatewayId: 'virtual private gateways are not emulated' },
  attributes: ['AttachmentType'],
  async create(p, context) {
    await callEc2(context, 'AttachInternetGateway', { ...p });
    return { physicalId: `IGW|${p.VpcId}`, attributes: { AttachmentType: 'IGW' } };
  },
  async update(state, p, previous, context) {
    await callEc2(context, 'DetachInternetGateway', { ...previous });
    await callEc2(context, 'AttachInternetGateway', { ...p });
    return state;
  },
  delete: (_, p, context) =>
    deleteUnlessGone(
      context,
      'DetachInternetGateway',
      { ...p },
      'Gateway.NotAttached',
      'InvalidInternetGatewayID.NotFound',
      'InvalidVpcID.NotFound',
    ),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-egressonlyinternetgateway.html */
export const egressOnlyInternetGateway = codedResourceType({
  type: 'AWS::EC2::EgressOnlyInternetGateway',
  properties: { Tags: 'tags', VpcId: 'text' },
  attributes: ['Id'],
  async create(p, context) {
    const made = await callEc2<CreateEgressOnlyInternetGatewayResult>(context, 'CreateEgressOnlyInternetGateway', {
      VpcId: p.VpcId,
      TagSpecifications: tagSpecifications('egress-only-internet-gateway', p),
    });
    const Id = made.EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? '';
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: EgressOnlyInternetGatewayId }, _, context) =>
    deleteUnlessGone(
      context,
      'DeleteEgressOnlyInternetGateway',
      { EgressOnlyInternetGatewayId },
      'InvalidEgressOnlyInternetGatewayId.NotFound',
    ),
});

/** Its id is the address. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html */
export const eip = codedResourceType({
  type: 'AWS::EC2::EIP',
  properties: { Domain: 'text', NetworkBorderGroup: 'text', PublicIpv4Pool: 'text', Tags: 'tags' },
  refused: {
    Address: 'addresses cannot be chosen or recovered',
    InstanceId: noInstances,
    IpamPoolId: 'address pools of IPAM are not emulated',
    TransferAddress: 'addresses cannot be transferred',
  },
  attributes: ['AllocationId', 'PublicIp'],
  async create(p, context) {
    const { Domain, NetworkBorderGroup, PublicIpv4Pool } = p;
    const TagSpecifications = tagSpecifications('elastic-ip', p);
    const input = { Domain, NetworkBorderGroup, PublicIpv4Pool, TagSpecifications };
    const { PublicIp = '', AllocationId } = await callEc2<AllocateAddressResult>(context, 'AllocateAddress', input);
    return { physicalId: PublicIp, attributes: { PublicIp, AllocationId } };
  },
  async update(state, p, previous, context) {
    await retagResource(String(state.attributes?.AllocationId), p, previous, context);
    return state;
  },
  delete: (state, _, context) =>
    deleteUnlessGone(
      context,
      'ReleaseAddress',
      { AllocationId: state.attributes?.AllocationId },
      'InvalidAllocationID.NotFound',
    ),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eipassociation.html */
export const eipAssociation = codedResourceType({
  type: 'AWS::EC2::EIPAssociation',
  properties: { AllocationId: 'text', EIP: 'text', NetworkInterfaceId: 'text', PrivateIpAddress: 'text' },
  refused: { InstanceId: noInstances },
  attributes: ['Id'],
  async create({ EIP, ...p }, context) {
    const made = await callEc2<AssociateAddressResult>(context, 'AssociateAddress', { PublicIp: EIP, ...p });
    return { physicalId: made.AssociationId ?? '', attributes: { Id: made.AssociationId } };
  },
  delete: ({ physicalId: AssociationId }, _, context) =>
    deleteUnlessGone(context, 'DisassociateAddress', { AssociationId }, 'InvalidAssociationID.NotFound'),
});

const regional = 'regional NAT gateways are not emulated';
const secondary = 'secondary addresses of NAT gateways are not emulated';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html */
export const natGateway = codedResourceType({
  type: 'AWS::EC2::NatGateway',
  properties: {
    AllocationId: 'text',
    ConnectivityType: 'text',
    MaxDrainDurationSeconds: 'number',
    PrivateIpAddress: 'text',
    SubnetId: 'text',
    Tags: 'tags',
  },
  refused: {
    AvailabilityMode: regional,
    AvailabilityZoneAddresses: regional,
    SecondaryAllocationIds: secondary,
    SecondaryPrivateIpAddressCount: secondary,
    SecondaryPrivateIpAddresses: secondary,
    VpcId: regional,
  },
  attributes: ['EniId', 'NatGatewayId'],
  missing: { AutoProvisionZones: regional, AutoScalingIps: regional, RouteTableId: regional },
  async create(p, context) {
    const { AllocationId, ConnectivityType, PrivateIpAddress, SubnetId } = p;
    const TagSpecifications = tagSpecifications('natgateway', p);
    const input = { AllocationId, ConnectivityType, PrivateIpAddress, SubnetId, TagSpecifications };
    const { NatGateway } = await callEc2<CreateNatGatewayResult>(context, 'CreateNatGateway', input);
    const NatGatewayId = NatGateway?.NatGatewayId ?? '';
    const EniId = NatGateway?.NatGatewayAddresses?.[0]?.NetworkInterfaceId;
    return { physicalId: NatGatewayId, attributes: { NatGatewayId, EniId } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: NatGatewayId }, _, context) =>
    deleteUnlessGone(context, 'DeleteNatGateway', { NatGatewayId }, 'NatGatewayNotFound'),
});
