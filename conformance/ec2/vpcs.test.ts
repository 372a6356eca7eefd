import {
  AssociateDhcpOptionsCommand,
  AssociateVpcCidrBlockCommand,
  CreateDefaultSubnetCommand,
  CreateDefaultVpcCommand,
  CreateDhcpOptionsCommand,
  CreateVpcCommand,
  DeleteDhcpOptionsCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAccountAttributesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeDhcpOptionsCommand,
  DescribeInternetGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRegionsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  DisassociateVpcCidrBlockCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let ec2: EC2Client;
beforeEach(() => {
  ec2 = target.client(EC2Client);
});

const makeVpc = async (CidrBlock = '10.0.0.0/16') => {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock }));
  return Vpc?.VpcId ?? '';
};

describe('CreateVpc', () => {
  it('answers a pending VPC with its block and tags, which is available at the next look', async () => {
    const TagSpecifications = [{ ResourceType: 'vpc' as const, Tags: [{ Key: 'Name', Value: 'main' }] }];
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.18/16', TagSpecifications }));
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [Vpc?.VpcId ?? ''] }));

    expect(Vpc).toMatchObject({
      VpcId: expect.stringMatching(/^vpc-[0-9a-f]{17}$/) as string,
      State: 'pending',
      CidrBlock: '10.0.0.0/16',
      IsDefault: false,
      InstanceTenancy: 'default',
      CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
      Tags: [{ Key: 'Name', Value: 'main' }],
    });
    expect(Vpcs).toEqual([{ ...Vpc, State: 'available' }]);
  });

  it('brings along a main route table, a network ACL and a security group', async () => {
    const VpcId = await makeVpc();
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters }));
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand({ Filters }));
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));

    expect(RouteTables).toMatchObject([
      {
        Associations: [{ Main: true }],
        Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
      },
    ]);
    expect(
      NetworkAcls?.[0]?.Entries?.map(({ RuleNumber, Egress, RuleAction }) => [RuleNumber, Egress, RuleAction]),
    ).toEqual([
      [100, true, 'allow'],
      [32_767, true, 'deny'],
      [100, false, 'allow'],
      [32_767, false, 'deny'],
    ]);
    expect(SecurityGroups).toMatchObject([
      {
        GroupName: 'default',
        Description: 'default VPC security group',
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: SecurityGroups?.[0]?.GroupId }] }],
        IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
    ]);
  });

  it.each([
    ['10.0.0.0/8', 'InvalidVpc.Range', "The CIDR '10.0.0.0/8' is invalid."],
    [
      '10.0.0/16',
      'InvalidParameterValue',
      'Value (10.0.0/16) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
    ],
  ])('refuses %s', async (CidrBlock, name, message) => {
    await expect(ec2.send(new CreateVpcCommand({ CidrBlock }))).rejects.toMatchObject({ name, message });
  });

  it('does nothing in a dry run', async () => {
    const dry = ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', DryRun: true }));

    await expect(dry).rejects.toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
  });
});

describe('DescribeVpcs', () => {
  it('finds by tags and wildcards, page by page', async () => {
    const Tags = [{ Key: 'stage', Value: 'prod-eu' }];
    for (const block of [0, 1, 2, 3, 4, 5]) {
      const input = { CidrBlock: `10.${block}.0.0/16`, TagSpecifications: [{ ResourceType: 'vpc' as const, Tags }] };
      await ec2.send(new CreateVpcCommand(input));
    }
    const Filters = [{ Name: 'tag:stage', Values: ['prod-*'] }];
    const first = await ec2.send(new DescribeVpcsCommand({ Filters, MaxResults: 5 }));
    const second = await ec2.send(new DescribeVpcsCommand({ Filters, MaxResults: 5, NextToken: first.NextToken }));
    const none = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: 'cidr', Values: ['10.9.*'] }] }));

    expect([first.Vpcs?.length, second.Vpcs?.length, second.NextToken]).toEqual([5, 1, undefined]);
    expect(none.Vpcs).toEqual([]);
  });

  it.each([
    [
      { VpcIds: ['vpc-0123456789abcdef0'] },
      'InvalidVpcID.NotFound',
      "The vpc ID 'vpc-0123456789abcdef0' does not exist",
    ],
    [{ Filters: [{ Name: 'nope', Values: ['x'] }] }, 'InvalidParameterValue', "The filter 'nope' is invalid"],
    [
      { MaxResults: 2 },
      'InvalidParameterValue',
      'Value ( 2 ) for parameter maxResults is invalid. Expecting a value greater than 5.',
    ],
  ])('refuses %j', async (input, name, message) => {
    await expect(ec2.send(new DescribeVpcsCommand(input))).rejects.toMatchObject({ name, message });
  });
});

describe('VPC attributes', () => {
  it('are one at a time, and support of DNS is on', async () => {
    const VpcId = await makeVpc();
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    const of = (Attribute: 'enableDnsHostnames' | 'enableDnsSupport') =>
      ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));

    expect(await of('enableDnsHostnames')).toMatchObject({ VpcId, EnableDnsHostnames: { Value: true } });
    expect(await of('enableDnsSupport')).toMatchObject({ EnableDnsSupport: { Value: true } });
  });
});

