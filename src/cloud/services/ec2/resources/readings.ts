import type * as Sdk from '@aws-sdk/client-ec2';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present, ResourceGone } from '../../../service-kit/resource-reading.ts';

interface Described<Item> {
  /** `Vpcs` of `DescribeVpcs`. */
  readonly noun: string;
  /** The member that is the identifier, there and here. */
  readonly id: string;
  readonly identifier?: string;
  readonly properties: readonly string[];
  readonly writeOnly?: readonly string[];
  model(item: Item, calls: ResourceCalls): object | Promise<object>;
}

/** A type that one operation describes, by a list of ids. */
function describedBy<Item extends object>(described: Described<Item>): ResourceReading {
  const { noun, id, identifier = id, properties, writeOnly, model } = described;
  return {
    identifiers: [identifier],
    properties,
    ...(writeOnly && { writeOnly }),
    async read(identifiers, calls) {
      const wanted = identifiers[identifier] ?? '';
      const told = await calls.call<Record<string, Item[]>>('ec2', `Describe${noun}`, { [`${id}s`]: [wanted] });
      const [item] = told[noun] ?? [];
      if (!item) throw new ResourceGone(`${wanted} does not exist`);
      const Tags = (item as { Tags?: object[] }).Tags;
      return present({ ...(await model(item, calls)), [identifier]: wanted, Tags });
    },
    async list(calls) {
      const paging = { items: noun, token: ['NextToken', 'NextToken'] } as const;
      const items = await allOf<Record<string, string>>(calls, 'ec2', `Describe${noun}`, paging);
      return items.map((item) => ({ [identifier]: item[id] ?? '' }));
    },
  };
}

async function isOn(calls: ResourceCalls, VpcId: string | undefined, Attribute: string): Promise<boolean | undefined> {
  const input = { VpcId, Attribute };
  const told = await calls.call<Sdk.DescribeVpcAttributeResult>('ec2', 'DescribeVpcAttribute', input);
  return (Attribute === 'enableDnsSupport' ? told.EnableDnsSupport : told.EnableDnsHostnames)?.Value;
}

/** What a VPC is. */
export const vpcReading = describedBy<Sdk.Vpc>({
  noun: 'Vpcs',
  id: 'VpcId',
  properties: ['CidrBlock', 'EnableDnsHostnames', 'EnableDnsSupport', 'InstanceTenancy', 'Tags'],
  model: async (vpc, calls) => ({
    ...pick(vpc, ['CidrBlock', 'InstanceTenancy']),
    CidrBlockAssociations: vpc.CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
    EnableDnsHostnames: await isOn(calls, vpc.VpcId, 'enableDnsHostnames'),
    EnableDnsSupport: await isOn(calls, vpc.VpcId, 'enableDnsSupport'),
    Ipv6CidrBlocks: vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  }),
});

const subnetSettings = [
  'AssignIpv6AddressOnCreation',
  'AvailabilityZone',
  'AvailabilityZoneId',
  'CidrBlock',
  'EnableDns64',
  'MapPublicIpOnLaunch',
  'VpcId',
];

/** What a subnet is. */
export const subnetReading = describedBy<Sdk.Subnet>({
  noun: 'Subnets',
  id: 'SubnetId',
  properties: [...subnetSettings, 'Ipv6CidrBlock', 'Tags'],
  model: (subnet) => ({
    ...pick(subnet, subnetSettings),
    Ipv6CidrBlock: subnet.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock,
    Ipv6CidrBlocks: subnet.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  }),
});

/** What a route table is; its routes are resources of their own. */
export const routeTableReading = describedBy<Sdk.RouteTable>({
  noun: 'RouteTables',
  id: 'RouteTableId',
  properties: ['Tags', 'VpcId'],
  model: (table) => pick(table, ['VpcId']),
});

/** What an internet gateway is. */
export const internetGatewayReading = describedBy<Sdk.InternetGateway>({
  noun: 'InternetGateways',
  id: 'InternetGatewayId',
  properties: ['Tags'],
  model: () => ({}),
});

/** What a security group is. Rules may be resources of their own: those are compared with nothing. */
export const securityGroupReading = describedBy<Sdk.SecurityGroup>({
  noun: 'SecurityGroups',
  id: 'GroupId',
  identifier: 'Id',
  properties: ['GroupDescription', 'GroupName', 'Tags', 'VpcId'],
  writeOnly: ['SecurityGroupEgress', 'SecurityGroupIngress'],
  model: (group) => ({
    ...pick(group, ['GroupId', 'GroupName', 'VpcId']),
    GroupDescription: group.Description,
    SecurityGroupEgress: group.IpPermissionsEgress?.flatMap((rule) => rulesOf(rule, 'Destination')),
    SecurityGroupIngress: group.IpPermissions?.flatMap((rule) => rulesOf(rule, 'Source')),
  }),
});

/** One permission stands for as many rules as it has ranges and groups. */
function rulesOf(permission: Sdk.IpPermission, side: 'Destination' | 'Source'): object[] {
  const common = pick(permission, ['FromPort', 'IpProtocol', 'ToPort']);
  const rule = (members: object) => present({ ...common, ...members });
  return [
    ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => rule({ CidrIp, Description })),
    ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => rule({ CidrIpv6, Description })),
    ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) =>
      rule({ [`${side}PrefixListId`]: PrefixListId, Description }),
    ),
    ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, Description }) =>
      rule({ [`${side}SecurityGroupId`]: GroupId, Description }),
    ),
  ];
}
