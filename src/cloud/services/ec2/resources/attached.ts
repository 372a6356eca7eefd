import type {
  CreateDhcpOptionsResult,
  CreateFlowLogsResult,
  CreateVpcEndpointResult,
  CreateVpcPeeringConnectionResult,
} from '@aws-sdk/client-ec2';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { callEc2, deleteUnlessGone, retagResource, tagSpecifications } from './calls.ts';

const endpointProperties = {
  DnsOptions: {
    members: { DnsRecordIpType: 'text', PrivateDnsOnlyForInboundResolverEndpoint: 'text' },
  },
  IpAddressType: 'text',
  PolicyDocument: 'document',
  PrivateDnsEnabled: 'flag',
  RouteTableIds: { list: 'text' },
  SecurityGroupIds: { list: 'text' },
  ServiceName: 'text',
  SubnetIds: { list: 'text' },
  Tags: 'tags',
  VpcEndpointType: 'text',
  VpcId: 'text',
} as const satisfies Kinds;

type Endpoint = Values<typeof endpointProperties>;

const lists = { RouteTableIds: 'RouteTableIds', SecurityGroupIds: 'SecurityGroupIds', SubnetIds: 'SubnetIds' } as const;

/** `AddSubnetIds` and `RemoveSubnetIds`, and those of the other lists. */
function listChanges(p: Endpoint, previous: Endpoint): object {
  const changes = (Object.keys(lists) as (keyof typeof lists)[]).flatMap((name) => {
    const [now, before] = [p[name] ?? [], previous[name] ?? []];
    return [
      [`Add${name}`, now.filter((id) => !before.includes(id))],
      [`Remove${name}`, before.filter((id) => !now.includes(id))],
    ] as const;
  });
  return Object.fromEntries(changes.filter(([, ids]) => ids.length > 0));
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html */
export const vpcEndpoint = codedResourceType({
  type: 'AWS::EC2::VPCEndpoint',
  properties: endpointProperties,
  refused: {
    ResourceConfigurationArn: 'VPC Lattice is not emulated',
    ServiceNetworkArn: 'VPC Lattice is not emulated',
    ServiceRegion: 'endpoints lead to services of their own region',
  },
  attributes: ['CreationTimestamp', 'DnsEntries', 'Id', 'NetworkInterfaceIds'],
  async create({ Tags, ...p }, context) {
    const { VpcEndpoint: made } = await callEc2<CreateVpcEndpointResult>(context, 'CreateVpcEndpoint', {
      ...p,
      // The property's default, which is not that of the operation.
      ...(p.VpcEndpointType === 'Interface' && { PrivateDnsEnabled: p.PrivateDnsEnabled ?? false }),
      TagSpecifications: tagSpecifications('vpc-endpoint', { Tags }),
    });
    const Id = made?.VpcEndpointId ?? '';
    const attributes = {
      Id,
      CreationTimestamp: made?.CreationTimestamp?.toISOString(),
      NetworkInterfaceIds: made?.NetworkInterfaceIds ?? [],
      DnsEntries: made?.DnsEntries?.map(({ HostedZoneId, DnsName }) => `${HostedZoneId}:${DnsName}`) ?? [],
    };
    return { physicalId: Id, attributes };
  },
  async update(state, p, previous, context) {
    const isPolicyGone = p.PolicyDocument === undefined && previous.PolicyDocument !== undefined;
    await callEc2(context, 'ModifyVpcEndpoint', {
      VpcEndpointId: state.physicalId,
      ...listChanges(p, previous),
      ...(isPolicyGone ? { ResetPolicy: true } : { PolicyDocument: p.PolicyDocument }),
      PrivateDnsEnabled: p.PrivateDnsEnabled,
      IpAddressType: p.IpAddressType,
      DnsOptions: p.DnsOptions,
    });
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId }, _, context) =>
    deleteUnlessGone(context, 'DeleteVpcEndpoints', { VpcEndpointIds: [physicalId] }),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html */
export const flowLog = codedResourceType({
  type: 'AWS::EC2::FlowLog',
  properties: {
    DeliverCrossAccountRole: 'text',
    DeliverLogsPermissionArn: 'text',
    DestinationOptions: {
      members: { FileFormat: 'text', HiveCompatiblePartitions: 'flag', PerHourPartition: 'flag' },
    },
    LogDestination: 'text',
    LogDestinationType: 'text',
    LogFormat: 'text',
    LogGroupName: 'text',
    MaxAggregationInterval: 'number',
    ResourceId: 'text',
    ResourceType: 'text',
    Tags: 'tags',
    TrafficType: 'text',
  },
  refused: { TagFieldSpecifications: 'there are no records that tags could stand in' },
  attributes: ['Id'],
  async create({ ResourceId, Tags, ...p }, context) {
    const { FlowLogIds: [Id = ''] = [] } = await callEc2<CreateFlowLogsResult>(context, 'CreateFlowLogs', {
      ...p,
      ResourceIds: [ResourceId],
      TagSpecifications: tagSpecifications('vpc-flow-log', { Tags }),
    });
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId }, _, context) => deleteUnlessGone(context, 'DeleteFlowLogs', { FlowLogIds: [physicalId] }),
});

const dhcpNames = {
  DomainName: 'domain-name',
  DomainNameServers: 'domain-name-servers',
  Ipv6AddressPreferredLeaseTime: 'ipv6-address-preferred-lease-time',
  NetbiosNameServers: 'netbios-name-servers',
  NetbiosNodeType: 'netbios-node-type',
  NtpServers: 'ntp-servers',
} as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-dhcpoptions.html */
export const dhcpOptions = codedResourceType({
  type: 'AWS::EC2::DHCPOptions',
  properties: {
    DomainName: 'text',
    DomainNameServers: { list: 'text' },
    Ipv6AddressPreferredLeaseTime: 'number',
    NetbiosNameServers: { list: 'text' },
    NetbiosNodeType: 'number',
    NtpServers: { list: 'text' },
    Tags: 'tags',
  },
  attributes: ['DhcpOptionsId'],
  async create(p, context) {
    const names = Object.keys(dhcpNames) as (keyof typeof dhcpNames)[];
    const DhcpConfigurations = names.flatMap((name) => {
      const value = p[name];
      return value === undefined ? [] : [{ Key: dhcpNames[name], Values: [value].flat().map(String) }];
    });
    const TagSpecifications = tagSpecifications('dhcp-options', p);
    const input = { DhcpConfigurations, TagSpecifications };
    const { DhcpOptions } = await callEc2<CreateDhcpOptionsResult>(context, 'CreateDhcpOptions', input);
    const DhcpOptionsId = DhcpOptions?.DhcpOptionsId ?? '';
    return { physicalId: DhcpOptionsId, attributes: { DhcpOptionsId } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: DhcpOptionsId }, _, context) =>
    deleteUnlessGone(context, 'DeleteDhcpOptions', { DhcpOptionsId }, 'InvalidDhcpOptionID.NotFound'),
});

/** Deleted, the VPC has no options. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcdhcpoptionsassociation.html */
export const vpcDhcpOptionsAssociation = codedResourceType({
  type: 'AWS::EC2::VPCDHCPOptionsAssociation',
  properties: { DhcpOptionsId: 'text', VpcId: 'text' },
  async create(p, context) {
    await callEc2(context, 'AssociateDhcpOptions', { ...p });
    return { physicalId: `${p.DhcpOptionsId}|${p.VpcId}` };
  },
  delete: (_, { VpcId }, context) =>
    deleteUnlessGone(context, 'AssociateDhcpOptions', { DhcpOptionsId: 'default', VpcId }, 'InvalidVpcID.NotFound'),
});

/** CloudFormation accepts what one account asks of itself. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html */
export const vpcPeeringConnection = codedResourceType({
  type: 'AWS::EC2::VPCPeeringConnection',
  properties: { PeerOwnerId: 'text', PeerRegion: 'text', PeerVpcId: 'text', Tags: 'tags', VpcId: 'text' },
  refused: {
    AssumeRoleRegion: 'peering with VPCs of other accounts is not emulated',
    PeerRoleArn: 'peering with VPCs of other accounts is not emulated',
  },
  attributes: ['Id'],
  async create({ Tags, ...p }, context) {
    const made = await callEc2<CreateVpcPeeringConnectionResult>(context, 'CreateVpcPeeringConnection', {
      ...p,
      TagSpecifications: tagSpecifications('vpc-peering-connection', { Tags }),
    });
    const Id = made.VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
    await callEc2(context, 'AcceptVpcPeeringConnection', { VpcPeeringConnectionId: Id });
    return { physicalId: Id, attributes: { Id } };
  },
  async update(state, p, previous, context) {
    await retagResource(state.physicalId, p, previous, context);
    return state;
  },
  delete: ({ physicalId: VpcPeeringConnectionId }, _, context) =>
    deleteUnlessGone(
      context,
      'DeleteVpcPeeringConnection',
      { VpcPeeringConnectionId },
      'InvalidVpcPeeringConnectionID.NotFound',
    ),
});
