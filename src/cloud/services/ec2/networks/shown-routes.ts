import type { Route } from '@aws-sdk/client-ec2';
import type { Ec2State, Records } from '../state.ts';

/**
 * The routes of a table: those within the VPC first, which no table is without, and those that were made. One whose
 * target is gone is a black hole.
 */
export function shownRoutes(state: Ec2State, table: Records['routeTables']): Route[] {
  const vpc = state.vpcs.get(table.VpcId);
  const local = { GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' } as const;
  return [
    ...(vpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => ({ DestinationCidrBlock: CidrBlock, ...local })),
    ...(vpc?.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => ({
      DestinationIpv6CidrBlock: Ipv6CidrBlock,
      ...local,
    })),
    ...table.Routes.map(
      (route): Route => ({ ...route, State: isReachable(state, table.VpcId, route) ? 'active' : 'blackhole' }),
    ),
  ];
}

function isReachable(state: Ec2State, vpcId: string, route: Route): boolean {
  const { GatewayId, NatGatewayId, EgressOnlyInternetGatewayId, NetworkInterfaceId, VpcPeeringConnectionId } = route;
  if (GatewayId?.startsWith('igw-')) {
    return state.internetGateways.get(GatewayId)?.Attachments.some(({ VpcId }) => VpcId === vpcId) ?? false;
  }
  if (GatewayId?.startsWith('vpce-')) return state.endpoints.has(GatewayId);
  if (NatGatewayId !== undefined) return state.natGateways.get(NatGatewayId)?.State === 'available';
  if (EgressOnlyInternetGatewayId !== undefined)
    return state.egressOnlyInternetGateways.has(EgressOnlyInternetGatewayId);
  if (NetworkInterfaceId !== undefined) return state.networkInterfaces.has(NetworkInterfaceId);
  if (VpcPeeringConnectionId !== undefined) return state.peerings.get(VpcPeeringConnectionId)?.Status.Code === 'active';
  return true;
}
