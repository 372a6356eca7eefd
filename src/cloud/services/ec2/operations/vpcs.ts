import type {
  AssociateVpcCidrBlockRequest,
  AssociateVpcCidrBlockResult,
  CreateDefaultVpcRequest,
  CreateDefaultVpcResult,
  CreateVpcRequest,
  CreateVpcResult,
  DeleteVpcRequest,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  DisassociateVpcCidrBlockRequest,
  DisassociateVpcCidrBlockResult,
  Vpc,
  VpcIpv6CidrBlockAssociation,
} from '@aws-sdk/client-ec2';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { contains, overlaps, parseCidr } from '../addresses/cidr.ts';
import { hasDependencies, invalidValueOf, missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import type { Filters } from '../lookup/filters.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsIfAny, tagsOf } from '../lookup/tags.ts';
import { createNetwork, firstEntries } from '../networks/create-network.ts';
import { createDefaultNetwork, defaultDhcpOptions } from '../networks/default-network.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Record = Records['vpcs'];

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const prefixOfVpcs = { min: 16, max: 28 };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
export const createVpc = ec2Operation('CreateVpc', [], (state, input: CreateVpcRequest, context): CreateVpcResult => {
  if (input.Ipv4IpamPoolId ?? input.Ipv6IpamPoolId ?? input.Ipv6Pool)
    throw new UnsupportedError('EC2 VPCs with addresses of a pool');
  if (input.VpcEncryptionControl) throw new UnsupportedError('EC2 CreateVpc.VpcEncryptionControl');
  if (input.CidrBlock === undefined) throw missingParameter('cidrBlock');
  const tags = specifiedTags(input.TagSpecifications, 'vpcs');
  const wishes = {
    cidrBlock: vpcBlock(input.CidrBlock),
    dhcpOptionsId: defaultDhcpOptions(state),
    isDefault: false,
    ...(input.InstanceTenancy && { tenancy: input.InstanceTenancy }),
    ...(input.AmazonProvidedIpv6CidrBlock && { ipv6: [amazonBlock(context)] }),
  };
  const vpc = createNetwork(state, wishes, context);
  addTags(state, vpc.VpcId, tags);
  return { Vpc: { ...shown(vpc), State: 'pending', Tags: tagsOf(state, vpc.VpcId) } };
});

/** Refuses blocks that are none, or too large or too small. */
function vpcBlock(text: string): string {
  const cidr = parseCidr(text);
  if (cidr?.version !== 4) throw invalidValueOf(text, 'cidrBlock', 'This is not a valid CIDR block.');
  if (cidr.prefix < prefixOfVpcs.min || cidr.prefix > prefixOfVpcs.max)
    throw new AwsError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
  return cidr.text;
}

/** A /56 out of Amazon's: here of the block for documentation, so that nobody's addresses are told. */
const amazonBlock = (context: Context): VpcIpv6CidrBlockAssociation => ({
  AssociationId: newId('vpc-cidr-assoc', context),
  Ipv6CidrBlock: parseCidr(`2001:db8:${context.random.hex(4)}:${context.random.hex(2)}00::/56`)?.text,
  Ipv6CidrBlockState: { State: 'associated' },
  NetworkBorderGroup: context.region,
  Ipv6Pool: 'Amazon',
  Ipv6AddressAttribute: 'public',
  IpSource: 'amazon',
});

const shown = ({ attributes: _, ...vpc }: Record): Vpc => vpc;

const filters: Filters<Record> = {
  cidr: ({ CidrBlock }) => CidrBlock,
  'cidr-block-association.association-id': (vpc) => vpc.CidrBlockAssociationSet.map((each) => each.AssociationId),
  'cidr-block-association.cidr-block': (vpc) => vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => CidrBlock),
  'cidr-block-association.state': (vpc) => vpc.CidrBlockAssociationSet.map((each) => each.CidrBlockState?.State),
  'dhcp-options-id': ({ DhcpOptionsId }) => DhcpOptionsId,
  'ipv6-cidr-block-association.association-id': (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet?.map((each) => each.AssociationId),
  'ipv6-cidr-block-association.ipv6-cidr-block': (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet?.map((each) => each.Ipv6CidrBlock),
  'ipv6-cidr-block-association.ipv6-pool': (vpc) => vpc.Ipv6CidrBlockAssociationSet?.map(({ Ipv6Pool }) => Ipv6Pool),
  'ipv6-cidr-block-association.state': (vpc) =>
    vpc.Ipv6CidrBlockAssociationSet?.map((each) => each.Ipv6CidrBlockState?.State),
  'is-default': ({ IsDefault }) => IsDefault,
  isDefault: ({ IsDefault }) => IsDefault,
  'owner-id': ({ OwnerId }) => OwnerId,
  state: ({ State }) => State,
  'vpc-id': ({ VpcId }) => VpcId,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html */
export const describeVpcs = ec2Operation(
  'DescribeVpcs',
  [],
  (state, input: DescribeVpcsRequest): DescribeVpcsResult => {
    const { items, next } = describe(state, 'vpcs', input, { ids: input.VpcIds, parameter: 'vpcIds', filters });
    return { Vpcs: items.map((vpc) => ({ ...shown(vpc), ...tagsIfAny(state, vpc.VpcId) })), ...next };
  },
);

/** Takes along what came along with the VPC; all else must be gone before. */
export const deleteVpc = ec2Operation('DeleteVpc', ['VpcId'], (state, { VpcId }: DeleteVpcRequest): object => {
  const vpc = find(state, 'vpcs', VpcId ?? '');
  if (isInUse(state, vpc)) throw hasDependencies('vpc', vpc.VpcId);
  const own = { VpcId: vpc.VpcId };
  for (const kind of ['routeTables', 'networkAcls', 'securityGroups'] as const) {
    for (const [id, item] of [...state[kind].entries()]) {
      if (item.VpcId !== own.VpcId) continue;
      state[kind].delete(id);
      state.tags.delete(id);
    }
  }
  for (const [id, { GroupId }] of [...state.securityGroupRules.entries()]) {
    if (!state.securityGroups.has(GroupId)) state.securityGroupRules.delete(id);
  }
  state.vpcs.delete(vpc.VpcId);
  state.tags.delete(vpc.VpcId);
  return {};
});

function isInUse(state: Ec2State, { VpcId }: Record): boolean {
  const isHere = (item: { readonly VpcId?: string | undefined }) => item.VpcId === VpcId;
  return (
    [...state.subnets.values()].some(isHere) ||
    [...state.endpoints.values()].some(isHere) ||
    [...state.networkInterfaces.values()].some(isHere) ||
    [...state.internetGateways.values(), ...state.egressOnlyInternetGateways.values()].some(({ Attachments }) =>
      Attachments.some(isHere),
    ) ||
    [...state.securityGroups.values()].some((group) => isHere(group) && group.GroupName !== 'default') ||
    [...state.networkAcls.values()].some((acl) => isHere(acl) && !acl.IsDefault) ||
    [...state.routeTables.values()].some((table) => isHere(table) && !table.Associations.some(({ Main }) => Main))
  );
}

export const createDefaultVpc = ec2Operation(
  'CreateDefaultVpc',
  [],
  (state, _input: CreateDefaultVpcRequest, context): CreateDefaultVpcResult => {
    if ([...state.vpcs.values()].some(({ IsDefault }) => IsDefault))
      throw new AwsError('DefaultVpcAlreadyExists', 'A Default VPC already exists for this account in this region.');
    const vpc = createDefaultNetwork(state, context);
    return { Vpc: { ...shown(vpc), State: 'pending', Tags: [] } };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateVpcCidrBlock.html */
export const associateVpcCidrBlock = ec2Operation(
  'AssociateVpcCidrBlock',
  ['VpcId'],
  (state, input: AssociateVpcCidrBlockRequest, context): AssociateVpcCidrBlockResult => {
    if (input.Ipv4IpamPoolId ?? input.Ipv6IpamPoolId ?? input.Ipv6Pool)
      throw new UnsupportedError('EC2 VPCs with addresses of a pool');
    const vpc = find(state, 'vpcs', input.VpcId ?? '');
    if (input.AmazonProvidedIpv6CidrBlock) return associateIpv6(state, vpc, context);
    if (input.CidrBlock === undefined) throw missingParameter('cidrBlock');
    const CidrBlock = vpcBlock(input.CidrBlock);
    const cidr = parseCidr(CidrBlock);
    for (const { CidrBlock: other = '' } of vpc.CidrBlockAssociationSet) {
      const known = parseCidr(other);
      if (cidr && known && overlaps(known, cidr))
        throw new AwsError('InvalidVpc.Conflict', `The CIDR '${CidrBlock}' conflicts with another block of the VPC`);
    }
    const AssociationId = newId('vpc-cidr-assoc', context);
    const association = { AssociationId, CidrBlock, CidrBlockState: { State: 'associated' as const } };
    const CidrBlockAssociationSet = [...vpc.CidrBlockAssociationSet, association];
    state.vpcs.set(vpc.VpcId, { ...vpc, CidrBlockAssociationSet });
    const associating = { ...association, CidrBlockState: { State: 'associating' as const } };
    return { VpcId: vpc.VpcId, CidrBlockAssociation: associating };
  },
);

/** Groups and ACLs that came along with the VPC open for IPv6 as well. */
function associateIpv6(state: Ec2State, vpc: Record, context: Context): AssociateVpcCidrBlockResult {
  const block = amazonBlock(context);
  const Ipv6CidrBlockAssociationSet = [...(vpc.Ipv6CidrBlockAssociationSet ?? []), block];
  state.vpcs.set(vpc.VpcId, { ...vpc, Ipv6CidrBlockAssociationSet });
  if (!vpc.Ipv6CidrBlockAssociationSet) {
    for (const acl of [...state.networkAcls.values()].filter(({ VpcId }) => VpcId === vpc.VpcId)) {
      const Entries = [...acl.Entries, ...firstEntries(acl.IsDefault, true)];
      state.networkAcls.set(acl.NetworkAclId, { ...acl, Entries });
    }
  }
  const Ipv6CidrBlockAssociation = { ...block, Ipv6CidrBlockState: { State: 'associating' as const } };
  return { VpcId: vpc.VpcId, Ipv6CidrBlockAssociation };
}

export const disassociateVpcCidrBlock = ec2Operation(
  'DisassociateVpcCidrBlock',
  ['AssociationId'],
  (state, { AssociationId = '' }: DisassociateVpcCidrBlockRequest): DisassociateVpcCidrBlockResult => {
    const isIt = (each: { AssociationId?: string | undefined }) => each.AssociationId === AssociationId;
    for (const vpc of [...state.vpcs.values()]) {
      const ipv4 = vpc.CidrBlockAssociationSet.find(isIt);
      const ipv6 = vpc.Ipv6CidrBlockAssociationSet?.find(isIt);
      if (!ipv4 && !ipv6) continue;
      assertUnused(state, vpc, ipv4?.CidrBlock ?? ipv6?.Ipv6CidrBlock ?? '', AssociationId);
      const CidrBlockAssociationSet = vpc.CidrBlockAssociationSet.filter((each) => !isIt(each));
      const rest = vpc.Ipv6CidrBlockAssociationSet?.filter((each) => !isIt(each)) ?? [];
      const { Ipv6CidrBlockAssociationSet: _, ...bare } = vpc;
      const ipv6Left = rest.length > 0 ? { Ipv6CidrBlockAssociationSet: rest } : {};
      state.vpcs.set(vpc.VpcId, { ...bare, CidrBlockAssociationSet, ...ipv6Left });
      return {
        VpcId: vpc.VpcId,
        ...(ipv4 && { CidrBlockAssociation: { ...ipv4, CidrBlockState: { State: 'disassociating' } } }),
        ...(ipv6 && { Ipv6CidrBlockAssociation: { ...ipv6, Ipv6CidrBlockState: { State: 'disassociating' } } }),
      };
    }
    throw new AwsError(
      'InvalidVpcCidrBlockAssociationID.NotFound',
      `The vpc CIDR block with association ID ${AssociationId} does not exist`,
    );
  },
);

/** The first block of a VPC stays, and so does one that subnets lie in. */
function assertUnused(state: Ec2State, vpc: Record, text: string, associationId: string): void {
  if (text === vpc.CidrBlock)
    throw new AwsError(
      'OperationNotPermitted',
      `The vpc CIDR block with association ID ${associationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  const block = parseCidr(text);
  const isUsed = [...state.subnets.values()].some(({ VpcId, CidrBlock, Ipv6CidrBlockAssociationSet = [] }) => {
    if (VpcId !== vpc.VpcId || !block) return false;
    const blocks = [CidrBlock, ...Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock = '' }) => Ipv6CidrBlock)];
    return blocks.some((each) => {
      const cidr = parseCidr(each);
      return cidr !== undefined && contains(block, cidr);
    });
  });
  if (isUsed)
    throw new AwsError(
      'InvalidCidrBlock.InUse',
      `The vpc ${vpc.VpcId} currently has a subnet within CIDR block ${text}`,
    );
}
