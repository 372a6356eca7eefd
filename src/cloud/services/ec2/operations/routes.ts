import type {
  CreateRouteRequest,
  CreateRouteResult,
  DeleteRouteRequest,
  ReplaceRouteRequest,
  Route,
} from '@aws-sdk/client-ec2';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { parseCidr } from '../addresses/cidr.ts';
import { invalidCombination, invalidParameterValue, invalidValueOf, missingParameter } from '../errors.ts';
import { find } from '../lookup/kinds.ts';
import { shownRoutes } from '../networks/shown-routes.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Table = Records['routeTables'];

type Destination = Pick<
  CreateRouteRequest,
  'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'
>;

/** What routes lead to, and cannot here. */
const unknownTargets = [
  'CarrierGatewayId',
  'CoreNetworkArn',
  'InstanceId',
  'LocalGatewayId',
  'OdbNetworkArn',
  'TransitGatewayId',
  'VpcEndpointId',
] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
export const createRoute = ec2Operation(
  'CreateRoute',
  ['RouteTableId'],
  (state, input: CreateRouteRequest): CreateRouteResult => {
    const table = find(state, 'routeTables', input.RouteTableId ?? '');
    const destination = destinationOf(input);
    const target = targetOf(state, table, input);
    if (shownRoutes(state, table).some((route) => isTo(route, destination)))
      throw new AwsError('RouteAlreadyExists', `The route identified by ${textOf(destination)} already exists.`);
    const route: Route = { ...destination, ...target, Origin: 'CreateRoute' };
    state.routeTables.set(table.RouteTableId, { ...table, Routes: [...table.Routes, route] });
    return { Return: true };
  },
);

export const replaceRoute = ec2Operation(
  'ReplaceRoute',
  ['RouteTableId'],
  (state, input: ReplaceRouteRequest): object => {
    if (input.LocalTarget !== undefined) throw new UnsupportedError('EC2 ReplaceRoute.LocalTarget');
    const table = find(state, 'routeTables', input.RouteTableId ?? '');
    const destination = destinationOf(input);
    const target = targetOf(state, table, input);
    if (!table.Routes.some((route) => isTo(route, destination)))
      throw invalidParameterValue(
        `There is no route defined for '${textOf(destination)}' in the route table. Use CreateRoute instead.`,
      );
    const Routes = table.Routes.map((route) =>
      isTo(route, destination) ? { ...destination, ...target, Origin: route.Origin } : route,
    );
    state.routeTables.set(table.RouteTableId, { ...table, Routes });
    return {};
  },
);

export const deleteRoute = ec2Operation('DeleteRoute', ['RouteTableId'], (state, input: DeleteRouteRequest): object => {
  const table = find(state, 'routeTables', input.RouteTableId ?? '');
  const destination = destinationOf(input);
  const [[name = '', text] = []] = Object.entries(destination);
  if (!table.Routes.some((route) => isTo(route, destination))) {
    if (shownRoutes(state, table).some((route) => isTo(route, destination)))
      throw invalidParameterValue(`cannot remove local route ${text} in route table ${table.RouteTableId}`);
    const kebab = name.replace(/(?<=[a-z0-9])([A-Z])/g, '-$1').toLowerCase();
    throw new AwsError('InvalidRoute.NotFound', `no route with ${kebab} ${text} in route table ${table.RouteTableId}`);
  }
  const Routes = table.Routes.filter((route) => !isTo(route, destination));
  state.routeTables.set(table.RouteTableId, { ...table, Routes });
  return {};
});

/** The one destination of three that is given, in AWS's writing. */
function destinationOf(input: Destination): Destination {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = input;
  if (DestinationCidrBlock !== undefined)
    return { DestinationCidrBlock: blockText(DestinationCidrBlock, 4, 'destinationCidrBlock') };
  if (DestinationIpv6CidrBlock !== undefined)
    return { DestinationIpv6CidrBlock: blockText(DestinationIpv6CidrBlock, 6, 'destinationIpv6CidrBlock') };
  if (DestinationPrefixListId !== undefined) return { DestinationPrefixListId };
  throw missingParameter('destinationCidrBlock');
}

function blockText(text: string, version: 4 | 6, parameter: string): string {
  const cidr = parseCidr(text);
  if (cidr?.version !== version) throw invalidValueOf(text, parameter, 'This is not a valid CIDR block.');
  return cidr.text;
}

const textOf = (destination: Destination): string => Object.values(destination).join('');

const isTo = (route: Route, destination: Destination): boolean =>
  Object.entries(destination).every(([name, value]) => route[name as keyof Route] === value);

/** What of the possible targets is given; it must exist, and be of the table's network. */
function targetOf(state: Ec2State, table: Table, input: CreateRouteRequest): Partial<Route> {
  const unknown = unknownTargets.find((name) => input[name] !== undefined);
  if (unknown) throw new UnsupportedError(`EC2 routes to ${unknown}`);
  const { GatewayId, NatGatewayId, EgressOnlyInternetGatewayId, NetworkInterfaceId, VpcPeeringConnectionId } = input;
  const targets = { GatewayId, NatGatewayId, EgressOnlyInternetGatewayId, NetworkInterfaceId, VpcPeeringConnectionId };
  const given = Object.entries(targets).filter(([, id]) => id !== undefined);
  if (given.length === 0) throw missingParameter('gatewayId');
  if (given.length > 1) throw invalidCombination('Only one target may be specified for a route');
  if (GatewayId !== undefined) assertGateway(state, table, GatewayId);
  if (NatGatewayId !== undefined) find(state, 'natGateways', NatGatewayId);
  if (EgressOnlyInternetGatewayId !== undefined) find(state, 'egressOnlyInternetGateways', EgressOnlyInternetGatewayId);
  if (NetworkInterfaceId !== undefined) find(state, 'networkInterfaces', NetworkInterfaceId);
  if (VpcPeeringConnectionId !== undefined) find(state, 'peerings', VpcPeeringConnectionId);
  return Object.fromEntries(given);
}

function assertGateway(state: Ec2State, { RouteTableId, VpcId: vpcId }: Table, id: string): void {
  if (id.startsWith('vgw-')) throw new UnsupportedError('EC2 routes to virtual private gateways');
  const gateway = find(state, 'internetGateways', id);
  if (!gateway.Attachments.some(({ VpcId }) => VpcId === vpcId))
    throw invalidParameterValue(`route table ${RouteTableId} and network gateway ${id} belong to different networks`);
}
