import type {
  AssociateRouteTableRequest,
  AssociateRouteTableResult,
  CreateRouteTableRequest,
  CreateRouteTableResult,
  DeleteRouteTableRequest,
  DescribeRouteTablesRequest,
  DescribeRouteTablesResult,
  DisassociateRouteTableRequest,
  ReplaceRouteTableAssociationRequest,
  ReplaceRouteTableAssociationResult,
  RouteTableAssociation,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { hasDependencies, invalidParameterValue, missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import type { Filters } from '../lookup/filters.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { createRouteTable as create } from '../networks/create-network.ts';
import { shownRoutes } from '../networks/shown-routes.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Table = Records['routeTables'];

const shown = (state: Ec2State, table: Table) => ({
  ...table,
  Routes: shownRoutes(state, table),
  Tags: tagsOf(state, table.RouteTableId),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
export const createRouteTable = ec2Operation(
  'CreateRouteTable',
  ['VpcId'],
  (state, input: CreateRouteTableRequest, context): CreateRouteTableResult => {
    const vpc = find(state, 'vpcs', input.VpcId ?? '');
    const tags = specifiedTags(input.TagSpecifications, 'routeTables');
    const table = create(state, vpc, false, context);
    addTags(state, table.RouteTableId, tags);
    return { RouteTable: shown(state, table) };
  },
);

export const deleteRouteTable = ec2Operation(
  'DeleteRouteTable',
  ['RouteTableId'],
  (state, input: DeleteRouteTableRequest): object => {
    const { RouteTableId, Associations } = find(state, 'routeTables', input.RouteTableId ?? '');
    if (Associations.length > 0) throw hasDependencies('routeTable', RouteTableId);
    state.routeTables.delete(RouteTableId);
    state.tags.delete(RouteTableId);
    return {};
  },
);

const filtersOf = (state: Ec2State): Filters<Table> => {
  const routes = (table: Table) => shownRoutes(state, table);
  return {
    'association.gateway-id': ({ Associations }) => Associations.map(({ GatewayId }) => GatewayId),
    'association.main': ({ Associations }) => Associations.map(({ Main }) => Main),
    'association.route-table-association-id': ({ Associations }) =>
      Associations.map(({ RouteTableAssociationId }) => RouteTableAssociationId),
    'association.route-table-id': ({ Associations }) => Associations.map(({ RouteTableId }) => RouteTableId),
    'association.subnet-id': ({ Associations }) => Associations.map(({ SubnetId }) => SubnetId),
    'owner-id': ({ OwnerId }) => OwnerId,
    'route-table-id': ({ RouteTableId }) => RouteTableId,
    'route.destination-cidr-block': (table) => routes(table).map((route) => route.DestinationCidrBlock),
    'route.destination-ipv6-cidr-block': (table) => routes(table).map((route) => route.DestinationIpv6CidrBlock),
    'route.destination-prefix-list-id': (table) => routes(table).map((route) => route.DestinationPrefixListId),
    'route.egress-only-internet-gateway-id': (table) => routes(table).map((route) => route.EgressOnlyInternetGatewayId),
    'route.gateway-id': (table) => routes(table).map((route) => route.GatewayId),
    'route.instance-id': (table) => routes(table).map((route) => route.InstanceId),
    'route.nat-gateway-id': (table) => routes(table).map((route) => route.NatGatewayId),
    'route.origin': (table) => routes(table).map((route) => route.Origin),
    'route.state': (table) => routes(table).map((route) => route.State),
    'route.transit-gateway-id': (table) => routes(table).map((route) => route.TransitGatewayId),
    'route.vpc-peering-connection-id': (table) => routes(table).map((route) => route.VpcPeeringConnectionId),
    'vpc-id': ({ VpcId }) => VpcId,
  };
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRouteTables.html */
export const describeRouteTables = ec2Operation(
  'DescribeRouteTables',
  [],
  (state, input: DescribeRouteTablesRequest): DescribeRouteTablesResult => {
    const { items, next } = describe(state, 'routeTables', input, {
      ids: input.RouteTableIds,
      parameter: 'routeTableIds',
      filters: filtersOf(state),
    });
    return { RouteTables: items.map((table) => shown(state, table)), ...next };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateRouteTable.html */
export const associateRouteTable = ec2Operation(
  'AssociateRouteTable',
  ['RouteTableId'],
  (state, input: AssociateRouteTableRequest, context): AssociateRouteTableResult => {
    const table = find(state, 'routeTables', input.RouteTableId ?? '');
    const { SubnetId, GatewayId } = input;
    if (SubnetId === undefined && GatewayId === undefined) throw missingParameter('subnetId or gatewayId');
    if (SubnetId !== undefined && find(state, 'subnets', SubnetId).VpcId !== table.VpcId)
      throw invalidParameterValue(
        `route table ${table.RouteTableId} and subnet ${SubnetId} belong to different networks`,
      );
    const isTaken = (each: RouteTableAssociation) =>
      SubnetId === undefined ? each.GatewayId === GatewayId : each.SubnetId === SubnetId;
    for (const other of state.routeTables.values()) {
      const taken = other.Associations.find(isTaken);
      if (!taken) continue;
      if (other === table)
        return { AssociationId: taken.RouteTableAssociationId, AssociationState: { State: 'associated' } };
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `the specified association for route table ${table.RouteTableId} conflicts with an existing association`,
      );
    }
    const AssociationId = newId('rtbassoc', context);
    addAssociation(state, table, {
      Main: false,
      RouteTableAssociationId: AssociationId,
      RouteTableId: table.RouteTableId,
      ...(SubnetId === undefined ? { GatewayId } : { SubnetId }),
      AssociationState: { State: 'associated' },
    });
    return { AssociationId, AssociationState: { State: 'associated' } };
  },
);

function addAssociation(state: Ec2State, table: Table, association: RouteTableAssociation): void {
  state.routeTables.set(table.RouteTableId, { ...table, Associations: [...table.Associations, association] });
}

/** An association with the table that it is of. */
function findAssociation(state: Ec2State, id: string): { table: Table; association: RouteTableAssociation } {
  for (const table of state.routeTables.values()) {
    const association = table.Associations.find(({ RouteTableAssociationId }) => RouteTableAssociationId === id);
    if (association) return { table, association };
  }
  throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
}

function removeAssociation(state: Ec2State, table: Table, association: RouteTableAssociation): void {
  const Associations = table.Associations.filter((each) => each !== association);
  state.routeTables.set(table.RouteTableId, { ...table, Associations });
}

export const disassociateRouteTable = ec2Operation(
  'DisassociateRouteTable',
  ['AssociationId'],
  (state, input: DisassociateRouteTableRequest): object => {
    const { table, association } = findAssociation(state, input.AssociationId ?? '');
    if (association.Main)
      throw invalidParameterValue(`cannot disassociate the main route table association ${input.AssociationId}`);
    removeAssociation(state, table, association);
    return {};
  },
);

/** Also how a VPC takes another main table. */
export const replaceRouteTableAssociation = ec2Operation(
  'ReplaceRouteTableAssociation',
  ['AssociationId', 'RouteTableId'],
  (state, input: ReplaceRouteTableAssociationRequest, context): ReplaceRouteTableAssociationResult => {
    const { table, association } = findAssociation(state, input.AssociationId ?? '');
    const target = find(state, 'routeTables', input.RouteTableId ?? '');
    if (target.VpcId !== table.VpcId)
      throw invalidParameterValue(
        `route table ${target.RouteTableId} and association ${input.AssociationId} belong to different networks`,
      );
    removeAssociation(state, table, association);
    const NewAssociationId = newId('rtbassoc', context);
    addAssociation(state, find(state, 'routeTables', target.RouteTableId), {
      ...association,
      RouteTableAssociationId: NewAssociationId,
      RouteTableId: target.RouteTableId,
    });
    return { NewAssociationId, AssociationState: { State: 'associated' } };
  },
);
