import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  AssociateRouteTableCommand,
  AssociateSubnetCidrBlockCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  CreateEgressOnlyInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteEgressOnlyInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteNetworkAclCommand,
  DeleteNetworkAclEntryCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DescribeAddressesAttributeCommand,
  DescribeAddressesCommand,
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeKeyPairsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DetachInternetGatewayCommand,
  DisassociateAddressCommand,
  DisassociateRouteTableCommand,
  DisassociateSubnetCidrBlockCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  ReleaseAddressCommand,
  ReplaceNetworkAclAssociationCommand,
  ReplaceNetworkAclEntryCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud({ clock: 'virtual' });
let ec2: EC2Client;
let VpcId = '';
beforeEach(async () => {
  ec2 = target.client(EC2Client);
  VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '';
});

const makeSubnet = async (CidrBlock = '10.0.0.0/24') => {
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: 'us-east-1b' }));
  return Subnet?.SubnetId ?? '';
};

const makeGateway = async () => {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const InternetGatewayId = InternetGateway?.InternetGatewayId;
  await ec2.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId }));
  return InternetGatewayId ?? '';
};

const makeTable = async () => (await ec2.send(new CreateRouteTableCommand({ VpcId }))).RouteTable?.RouteTableId ?? '';

const routesOf = async (RouteTableId: string) =>
  (await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }))).RouteTables?.[0]?.Routes;

describe('subnets', () => {
  it('are asked for by ids of their form, with all that must be given', async () => {
    const SubnetIds = ['sub-1'];
    const incomplete = { CidrBlock: '10.0.0.0/24' } as { CidrBlock: string; VpcId: string };

    await expect(ec2.send(new DescribeSubnetsCommand({ SubnetIds }))).rejects.toMatchObject({
      name: 'InvalidSubnetID.Malformed',
      message: 'Invalid id: "sub-1" (expecting "subnet-...")',
    });
    await expect(ec2.send(new CreateSubnetCommand(incomplete))).rejects.toMatchObject({
      name: 'MissingParameter',
      message: 'The request must contain the parameter VpcId',
    });
  });

  it('lie in their VPC, count their addresses and keep their attributes', async () => {
    const SubnetId = await makeSubnet();
    await ec2.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ Filters }));

    expect(Subnets).toMatchObject([
      {
        SubnetId,
        CidrBlock: '10.0.0.0/24',
        AvailabilityZone: 'us-east-1b',
        AvailableIpAddressCount: 251,
        DefaultForAz: false,
        MapPublicIpOnLaunch: true,
        State: 'available',
      },
    ]);
  });

  it.each([
    ['10.1.0.0/24', 'InvalidSubnet.Range', "The CIDR '10.1.0.0/24' is invalid."],
    ['10.0.0.128/25', 'InvalidSubnet.Conflict', "The CIDR '10.0.0.128/25' conflicts with another subnet"],
  ])('%s is refused', async (CidrBlock, name, message) => {
    await makeSubnet();

    await expect(makeSubnet(CidrBlock)).rejects.toMatchObject({ name, message });
  });

  it('take blocks of IPv6 out of those of the VPC', async () => {
    const SubnetId = await makeSubnet();
    const { Ipv6CidrBlockAssociation: vpcs } = await ec2.send(
      new AssociateVpcCidrBlockCommand({ VpcId, AmazonProvidedIpv6CidrBlock: true }),
    );
    const Ipv6CidrBlock = vpcs?.Ipv6CidrBlock?.replace('/56', '/64');
    const made = await ec2.send(new AssociateSubnetCidrBlockCommand({ SubnetId, Ipv6CidrBlock }));
    const { AssociationId } = made.Ipv6CidrBlockAssociation ?? {};
    const gone = await ec2.send(new DisassociateSubnetCidrBlockCommand({ AssociationId }));

    expect(made.Ipv6CidrBlockAssociation?.Ipv6CidrBlock).toBe(Ipv6CidrBlock);
    expect(gone.Ipv6CidrBlockAssociation?.Ipv6CidrBlockState?.State).toBe('disassociating');
  });
});

