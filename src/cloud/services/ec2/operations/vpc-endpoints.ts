import type {
  CreateVpcEndpointRequest,
  CreateVpcEndpointResult,
  DeleteVpcEndpointsRequest,
  DeleteVpcEndpointsResult,
  DescribeVpcEndpointsRequest,
  DescribeVpcEndpointsResult,
  ModifyVpcEndpointRequest,
  ModifyVpcEndpointResult,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId, notFound } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { addInterface, groupsOf, removeInterface } from '../networks/network-interfaces.ts';
import { gatewayServices, prefixListId, shortServiceName } from '../networks/service-names.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Endpoint = Records['endpoints'];

const fullAccess = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
});

const shown = (state: Ec2State, endpoint: Endpoint): VpcEndpoint => ({
  ...endpoint,
  Tags: tagsOf(state, endpoint.VpcEndpointId),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
export const createVpcEndpoint = ec2Operation(
  'CreateVpcEndpoint',
  ['VpcId'],
  (state, input: CreateVpcEndpointRequest, context): CreateVpcEndpointResult => {
    const type = input.VpcEndpointType ?? 'Gateway';
    if (type !== 'Gateway' && type !== 'Interface') throw new UnsupportedError(`EC2 VPC endpoints of type ${type}`);
    if (input.SubnetConfigurations) throw new UnsupportedError('EC2 CreateVpcEndpoint.SubnetConfigurations');
    const { ServiceName } = input;
    if (ServiceName === undefined) throw missingParameter('serviceName');
    const vpc = find(state, 'vpcs', input.VpcId ?? '');
    const service = serviceOf(ServiceName, type, context.region);
    const tags = specifiedTags(input.TagSpecifications, 'endpoints');
    const base: Endpoint = {
      VpcEndpointId: newId('vpce', context),
      VpcEndpointType: type,
      VpcId: vpc.VpcId,
      ServiceName,
      State: 'available' as 'Available',
      PolicyDocument: input.PolicyDocument ?? fullAccess,
      RouteTableIds: [],
      SubnetIds: [],
      Groups: [],
      PrivateDnsEnabled: false,
      RequesterManaged: false,
      NetworkInterfaceIds: [],
      DnsEntries: [],
      CreationTimestamp: new Date(context.clock.now()),
      OwnerId: context.account,
    };
    const endpoint = type === 'Gateway' ? base : interfaceEndpoint(state, base, service, input, context);
    state.endpoints.set(endpoint.VpcEndpointId, endpoint);
    for (const id of input.RouteTableIds ?? []) addToTable(state, endpoint.VpcEndpointId, id);
    addTags(state, endpoint.VpcEndpointId, tags);
    const created = shown(state, find(state, 'endpoints', endpoint.VpcEndpointId));
    return {
      VpcEndpoint: { ...created, State: (type === 'Gateway' ? 'available' : 'pending') as 'Available' },
      ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }),
    };
  },
);

function serviceOf(name: string, type: string, region: string): string {
  const short = shortServiceName(name, region);
  const isOther = name.startsWith('com.amazonaws.vpce.') || name.startsWith('aws.');
  const isOffered = type === 'Gateway' ? short !== undefined && gatewayServices.includes(short) : short || isOther;
  if (!isOffered) throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${name}' does not exist`);
  return short ?? name;
}

function interfaceEndpoint(
  state: Ec2State,
  base: Endpoint,
  service: string,
  input: CreateVpcEndpointRequest,
  context: Context,
): Endpoint {
  const vpc = find(state, 'vpcs', base.VpcId);
  const PrivateDnsEnabled = input.PrivateDnsEnabled ?? true;
  if (PrivateDnsEnabled && !(vpc.attributes.enableDnsSupport && vpc.attributes.enableDnsHostnames))
    throw new AwsError(
      'InvalidParameter',
      `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${vpc.VpcId}`,
    );
  const Groups = groupsOf(state, vpc.VpcId, input.SecurityGroupIds);
  const NetworkInterfaceIds = (input.SubnetIds ?? []).map((id) =>
    addEndpointInterface(state, base, Groups, id, context),
  );
  const zones = (input.SubnetIds ?? []).map((id) => find(state, 'subnets', id).AvailabilityZone);
  const name = `${base.VpcEndpointId}-${context.random.hex(8)}`;
  const HostedZoneId = `Z${context.random.hex(13).toUpperCase()}`;
  const suffix = `${service.split('.').reverse().join('.')}.${context.region}.vpce.amazonaws.com`;
  return {
    ...base,
    PrivateDnsEnabled,
    Groups,
    SubnetIds: [...(input.SubnetIds ?? [])],
    NetworkInterfaceIds,
    IpAddressType: input.IpAddressType ?? 'ipv4',
    DnsOptions: { DnsRecordIpType: 'ipv4', ...input.DnsOptions },
    DnsEntries: [
      { DnsName: `${name}.${suffix}`, HostedZoneId },
      ...zones.map((zone) => ({ DnsName: `${name}-${zone}.${suffix}`, HostedZoneId })),
      ...(PrivateDnsEnabled
        ? [
            {
              DnsName: `${service.split('.').reverse().join('.')}.${context.region}.amazonaws.com`,
              HostedZoneId: `Z${context.random.hex(13).toUpperCase()}`,
            },
          ]
        : []),
    ],
  };
}

function addEndpointInterface(
  state: Ec2State,
  { VpcEndpointId }: Endpoint,
  groups: VpcEndpoint['Groups'],
  subnetId: string,
  context: Context,
): string {
  const description = `VPC Endpoint Interface ${VpcEndpointId}`;
  const wishes = {
    subnetId,
    description,
    type: 'vpc_endpoint',
    isRequesterManaged: true,
    groups: groups ?? [],
  } as const;
  return addInterface(state, wishes, context).NetworkInterfaceId;
}

