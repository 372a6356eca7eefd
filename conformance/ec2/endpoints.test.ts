import {
  AcceptVpcPeeringConnectionCommand,
  CreateFlowLogsCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteFlowLogsCommand,
  DeleteVpcEndpointsCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeFlowLogsCommand,
  DescribeManagedPrefixListsCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcPeeringConnectionsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  RejectVpcPeeringConnectionCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let ec2: EC2Client;
let VpcId = '';

const makeVpc = async (CidrBlock: string) => (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId ?? '';

beforeEach(async () => {
  ec2 = target.client(EC2Client);
  VpcId = await makeVpc('10.0.0.0/16');
});

describe('endpoints of type Gateway', () => {
  it('are reached by routes to the prefix list of their service', async () => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableIds = [RouteTable?.RouteTableId ?? ''];
    const ServiceName = 'com.amazonaws.us-east-1.s3';
    const made = await ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName }));
    const VpcEndpointId = made.VpcEndpoint?.VpcEndpointId ?? '';
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, AddRouteTableIds: RouteTableIds }));
    const Filters = [{ Name: 'prefix-list-name', Values: [ServiceName] }];
    const { PrefixLists: [list] = [] } = await ec2.send(new DescribeManagedPrefixListsCommand({ Filters }));
    const older = await ec2.send(new DescribePrefixListsCommand({ Filters }));
    const entriesOf = (PrefixListId = '') => ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId }));
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds }));
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId] }));
    const gone = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId, 'vpce-0'] }));
    const after = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds }));

    expect(made.VpcEndpoint).toMatchObject({
      VpcEndpointType: 'Gateway',
      State: 'available',
      PrivateDnsEnabled: false,
    });
    expect(older.PrefixLists?.[0]?.PrefixListId).toBe(list?.PrefixListId);
    expect((await entriesOf(list?.PrefixListId)).Entries).toEqual([]);
    await expect(entriesOf('pl-00000000')).rejects.toMatchObject({ name: 'InvalidPrefixListID.NotFound' });
    expect(RouteTables?.[0]?.Routes?.[1]).toEqual({
      DestinationPrefixListId: list?.PrefixListId,
      GatewayId: VpcEndpointId,
      Origin: 'CreateRoute',
      State: 'active',
    });
    expect(VpcEndpoints).toMatchObject([{ RouteTableIds, ServiceName }]);
    expect(gone.Unsuccessful).toMatchObject([
      { ResourceId: 'vpce-0', Error: { Code: 'InvalidVpcEndpointId.NotFound' } },
    ]);
    expect(after.RouteTables?.[0]?.Routes).toHaveLength(1);
  });
});

describe('endpoints of type Interface', () => {
  const wish = { ServiceName: 'com.amazonaws.us-east-1.secretsmanager', VpcEndpointType: 'Interface' } as const;

  it('have an interface in each subnet, and names', async () => {
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }));
    const SubnetIds = [Subnet?.SubnetId ?? ''];
    const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand({ VpcId, ...wish, SubnetIds }));

    expect(VpcEndpoint).toMatchObject({ State: 'pending', PrivateDnsEnabled: true, SubnetIds });
    expect(VpcEndpoint?.NetworkInterfaceIds).toHaveLength(1);
    expect(VpcEndpoint?.Groups).toMatchObject([{ GroupName: 'default' }]);
    expect(VpcEndpoint?.DnsEntries?.at(-1)?.DnsName).toBe('secretsmanager.us-east-1.amazonaws.com');
  });

  it('have private names where the VPC has host names alone', async () => {
    await expect(ec2.send(new CreateVpcEndpointCommand({ VpcId, ...wish }))).rejects.toMatchObject({
      name: 'InvalidParameter',
    });
  });
});

describe('services of endpoints', () => {
  it('are told by name and type', async () => {
    const Filters = [{ Name: 'service-type', Values: ['Gateway'] }];
    const { ServiceNames } = await ec2.send(new DescribeVpcEndpointServicesCommand({ Filters }));
    const ServiceName = 'com.amazonaws.us-east-1.nope';

    expect(ServiceNames).toEqual(['com.amazonaws.us-east-1.dynamodb', 'com.amazonaws.us-east-1.s3']);
    await expect(ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName }))).rejects.toMatchObject({
      name: 'InvalidServiceName',
      message: `The Vpc Endpoint Service '${ServiceName}' does not exist`,
    });
  });
});

describe('flow logs', () => {
  it('are made for each resource, described and deleted', async () => {
    const made = await ec2.send(
      new CreateFlowLogsCommand({
        ResourceIds: [VpcId],
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        LogGroupName: 'flows',
        DeliverLogsPermissionArn: 'arn:aws:iam::000000000000:role/flows',
      }),
    );
    const Filter = [{ Name: 'resource-id', Values: [VpcId] }];
    const { FlowLogs } = await ec2.send(new DescribeFlowLogsCommand({ Filter }));
    const FlowLogIds = made.FlowLogIds ?? [];
    const gone = await ec2.send(new DeleteFlowLogsCommand({ FlowLogIds }));

    expect(FlowLogs).toMatchObject([
      {
        FlowLogId: FlowLogIds[0],
        FlowLogStatus: 'ACTIVE',
        LogDestinationType: 'cloud-watch-logs',
        LogGroupName: 'flows',
        MaxAggregationInterval: 600,
      },
    ]);
    expect(gone.Unsuccessful).toEqual([]);
    expect((await ec2.send(new DescribeFlowLogsCommand({ FlowLogIds }))).FlowLogs).toEqual([]);
  });
});

describe('peering', () => {
  const request = async () => {
    const PeerVpcId = await makeVpc('10.1.0.0/16');
    const made = await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId, PeerVpcId }));
    return { made, VpcPeeringConnectionId: made.VpcPeeringConnection?.VpcPeeringConnectionId ?? '' };
  };

  it('is asked for, accepted and ended', async () => {
    const { made, VpcPeeringConnectionId } = await request();
    const status = async () => {
      const input = { VpcPeeringConnectionIds: [VpcPeeringConnectionId] };
      const found = await ec2.send(new DescribeVpcPeeringConnectionsCommand(input));
      return found.VpcPeeringConnections?.[0]?.Status?.Code;
    };
    const pending = await status();
    await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
    const active = await status();
    await ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));

    expect(made.VpcPeeringConnection?.Status?.Code).toBe('initiating-request');
    expect([pending, active, await status()]).toEqual(['pending-acceptance', 'active', 'deleted']);
  });

  it('is not accepted once it was rejected', async () => {
    const { VpcPeeringConnectionId } = await request();
    await ec2.send(new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));

    await expect(ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }))).rejects.toMatchObject({
      name: 'InvalidStateTransition',
    });
  });
});
