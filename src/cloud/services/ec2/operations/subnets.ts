import type {
  AssociateSubnetCidrBlockRequest,
  AssociateSubnetCidrBlockResult,
  CreateDefaultSubnetRequest,
  CreateDefaultSubnetResult,
  CreateSubnetRequest,
  CreateSubnetResult,
  DeleteSubnetRequest,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DisassociateSubnetCidrBlockRequest,
  DisassociateSubnetCidrBlockResult,
  ModifySubnetAttributeRequest,
  Subnet,
} from '@aws-sdk/client-ec2';
import { AwsError, raise, UnsupportedError } from '../../../kernel/errors.ts';
import { type Cidr, contains, overlaps, parseCidr } from '../addresses/cidr.ts';
import { zonesOf } from '../addresses/zones.ts';
import { hasDependencies, invalidCombination, invalidValueOf, missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import type { Filters } from '../lookup/filters.ts';
import { find } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsIfAny, tagsOf } from '../lookup/tags.ts';
import { createSubnet as create, ipv6Association } from '../networks/create-subnet.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Record = Records['subnets'];

/** https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const prefixOfSubnets = { min: 16, max: 28 };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
export const createSubnet = ec2Operation(
  'CreateSubnet',
  ['VpcId'],
  (state, input: CreateSubnetRequest, context): CreateSubnetResult => {
    if (input.Ipv4IpamPoolId ?? input.Ipv6IpamPoolId)
      throw new UnsupportedError('EC2 subnets with addresses of a pool');
    if (input.Ipv6Native || input.OutpostArn) throw new UnsupportedError('EC2 subnets of IPv6 alone, or on Outposts');
    const vpc = find(state, 'vpcs', input.VpcId ?? '');
    const tags = specifiedTags(input.TagSpecifications, 'subnets');
    const zone = zoneOf(input, context.region);
    const CidrBlock = subnetBlock(state, vpc, input.CidrBlock);
    if (input.Ipv6CidrBlock !== undefined) assertIpv6(state, vpc, input.Ipv6CidrBlock);
    const subnet = create(
      state,
      vpc,
      { CidrBlock, zone, isDefault: false, ipv6CidrBlock: input.Ipv6CidrBlock },
      context,
    );
    addTags(state, subnet.SubnetId, tags);
    return { Subnet: { ...shown(subnet), State: 'available', Tags: tagsOf(state, subnet.SubnetId) } };
  },
);

/** The zone of a name or an id; the first one where neither is given. */
function zoneOf({ AvailabilityZone, AvailabilityZoneId }: CreateSubnetRequest, region: string) {
  const zones = zonesOf(region);
  if (AvailabilityZone !== undefined) {
    const known = zones.map(({ name }) => name).join(', ');
    const message = `Value (${AvailabilityZone}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${known}.`;
    return zones.find(({ name }) => name === AvailabilityZone) ?? raise(new AwsError('InvalidParameterValue', message));
  }
  const [first] = zones;
  const found = AvailabilityZoneId === undefined ? first : zones.find(({ id }) => id === AvailabilityZoneId);
  return found ?? raise(invalidValueOf(AvailabilityZoneId, 'availabilityZoneId'));
}

/** A block that lies in the VPC and in the way of no other subnet. */
function subnetBlock(state: Ec2State, vpc: Records['vpcs'], text: string | undefined): string {
  if (text === undefined) throw missingParameter('cidrBlock');
  const cidr = parseCidr(text);
  if (cidr?.version !== 4) throw invalidValueOf(text, 'cidrBlock', 'This is not a valid CIDR block.');
  const isInVpc = blocksOf(vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock)).some((block) =>
    contains(block, cidr),
  );
  const isSized = cidr.prefix >= prefixOfSubnets.min && cidr.prefix <= prefixOfSubnets.max;
  if (!isInVpc || !isSized) throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  assertFree(state, vpc.VpcId, cidr);
  return cidr.text;
}

function assertIpv6(state: Ec2State, vpc: Records['vpcs'], text: string): void {
  const cidr = parseCidr(text);
  if (cidr?.version !== 6) throw invalidValueOf(text, 'ipv6CidrBlock', 'This is not a valid CIDR block.');
  const blocks = blocksOf(vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock) ?? []);
  if (!blocks.some((block) => contains(block, cidr)))
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  assertFree(state, vpc.VpcId, cidr);
}

const blocksOf = (texts: readonly (string | undefined)[]): Cidr[] =>
  texts.flatMap((text = '') => parseCidr(text) ?? []);