/** A gateway endpoint is reached by a route to its service's prefix list. */
function addToTable(state: Ec2State, endpointId: string, tableId: string): void {
  const endpoint = find(state, 'endpoints', endpointId);
  const table = find(state, 'routeTables', tableId);
  const DestinationPrefixListId = prefixListId(endpoint.ServiceName);
  if (table.Routes.some((route) => route.DestinationPrefixListId === DestinationPrefixListId))
    throw new AwsError(
      'RouteAlreadyExists',
      `route table ${tableId} already has a route with destination-prefix-list-id ${DestinationPrefixListId}`,
    );
  const route = { DestinationPrefixListId, GatewayId: endpointId, Origin: 'CreateRoute' } as const;
  state.routeTables.set(tableId, { ...table, Routes: [...table.Routes, route] });
  state.endpoints.set(endpointId, { ...endpoint, RouteTableIds: [...(endpoint.RouteTableIds ?? []), tableId] });
}

function removeFromTable(state: Ec2State, endpointId: string, tableId: string): void {
  const endpoint = find(state, 'endpoints', endpointId);
  const table = state.routeTables.get(tableId);
  if (table) {
    const Routes = table.Routes.filter(({ GatewayId }) => GatewayId !== endpointId);
    state.routeTables.set(tableId, { ...table, Routes });
  }
  const RouteTableIds = (endpoint.RouteTableIds ?? []).filter((id) => id !== tableId);
  state.endpoints.set(endpointId, { ...endpoint, RouteTableIds });
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpoints.html */
export const describeVpcEndpoints = ec2Operation(
  'DescribeVpcEndpoints',
  [],
  (state, input: DescribeVpcEndpointsRequest): DescribeVpcEndpointsResult => {
    const { items, next } = describe(state, 'endpoints', input, {
      ids: input.VpcEndpointIds,
      parameter: 'vpcEndpointIds',
      filters: {
        'ip-address-type': ({ IpAddressType }) => IpAddressType,
        'service-name': ({ ServiceName }) => ServiceName,
        'vpc-endpoint-id': ({ VpcEndpointId }) => VpcEndpointId,
        'vpc-endpoint-state': ({ State }) => State,
        'vpc-endpoint-type': ({ VpcEndpointType }) => VpcEndpointType,
        'vpc-id': ({ VpcId }) => VpcId,
      },
    });
    return { VpcEndpoints: items.map((endpoint) => shown(state, endpoint)), ...next };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html */
export const modifyVpcEndpoint = ec2Operation(
  'ModifyVpcEndpoint',
  ['VpcEndpointId'],
  (state, input: ModifyVpcEndpointRequest, context): ModifyVpcEndpointResult => {
    const id = input.VpcEndpointId ?? '';
    const endpoint = find(state, 'endpoints', id);
    for (const tableId of input.RemoveRouteTableIds ?? []) removeFromTable(state, id, tableId);
    for (const tableId of input.AddRouteTableIds ?? []) addToTable(state, id, tableId);
    const removedGroups = new Set(input.RemoveSecurityGroupIds);
    const Groups = [
      ...(endpoint.Groups ?? []).filter(({ GroupId = '' }) => !removedGroups.has(GroupId)),
      ...groupsOf(state, endpoint.VpcId, input.AddSecurityGroupIds ?? []),
    ];
    const removed = new Set(input.RemoveSubnetIds);
    const interfaces = (endpoint.NetworkInterfaceIds ?? []).filter((eniId) => {
      const isGone = removed.has(state.networkInterfaces.get(eniId)?.SubnetId ?? '');
      if (isGone) removeInterface(state, eniId);
      return !isGone;
    });
    const added = (input.AddSubnetIds ?? []).map((subnet) =>
      addEndpointInterface(state, endpoint, Groups, subnet, context),
    );
    const PolicyDocument = input.ResetPolicy ? fullAccess : (input.PolicyDocument ?? endpoint.PolicyDocument);
    state.endpoints.set(id, {
      ...find(state, 'endpoints', id),
      Groups,
      NetworkInterfaceIds: [...interfaces, ...added],
      SubnetIds: [...(endpoint.SubnetIds ?? []).filter((each) => !removed.has(each)), ...(input.AddSubnetIds ?? [])],
      PolicyDocument,
      PrivateDnsEnabled: input.PrivateDnsEnabled ?? endpoint.PrivateDnsEnabled,
      IpAddressType: input.IpAddressType ?? endpoint.IpAddressType,
      DnsOptions: input.DnsOptions ?? endpoint.DnsOptions,
    });
    return { Return: true };
  },
);

/** What cannot be deleted is told, and no error. */
export const deleteVpcEndpoints = ec2Operation(
  'DeleteVpcEndpoints',
  ['VpcEndpointIds'],
  (state, { VpcEndpointIds = [] }: DeleteVpcEndpointsRequest): DeleteVpcEndpointsResult => {
    const Unsuccessful = VpcEndpointIds.flatMap((ResourceId) => {
      const endpoint = state.endpoints.get(ResourceId);
      if (!endpoint) {
        const { code: Code, message: Message } = notFound('endpoints', ResourceId);
        return [{ Error: { Code, Message }, ResourceId }];
      }
      for (const tableId of endpoint.RouteTableIds ?? []) removeFromTable(state, ResourceId, tableId);
      for (const id of endpoint.NetworkInterfaceIds ?? []) removeInterface(state, id);
      state.endpoints.delete(ResourceId);
      state.tags.delete(ResourceId);
      return [];
    });
    return { Unsuccessful };
  },
);