describe('DeleteVpc', () => {
  it('takes along what came along', async () => {
    const VpcId = await makeVpc();
    await ec2.send(new DeleteVpcCommand({ VpcId }));
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];

    expect((await ec2.send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups).toEqual([]);
    await expect(ec2.send(new DeleteVpcCommand({ VpcId }))).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' });
  });

  it('waits for what is in the VPC', async () => {
    const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({}));

    await expect(ec2.send(new DeleteVpcCommand({ VpcId: vpc?.VpcId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: `The vpc '${vpc?.VpcId}' has dependencies and cannot be deleted.`,
    });
  });
});

describe('blocks of a VPC', () => {
  it('are added and taken away, of IPv4 and of IPv6', async () => {
    const VpcId = await makeVpc();
    const ipv4 = await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, CidrBlock: '10.1.0.0/16' }));
    await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId, AmazonProvidedIpv6CidrBlock: true }));
    const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
    const { AssociationId } = ipv4.CidrBlockAssociation ?? {};
    await ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
    const after = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));

    expect(ipv4.CidrBlockAssociation?.CidrBlockState).toEqual({ State: 'associating' });
    expect(vpc?.CidrBlockAssociationSet?.map(({ CidrBlock }) => CidrBlock)).toEqual(['10.0.0.0/16', '10.1.0.0/16']);
    expect(vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock).toMatch(/^2001:db8:.*::\/56$/);
    expect(after.Vpcs?.[0]?.CidrBlockAssociationSet).toHaveLength(1);
  });
});

describe('the default network', () => {
  it('has a subnet in each zone, and a way to the internet', async () => {
    const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({}));
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({}));
    const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({}));
    const account = await ec2.send(new DescribeAccountAttributesCommand({ AttributeNames: ['default-vpc'] }));

    expect(vpc).toMatchObject({ IsDefault: true, CidrBlock: '172.31.0.0/16' });
    expect(Subnets.map(({ AvailabilityZone }) => AvailabilityZone).sort()).toEqual(
      AvailabilityZones?.map(({ ZoneName }) => ZoneName),
    );
    expect(Subnets[0]).toMatchObject({ DefaultForAz: true, MapPublicIpOnLaunch: true, AvailableIpAddressCount: 4091 });
    expect(InternetGateways).toMatchObject([{ Attachments: [{ State: 'available', VpcId: vpc?.VpcId }] }]);
    expect(account.AccountAttributes?.[0]?.AttributeValues).toEqual([{ AttributeValue: vpc?.VpcId }]);
  });

  it('is one', async () => {
    await expect(ec2.send(new CreateDefaultVpcCommand({}))).rejects.toMatchObject({ name: 'DefaultVpcAlreadyExists' });
    const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    const { AvailabilityZone } = subnet ?? {};
    await ec2.send(new DeleteSubnetCommand({ SubnetId: subnet?.SubnetId }));
    const again = await ec2.send(new CreateDefaultSubnetCommand({ AvailabilityZone }));

    expect(again.Subnet).toMatchObject({ AvailabilityZone, CidrBlock: subnet?.CidrBlock, DefaultForAz: true });
  });
});

describe('regions and zones', () => {
  it('are those of AWS by their names and ids', async () => {
    const { Regions } = await ec2.send(new DescribeRegionsCommand({ RegionNames: ['eu-west-1'] }));
    const { AvailabilityZones } = await ec2.send(new DescribeAvailabilityZonesCommand({}));

    expect(Regions).toEqual([
      { OptInStatus: 'opt-in-not-required', RegionName: 'eu-west-1', Endpoint: 'ec2.eu-west-1.amazonaws.com' },
    ]);
    expect(AvailabilityZones?.[0]).toMatchObject({ ZoneName: 'us-east-1a', ZoneId: 'use1-az1', State: 'available' });
  });
});

describe('DHCP options', () => {
  it('are made, given to a VPC and kept while it has them', async () => {
    const DhcpConfigurations = [{ Key: 'domain-name', Values: ['example.com'] }];
    const { DhcpOptions } = await ec2.send(new CreateDhcpOptionsCommand({ DhcpConfigurations }));
    const VpcId = await makeVpc();
    const DhcpOptionsId = DhcpOptions?.DhcpOptionsId;
    await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId }));
    const found = await ec2.send(new DescribeDhcpOptionsCommand({ DhcpOptionsIds: [DhcpOptionsId ?? ''] }));
    const tooEarly = ec2.send(new DeleteDhcpOptionsCommand({ DhcpOptionsId }));

    expect(found.DhcpOptions?.[0]?.DhcpConfigurations).toEqual([
      { Key: 'domain-name', Values: [{ Value: 'example.com' }] },
    ]);
    await expect(tooEarly).rejects.toMatchObject({ name: 'DependencyViolation' });
    await ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId: 'default' }));
    await ec2.send(new DeleteDhcpOptionsCommand({ DhcpOptionsId }));
  });
});

it('an operation whose name alone is known answers 501 by name', async () => {
  const run = ec2.send(new RunInstancesCommand({ MinCount: 1, MaxCount: 1 }));

  await expect(run).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'Squall does not emulate ec2:RunInstances.',
    $metadata: { httpStatusCode: 501 },
  });
});
