import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { ec2EmptyReads } from './empty-reads.ts';
import { ec2Faults } from './faults.ts';
import * as account from './operations/account.ts';
import * as addresses from './operations/addresses.ts';
import * as dhcpOptions from './operations/dhcp-options.ts';
import * as endpointServices from './operations/endpoint-services.ts';
import * as flowLogs from './operations/flow-logs.ts';
import * as internetGateways from './operations/internet-gateways.ts';
import * as keyPairs from './operations/key-pairs.ts';
import * as machines from './operations/machines.ts';
import { modifySecurityGroupRules } from './operations/modify-security-group-rules.ts';
import * as natGateways from './operations/nat-gateways.ts';
import * as networkAcls from './operations/network-acls.ts';
import * as routeTables from './operations/route-tables.ts';
import * as routes from './operations/routes.ts';
import * as groupRules from './operations/security-group-rules.ts';
import * as groups from './operations/security-groups.ts';
import * as subnets from './operations/subnets.ts';
import * as tags from './operations/tags.ts';
import * as vpcAttributes from './operations/vpc-attributes.ts';
import * as endpoints from './operations/vpc-endpoints.ts';
import * as peering from './operations/vpc-peering.ts';
import * as vpcs from './operations/vpcs.ts';
import { ec2Resources } from './resources/resources.ts';
import { type Ec2State, openEc2State } from './state.ts';
import { ec2StoredOnly } from './stored-only.ts';