describe('route tables', () => {
  it('have the local route, and those that lead out while their targets are there', async () => {
    const [RouteTableId, GatewayId] = [await makeTable(), await makeGateway()];
    const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', GatewayId };
    const made = await ec2.send(new CreateRouteCommand(route));
    const again = ec2.send(new CreateRouteCommand(route));
    await expect(again).rejects.toMatchObject({
      name: 'RouteAlreadyExists',
      message: 'The route identified by 0.0.0.0/0 already exists.',
    });
    const before = await routesOf(RouteTableId);
    await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId: GatewayId }));

    expect(made.Return).toBe(true);
    expect(before).toEqual([
      { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
      { DestinationCidrBlock: '0.0.0.0/0', GatewayId, Origin: 'CreateRoute', State: 'active' },
    ]);
    expect((await routesOf(RouteTableId))?.[1]?.State).toBe('blackhole');
  });

  it('replace and delete their routes', async () => {
    const [RouteTableId, GatewayId] = [await makeTable(), await makeGateway()];
    const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0' };
    await expect(ec2.send(new ReplaceRouteCommand({ ...route, GatewayId }))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
    await ec2.send(new CreateRouteCommand({ ...route, GatewayId }));
    await ec2.send(new ReplaceRouteCommand({ ...route, GatewayId }));
    await ec2.send(new DeleteRouteCommand(route));

    await expect(ec2.send(new DeleteRouteCommand(route))).rejects.toMatchObject({
      name: 'InvalidRoute.NotFound',
      message: `no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`,
    });
  });

  it('are those of subnets that are associated', async () => {
    const [SubnetId, RouteTableId, other] = [await makeSubnet(), await makeTable(), await makeTable()];
    const { AssociationId } = await ec2.send(new AssociateRouteTableCommand({ SubnetId, RouteTableId }));
    await expect(ec2.send(new DeleteRouteTableCommand({ RouteTableId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: `The routeTable '${RouteTableId}' has dependencies and cannot be deleted.`,
    });
    const replaced = await ec2.send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId: other }));
    const { RouteTables } = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }] }),
    );
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId: replaced.NewAssociationId }));
    await ec2.send(new DeleteRouteTableCommand({ RouteTableId: other }));

    expect(RouteTables?.map((table) => table.RouteTableId)).toEqual([other]);
  });
});

describe('gateways', () => {
  it('are attached to one VPC, and deleted when they are detached', async () => {
    const InternetGatewayId = await makeGateway();
    const found = await ec2.send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [InternetGatewayId] }));
    await expect(ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
    await ec2.send(new DetachInternetGatewayCommand({ VpcId, InternetGatewayId }));
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId }));

    expect(found.InternetGateways?.[0]?.Attachments).toEqual([{ State: 'available', VpcId }]);
  });

  it('for IPv6 alone let out', async () => {
    const made = await ec2.send(new CreateEgressOnlyInternetGatewayCommand({ VpcId }));
    const { EgressOnlyInternetGatewayId } = made.EgressOnlyInternetGateway ?? {};
    const found = await ec2.send(new DescribeEgressOnlyInternetGatewaysCommand({}));
    const gone = await ec2.send(new DeleteEgressOnlyInternetGatewayCommand({ EgressOnlyInternetGatewayId }));

    expect(found.EgressOnlyInternetGateways).toMatchObject([{ Attachments: [{ State: 'attached', VpcId }] }]);
    expect(gone.ReturnCode).toBe(true);
  });
});

describe('NAT gateways', () => {
  const make = async () => {
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const SubnetId = await makeSubnet();
    const input = { SubnetId, AllocationId, ClientToken: 'once' };
    const { NatGateway } = await ec2.send(new CreateNatGatewayCommand(input));
    return { input, NatGatewayId: NatGateway?.NatGatewayId ?? '', AllocationId, SubnetId };
  };

  it('take an address in their subnet and hold on to it until they are deleted', async () => {
    const { NatGatewayId, AllocationId, SubnetId } = await make();
    const { NatGateways: [gateway] = [] } = await ec2.send(
      new DescribeNatGatewaysCommand({ Filter: [{ Name: 'vpc-id', Values: [VpcId] }] }),
    );
    const { NetworkInterfaces } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    await expect(ec2.send(new ReleaseAddressCommand({ AllocationId }))).rejects.toMatchObject({
      name: 'InvalidIPAddress.InUse',
    });
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
    const after = await ec2.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [NatGatewayId] }));
    await ec2.send(new ReleaseAddressCommand({ AllocationId }));

    expect(gateway).toMatchObject({ State: 'available', SubnetId, ConnectivityType: 'public' });
    expect(gateway?.NatGatewayAddresses).toMatchObject([{ AllocationId, PrivateIp: '10.0.0.4', IsPrimary: true }]);
    expect(NetworkInterfaces).toMatchObject([{ Description: `Interface for NAT Gateway ${NatGatewayId}`, SubnetId }]);
    expect(after.NatGateways?.[0]?.State).toBe('deleted');
  });

  it('are made once by one token', async () => {
    const { input, NatGatewayId } = await make();
    const again = await ec2.send(new CreateNatGatewayCommand(input));
    const other = ec2.send(new CreateNatGatewayCommand({ ...input, ConnectivityType: 'private' }));

    expect(again.NatGateway?.NatGatewayId).toBe(NatGatewayId);
    await expect(other).rejects.toMatchObject({ name: 'IdempotentParameterMismatch' });
  });
});

