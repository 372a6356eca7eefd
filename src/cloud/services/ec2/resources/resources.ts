import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import * as attached from './attached.ts';
import * as filtering from './filtering.ts';
import { keyPair } from './key-pair.ts';
import * as routing from './routing.ts';
import * as vpc from './vpc.ts';

/** The CloudFormation resource types of EC2's networks. */
export const ec2Resources: Readonly<Record<string, ResourceType>> = resourceTypes(
  vpc.vpc,
  vpc.vpcCidrBlock,
  vpc.subnet,
  vpc.subnetCidrBlock,
  routing.routeTable,
  routing.subnetRouteTableAssociation,
  routing.route,
  routing.internetGateway,
  routing.vpcGatewayAttachment,
  routing.egressOnlyInternetGateway,
  routing.eip,
  routing.eipAssociation,
  routing.natGateway,
  filtering.securityGroup,
  filtering.securityGroupIngress,
  filtering.securityGroupEgress,
  filtering.networkAcl,
  filtering.networkAclEntry,
  filtering.subnetNetworkAclAssociation,
  attached.vpcEndpoint,
  attached.flowLog,
  attached.dhcpOptions,
  attached.vpcDhcpOptionsAssociation,
  attached.vpcPeeringConnection,
  keyPair,
);