/** Elastic Compute Cloud: networks as apps bring them along; no packet passes them. */
export const ec2: Service<Ec2State, undefined> = {
  name: 'ec2',
  title: 'EC2',
  faults: ec2Faults,
  exploredState: { none: 'networks are deployed before a run, and carry nothing' },
  state: openEc2State,
  requiredMembers: 'itself',
  operations: {
    DescribeRegions: account.describeRegions,
    DescribeAvailabilityZones: account.describeAvailabilityZones,
    DescribeAccountAttributes: account.describeAccountAttributes,

    AllocateAddress: addresses.allocateAddress,
    DescribeAddresses: addresses.describeAddresses,
    DescribeAddressesAttribute: addresses.describeAddressesAttribute,
    ReleaseAddress: addresses.releaseAddress,
    AssociateAddress: addresses.associateAddress,
    DisassociateAddress: addresses.disassociateAddress,

    CreateDhcpOptions: dhcpOptions.createDhcpOptions,
    DescribeDhcpOptions: dhcpOptions.describeDhcpOptions,
    DeleteDhcpOptions: dhcpOptions.deleteDhcpOptions,
    AssociateDhcpOptions: dhcpOptions.associateDhcpOptions,

    DescribeVpcEndpointServices: endpointServices.describeVpcEndpointServices,
    DescribeManagedPrefixLists: endpointServices.describeManagedPrefixLists,
    GetManagedPrefixListEntries: endpointServices.getManagedPrefixListEntries,
    DescribePrefixLists: endpointServices.describePrefixLists,

    CreateFlowLogs: flowLogs.createFlowLogs,
    DescribeFlowLogs: flowLogs.describeFlowLogs,
    DeleteFlowLogs: flowLogs.deleteFlowLogs,

    CreateInternetGateway: internetGateways.createInternetGateway,
    DescribeInternetGateways: internetGateways.describeInternetGateways,
    DeleteInternetGateway: internetGateways.deleteInternetGateway,
    AttachInternetGateway: internetGateways.attachInternetGateway,
    DetachInternetGateway: internetGateways.detachInternetGateway,
    CreateEgressOnlyInternetGateway: internetGateways.createEgressOnlyInternetGateway,
    DescribeEgressOnlyInternetGateways: internetGateways.describeEgressOnlyInternetGateways,
    DeleteEgressOnlyInternetGateway: internetGateways.deleteEgressOnlyInternetGateway,

    DescribeInstances: machines.describeInstances,
    DescribeImages: machines.describeImages,
    DescribeNetworkInterfaces: machines.describeNetworkInterfaces,

    CreateKeyPair: keyPairs.createKeyPair,
    ImportKeyPair: keyPairs.importKeyPair,
    DescribeKeyPairs: keyPairs.describeKeyPairs,
    DeleteKeyPair: keyPairs.deleteKeyPair,

    CreateNatGateway: natGateways.createNatGateway,
    DescribeNatGateways: natGateways.describeNatGateways,
    DeleteNatGateway: natGateways.deleteNatGateway,

    CreateNetworkAcl: networkAcls.createNetworkAcl,
    DescribeNetworkAcls: networkAcls.describeNetworkAcls,
    DeleteNetworkAcl: networkAcls.deleteNetworkAcl,
    CreateNetworkAclEntry: networkAcls.createNetworkAclEntry,
    ReplaceNetworkAclEntry: networkAcls.replaceNetworkAclEntry,
    DeleteNetworkAclEntry: networkAcls.deleteNetworkAclEntry,
    ReplaceNetworkAclAssociation: networkAcls.replaceNetworkAclAssociation,

    CreateRouteTable: routeTables.createRouteTable,
    DeleteRouteTable: routeTables.deleteRouteTable,
    DescribeRouteTables: routeTables.describeRouteTables,
    AssociateRouteTable: routeTables.associateRouteTable,
    DisassociateRouteTable: routeTables.disassociateRouteTable,
    ReplaceRouteTableAssociation: routeTables.replaceRouteTableAssociation,

    CreateRoute: routes.createRoute,
    ReplaceRoute: routes.replaceRoute,
    DeleteRoute: routes.deleteRoute,

    AuthorizeSecurityGroupIngress: groupRules.authorizeSecurityGroupIngress,
    AuthorizeSecurityGroupEgress: groupRules.authorizeSecurityGroupEgress,
    RevokeSecurityGroupIngress: groupRules.revokeSecurityGroupIngress,
    RevokeSecurityGroupEgress: groupRules.revokeSecurityGroupEgress,
    ModifySecurityGroupRules: modifySecurityGroupRules,
    DescribeSecurityGroupRules: groupRules.describeSecurityGroupRules,
    UpdateSecurityGroupRuleDescriptionsIngress: groupRules.updateSecurityGroupRuleDescriptionsIngress,
    UpdateSecurityGroupRuleDescriptionsEgress: groupRules.updateSecurityGroupRuleDescriptionsEgress,

    CreateSecurityGroup: groups.createSecurityGroup,
    DescribeSecurityGroups: groups.describeSecurityGroups,
    DeleteSecurityGroup: groups.deleteSecurityGroup,

    CreateSubnet: subnets.createSubnet,
    DescribeSubnets: subnets.describeSubnets,
    DeleteSubnet: subnets.deleteSubnet,
    CreateDefaultSubnet: subnets.createDefaultSubnet,
    ModifySubnetAttribute: subnets.modifySubnetAttribute,
    AssociateSubnetCidrBlock: subnets.associateSubnetCidrBlock,
    DisassociateSubnetCidrBlock: subnets.disassociateSubnetCidrBlock,

    CreateTags: tags.createTags,
    DeleteTags: tags.deleteTags,
    DescribeTags: tags.describeTags,

    ModifyVpcAttribute: vpcAttributes.modifyVpcAttribute,
    DescribeVpcAttribute: vpcAttributes.describeVpcAttribute,

    CreateVpcEndpoint: endpoints.createVpcEndpoint,
    DescribeVpcEndpoints: endpoints.describeVpcEndpoints,
    ModifyVpcEndpoint: endpoints.modifyVpcEndpoint,
    DeleteVpcEndpoints: endpoints.deleteVpcEndpoints,

    CreateVpcPeeringConnection: peering.createVpcPeeringConnection,
    AcceptVpcPeeringConnection: peering.acceptVpcPeeringConnection,
    RejectVpcPeeringConnection: peering.rejectVpcPeeringConnection,
    DeleteVpcPeeringConnection: peering.deleteVpcPeeringConnection,
    DescribeVpcPeeringConnections: peering.describeVpcPeeringConnections,

    CreateVpc: vpcs.createVpc,
    DescribeVpcs: vpcs.describeVpcs,
    DeleteVpc: vpcs.deleteVpc,
    CreateDefaultVpc: vpcs.createDefaultVpc,
    AssociateVpcCidrBlock: vpcs.associateVpcCidrBlock,
    DisassociateVpcCidrBlock: vpcs.disassociateVpcCidrBlock,
    ...emptyOperations('ec2', ec2EmptyReads),
  },
  emptyReads: ec2EmptyReads,
  resourceOf: namedBy(
    'SubnetId',
    'RouteTableId',
    'GroupId',
    'InternetGatewayId',
    'NatGatewayId',
    'NetworkAclId',
    'AllocationId',
    'VpcEndpointId',
    'VpcPeeringConnectionId',
    'DhcpOptionsId',
    'VpcId',
    'GroupName',
  ),
  resources: ec2Resources,
  storedOnly: ec2StoredOnly,
};