function assertFree(state: Ec2State, vpcId: string, cidr: Cidr): void {
  const neighbours = [...state.subnets.values()].filter(({ VpcId }) => VpcId === vpcId);
  const taken = neighbours.flatMap((subnet) => [
    subnet.CidrBlock,
    ...(subnet.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  ]);
  if (blocksOf(taken).some((block) => overlaps(block, cidr)))
    throw new AwsError('InvalidSubnet.Conflict', `The CIDR '${cidr.text}' conflicts with another subnet`);
}

const shown = ({ acl: _, ...subnet }: Record): Subnet => subnet;

const filters: Filters<Record> = {
  availabilityZone: ({ AvailabilityZone }) => AvailabilityZone,
  'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
  availabilityZoneId: ({ AvailabilityZoneId }) => AvailabilityZoneId,
  'availability-zone-id': ({ AvailabilityZoneId }) => AvailabilityZoneId,
  'available-ip-address-count': ({ AvailableIpAddressCount }) => AvailableIpAddressCount,
  cidr: ({ CidrBlock }) => CidrBlock,
  'cidr-block': ({ CidrBlock }) => CidrBlock,
  cidrBlock: ({ CidrBlock }) => CidrBlock,
  'default-for-az': ({ DefaultForAz }) => DefaultForAz,
  defaultForAz: ({ DefaultForAz }) => DefaultForAz,
  'enable-dns64': ({ EnableDns64 }) => EnableDns64,
  'ipv6-cidr-block-association.association-id': (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet?.map(({ AssociationId }) => AssociationId),
  'ipv6-cidr-block-association.ipv6-cidr-block': (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet?.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  'ipv6-cidr-block-association.state': (subnet) =>
    subnet.Ipv6CidrBlockAssociationSet?.map((each) => each.Ipv6CidrBlockState?.State),
  'ipv6-native': ({ Ipv6Native }) => Ipv6Native,
  'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => MapPublicIpOnLaunch,
  'owner-id': ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  'subnet-arn': ({ SubnetArn }) => SubnetArn,
  'subnet-id': ({ SubnetId }) => SubnetId,
  'vpc-id': ({ VpcId }) => VpcId,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html */
export const describeSubnets = ec2Operation(
  'DescribeSubnets',
  [],
  (state, input: DescribeSubnetsRequest): DescribeSubnetsResult => {
    const { items, next } = describe(state, 'subnets', input, {
      ids: input.SubnetIds,
      parameter: 'subnetIds',
      filters,
    });
    return { Subnets: items.map((subnet) => ({ ...shown(subnet), ...tagsIfAny(state, subnet.SubnetId) })), ...next };
  },
);

export const deleteSubnet = ec2Operation('DeleteSubnet', ['SubnetId'], (state, input: DeleteSubnetRequest): object => {
  const { SubnetId } = find(state, 'subnets', input.SubnetId ?? '');
  if ([...state.networkInterfaces.values()].some((each) => each.SubnetId === SubnetId))
    throw hasDependencies('subnet', SubnetId);
  for (const table of [...state.routeTables.values()]) {
    const Associations = table.Associations.filter((each) => each.SubnetId !== SubnetId);
    if (Associations.length < table.Associations.length)
      state.routeTables.set(table.RouteTableId, { ...table, Associations });
  }
  state.subnets.delete(SubnetId);
  state.tags.delete(SubnetId);
  return {};
});

export const createDefaultSubnet = ec2Operation(
  'CreateDefaultSubnet',
  [],
  (state, input: CreateDefaultSubnetRequest, context): CreateDefaultSubnetResult => {
    const vpc =
      [...state.vpcs.values()].find(({ IsDefault }) => IsDefault) ??
      raise(new AwsError('DefaultVpcDoesNotExist', 'No default VPC exists for this account in this region.'));
    const zone = zoneOf({ ...input, VpcId: vpc.VpcId }, context.region);
    const isThere = [...state.subnets.values()].find(
      (each) => each.DefaultForAz && each.AvailabilityZone === zone.name,
    );
    if (isThere)
      throw new AwsError(
        'DefaultSubnetAlreadyExistsInAvailabilityZone',
        `'${isThere.SubnetId}' is already the default subnet in ${zone.name}.`,
      );
    const CidrBlock = subnetBlock(state, vpc, `172.31.${(zone.number - 1) * 16}.0/20`);
    const subnet = create(state, vpc, { CidrBlock, zone, isDefault: true }, context);
    return { Subnet: { ...shown(subnet), Tags: [] } };
  },
);

const flags = {
  AssignIpv6AddressOnCreation: 'AssignIpv6AddressOnCreation',
  EnableDns64: 'EnableDns64',
  MapPublicIpOnLaunch: 'MapPublicIpOnLaunch',
} as const;
const dnsFlags = {
  EnableResourceNameDnsARecordOnLaunch: 'EnableResourceNameDnsARecord',
  EnableResourceNameDnsAAAARecordOnLaunch: 'EnableResourceNameDnsAAAARecord',
} as const;

/** One attribute at a time. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySubnetAttribute.html */
export const modifySubnetAttribute = ec2Operation(
  'ModifySubnetAttribute',
  ['SubnetId'],
  (state, { SubnetId = '', ...input }: ModifySubnetAttributeRequest): object => {
    const subnet = find(state, 'subnets', SubnetId);
    const given = Object.keys(input).filter((name) => input[name as keyof typeof input] !== undefined);
    if (given.length > 1) throw invalidCombination('Only one subnet attribute can be modified at a time.');
    const [name] = given;
    if (name === undefined) throw invalidCombination('No attributes specified.');
    state.subnets.set(SubnetId, { ...subnet, ...changed(subnet, name, input) });
    return {};
  },
);

type Attributes = Omit<ModifySubnetAttributeRequest, 'SubnetId'>;
type Changes = Pick<Subnet, keyof typeof flags | 'PrivateDnsNameOptionsOnLaunch'>;

function changed(subnet: Record, name: string, input: Attributes): Changes {
  const options = subnet.PrivateDnsNameOptionsOnLaunch ?? {};
  if (name in flags) return { [name]: input[name as keyof typeof flags]?.Value ?? false };
  if (name in dnsFlags) {
    const flag = name as keyof typeof dnsFlags;
    return { PrivateDnsNameOptionsOnLaunch: { ...options, [dnsFlags[flag]]: input[flag]?.Value ?? false } };
  }
  const HostnameType = input.PrivateDnsHostnameTypeOnLaunch;
  if (HostnameType !== undefined) return { PrivateDnsNameOptionsOnLaunch: { ...options, HostnameType } };
  throw new UnsupportedError(`EC2 ModifySubnetAttribute.${name}`);
}

export const associateSubnetCidrBlock = ec2Operation(
  'AssociateSubnetCidrBlock',
  ['SubnetId'],
  (state, input: AssociateSubnetCidrBlockRequest, context): AssociateSubnetCidrBlockResult => {
    if (input.Ipv6IpamPoolId) throw new UnsupportedError('EC2 subnets with addresses of a pool');
    const subnet = find(state, 'subnets', input.SubnetId ?? '');
    if (input.Ipv6CidrBlock === undefined) throw missingParameter('ipv6CidrBlock');
    assertIpv6(state, find(state, 'vpcs', subnet.VpcId), input.Ipv6CidrBlock);
    const block = ipv6Association(input.Ipv6CidrBlock, context);
    const Ipv6CidrBlockAssociationSet = [...(subnet.Ipv6CidrBlockAssociationSet ?? []), block];
    state.subnets.set(subnet.SubnetId, { ...subnet, Ipv6CidrBlockAssociationSet });
    const Ipv6CidrBlockAssociation = { ...block, Ipv6CidrBlockState: { State: 'associating' as const } };
    return { SubnetId: subnet.SubnetId, Ipv6CidrBlockAssociation };
  },
);

export const disassociateSubnetCidrBlock = ec2Operation(
  'DisassociateSubnetCidrBlock',
  ['AssociationId'],
  (state, { AssociationId = '' }: DisassociateSubnetCidrBlockRequest): DisassociateSubnetCidrBlockResult => {
    for (const subnet of [...state.subnets.values()]) {
      const blocks = subnet.Ipv6CidrBlockAssociationSet ?? [];
      const found = blocks.find((each) => each.AssociationId === AssociationId);
      if (!found) continue;
      const Ipv6CidrBlockAssociationSet = blocks.filter((each) => each !== found);
      state.subnets.set(subnet.SubnetId, { ...subnet, Ipv6CidrBlockAssociationSet });
      const Ipv6CidrBlockAssociation = { ...found, Ipv6CidrBlockState: { State: 'disassociating' as const } };
      return { SubnetId: subnet.SubnetId, Ipv6CidrBlockAssociation };
    }
    throw new AwsError(
      'InvalidSubnetCidrBlockAssociationID.NotFound',
      `The subnet CIDR block with association ID ${AssociationId} does not exist`,
    );
  },
);