describe('elastic IP addresses', () => {
  it('are allocated, found and released', async () => {
    const { AllocationId, PublicIp, Domain } = await ec2.send(new AllocateAddressCommand({}));
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({ PublicIps: [PublicIp ?? ''] }));
    const AllocationIds = [AllocationId ?? ''];
    const attribute = { AllocationIds, Attribute: 'domain-name' } as const;
    const names = await ec2.send(new DescribeAddressesAttributeCommand(attribute));
    await ec2.send(new ReleaseAddressCommand({ AllocationId }));

    expect(Domain).toBe('vpc');
    expect(Addresses).toMatchObject([{ AllocationId, PublicIp, PublicIpv4Pool: 'amazon' }]);
    expect(names.Addresses).toEqual([{ AllocationId, PublicIp }]);
    await expect(ec2.send(new DescribeAddressesAttributeCommand(attribute))).rejects.toMatchObject({
      name: 'InvalidAllocationID.NotFound',
    });
    await expect(ec2.send(new ReleaseAddressCommand({ AllocationId }))).rejects.toMatchObject({
      name: 'InvalidAllocationID.NotFound',
      message: `The allocation ID '${AllocationId}' does not exist`,
    });
  });

  it('go from one network interface to another', async () => {
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
    await ec2.send(new CreateNatGatewayCommand({ SubnetId: await makeSubnet(), ConnectivityType: 'private' }));
    const { NetworkInterfaces: [eni] = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
    const input = { AllocationId, NetworkInterfaceId: eni?.NetworkInterfaceId };
    const { AssociationId } = await ec2.send(new AssociateAddressCommand(input));
    const { Addresses } = await ec2.send(new DescribeAddressesCommand({}));
    await ec2.send(new DisassociateAddressCommand({ AssociationId }));
    const after = await ec2.send(new DescribeAddressesCommand({}));

    expect(Addresses?.[0]).toMatchObject({ AssociationId, PrivateIpAddress: '10.0.0.4' });
    expect(after.Addresses?.[0]?.AssociationId).toBeUndefined();
  });
});

describe('network ACLs', () => {
  it('begin by refusing everything, and are given to subnets', async () => {
    const SubnetId = await makeSubnet();
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId }));
    const NetworkAclId = NetworkAcl?.NetworkAclId ?? '';
    const entry = { NetworkAclId, RuleNumber: 100, Protocol: '6', Egress: false, CidrBlock: '0.0.0.0/0' };
    const PortRange = { From: 443, To: 443 };
    await ec2.send(new CreateNetworkAclEntryCommand({ ...entry, RuleAction: 'allow', PortRange }));
    await ec2.send(new ReplaceNetworkAclEntryCommand({ ...entry, RuleAction: 'deny', PortRange }));
    const Filters = [{ Name: 'association.subnet-id', Values: [SubnetId] }];
    const { NetworkAcls: [first] = [] } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    const AssociationId = first?.Associations?.[0]?.NetworkAclAssociationId;
    await ec2.send(new ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }));
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));

    expect(NetworkAcl?.Entries?.map(({ RuleAction }) => RuleAction)).toEqual(['deny', 'deny']);
    expect(NetworkAcls?.[0]).toMatchObject({ NetworkAclId, IsDefault: false, Associations: [{ SubnetId }] });
    expect(NetworkAcls?.[0]?.Entries?.[1]).toMatchObject({ RuleNumber: 100, RuleAction: 'deny', PortRange });
    await expect(ec2.send(new DeleteNetworkAclCommand({ NetworkAclId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
    });
  });

  it('lose entries, once', async () => {
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId }));
    const NetworkAclId = NetworkAcl?.NetworkAclId ?? '';
    const entry = { NetworkAclId, RuleNumber: 1, Egress: true };
    const wish = { ...entry, Protocol: '-1', RuleAction: 'allow', CidrBlock: '0.0.0.0/0' } as const;
    await ec2.send(new CreateNetworkAclEntryCommand(wish));
    await expect(ec2.send(new CreateNetworkAclEntryCommand(wish))).rejects.toMatchObject({
      name: 'NetworkAclEntryAlreadyExists',
      message: 'The network acl entry identified by 1 already exists.',
    });
    await ec2.send(new DeleteNetworkAclEntryCommand(entry));
    await expect(ec2.send(new DeleteNetworkAclEntryCommand(entry))).rejects.toMatchObject({
      name: 'InvalidNetworkAclEntry.NotFound',
    });
    await ec2.send(new DeleteNetworkAclCommand({ NetworkAclId }));
  });
});

describe('machines', () => {
  it('are none', async () => {
    expect((await ec2.send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
    expect((await ec2.send(new DescribeImagesCommand({}))).Images).toEqual([]);
    expect((await ec2.send(new DescribeKeyPairsCommand({}))).KeyPairs).toEqual([]);
    await expect(ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123'] }))).rejects.toMatchObject({
      name: 'InvalidInstanceID.NotFound',
      message: "The instance ID 'i-0123' does not exist",
    });
    await expect(ec2.send(new DescribeInstancesCommand({ InstanceIds: ['10.0.0.1'] }))).rejects.toMatchObject({
      name: 'InvalidInstanceID.Malformed',
      message: 'Invalid id: "10.0.0.1"',
    });
  });
});
