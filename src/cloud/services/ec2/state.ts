import type {
  Address,
  DhcpOptions,
  EgressOnlyInternetGateway,
  FlowLog,
  InternetGateway,
  KeyPairInfo,
  ManagedPrefixList,
  NatGateway,
  NetworkAcl,
  NetworkInterface,
  PrefixListEntry,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcEndpoint,
  VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** An SDK's shape of which some members are always there. Tags are kept beside all resources, in one collection. */
type Kept<T, K extends keyof T> = Omit<T, K | 'Tags' | 'TagSet'> & {
  readonly [P in K]-?: NonNullable<T[P]>;
};

/** What is kept of each kind of resource: what Describe calls answer, and what they do not show. */
export interface Records {
  readonly vpcs: Kept<
    Vpc,
    'CidrBlock' | 'CidrBlockAssociationSet' | 'DhcpOptionsId' | 'InstanceTenancy' | 'IsDefault' | 'VpcId'
  > & {
    readonly attributes: VpcAttributes;
  };
  readonly subnets: Kept<Subnet, 'AvailabilityZone' | 'CidrBlock' | 'SubnetId' | 'VpcId'> & {
    readonly acl: { readonly id: string; readonly associationId: string };
  };
  readonly routeTables: Kept<RouteTable, 'Associations' | 'RouteTableId' | 'Routes' | 'VpcId'>;
  readonly internetGateways: Kept<InternetGateway, 'Attachments' | 'InternetGatewayId'>;
  readonly egressOnlyInternetGateways: Kept<EgressOnlyInternetGateway, 'Attachments' | 'EgressOnlyInternetGatewayId'>;
  readonly natGateways: Kept<NatGateway, 'NatGatewayAddresses' | 'NatGatewayId' | 'State' | 'SubnetId' | 'VpcId'>;
  readonly addresses: Kept<Address, 'AllocationId' | 'PublicIp'>;
  readonly securityGroups: Kept<SecurityGroup, 'Description' | 'GroupId' | 'GroupName' | 'VpcId'>;
  readonly securityGroupRules: Kept<
    SecurityGroupRule,
    'GroupId' | 'IpProtocol' | 'IsEgress' | 'SecurityGroupRuleId'
  > & {
    /** The order in which rules were made. */
    readonly number: number;
  };
  readonly networkAcls: Kept<NetworkAcl, 'Entries' | 'IsDefault' | 'NetworkAclId' | 'VpcId'>;
  readonly endpoints: Kept<VpcEndpoint, 'ServiceName' | 'VpcEndpointId' | 'VpcEndpointType' | 'VpcId'>;
  readonly flowLogs: Kept<FlowLog, 'FlowLogId' | 'ResourceId'>;
  readonly dhcpOptions: Kept<DhcpOptions, 'DhcpConfigurations' | 'DhcpOptionsId'>;
  readonly peerings: Kept<
    VpcPeeringConnection,
    'AccepterVpcInfo' | 'RequesterVpcInfo' | 'Status' | 'VpcPeeringConnectionId'
  > & {
    readonly endedMs?: number;
  };
  readonly prefixLists: Kept<ManagedPrefixList, 'PrefixListId' | 'PrefixListName' | 'Version'> & {
    readonly entries: readonly PrefixListEntry[];
  };
  readonly networkInterfaces: Kept<NetworkInterface, 'NetworkInterfaceId' | 'PrivateIpAddress' | 'SubnetId' | 'VpcId'>;
  readonly keyPairs: Kept<KeyPairInfo, 'KeyName' | 'KeyPairId'>;
}

/** What ModifyVpcAttribute sets. */
export interface VpcAttributes {
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
}

export type Kind = keyof Records;

/** The network of one account and region. */
export type Ec2State = { readonly [K in Kind]: Collection<Records[K]> } & {
  /** Of all resources, by their ids. */
  readonly tags: Collection<Tags>;
  /** What calls with a client token answered, by operation and token. */
  readonly answers: Collection<{ readonly input: string; readonly output: unknown }>;
  /** `made` once the default network is: whoever deletes it then has none. */
  readonly defaultNetwork: Collection<true>;
};

/** Opens the state of one account and region. */
export const openEc2State = (scope: StateScope): Ec2State => ({
  vpcs: scope.collection('vpcs'),
  subnets: scope.collection('subnets'),
  routeTables: scope.collection('routeTables'),
  internetGateways: scope.collection('internetGateways'),
  egressOnlyInternetGateways: scope.collection('egressOnlyInternetGateways'),
  natGateways: scope.collection('natGateways'),
  addresses: scope.collection('addresses'),
  securityGroups: scope.collection('securityGroups'),
  securityGroupRules: scope.collection('securityGroupRules'),
  networkAcls: scope.collection('networkAcls'),
  endpoints: scope.collection('endpoints'),
  flowLogs: scope.collection('flowLogs'),
  dhcpOptions: scope.collection('dhcpOptions'),
  peerings: scope.collection('peerings'),
  prefixLists: scope.collection('prefixLists'),
  networkInterfaces: scope.collection('networkInterfaces'),
  keyPairs: scope.collection('keyPairs'),
  tags: scope.collection('tags'),
  answers: scope.collection('answers'),
  defaultNetwork: scope.collection('defaultNetwork'),
});
