import type {
  CreateNetworkAclEntryRequest,
  CreateNetworkAclRequest,
  CreateNetworkAclResult,
  DeleteNetworkAclEntryRequest,
  DeleteNetworkAclRequest,
  DescribeNetworkAclsRequest,
  DescribeNetworkAclsResult,
  NetworkAcl,
  NetworkAclEntry,
  ReplaceNetworkAclAssociationRequest,
  ReplaceNetworkAclAssociationResult,
  ReplaceNetworkAclEntryRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { parseCidr } from '../addresses/cidr.ts';
import { hasDependencies, invalidParameterValue, invalidValueOf, missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import type { Filters } from '../lookup/filters.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { createNetworkAcl as create } from '../networks/create-network.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Acl = Records['networkAcls'];

const ruleNumberMax = 32_766;

/** Associations are kept with the subnets: each has exactly one. */
const associationsOf = (state: Ec2State, id: string): NonNullable<NetworkAcl['Associations']> =>
  [...state.subnets.values()]
    .filter(({ acl }) => acl.id === id)
    .map(({ SubnetId, acl }) => ({
      NetworkAclAssociationId: acl.associationId,
      NetworkAclId: id,
      SubnetId,
    }));

const shown = (state: Ec2State, acl: Acl): NetworkAcl => ({
  ...acl,
  Entries: [...acl.Entries].sort(
    (a, b) => Number(b.Egress) - Number(a.Egress) || (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0),
  ),
  Associations: associationsOf(state, acl.NetworkAclId),
  Tags: tagsOf(state, acl.NetworkAclId),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html */
export const createNetworkAcl = ec2Operation(
  'CreateNetworkAcl',
  ['VpcId'],
  (state, input: CreateNetworkAclRequest, context): CreateNetworkAclResult => {
    const vpc = find(state, 'vpcs', input.VpcId ?? '');
    const tags = specifiedTags(input.TagSpecifications, 'networkAcls');
    const acl = create(state, vpc, false, context);
    addTags(state, acl.NetworkAclId, tags);
    return { NetworkAcl: shown(state, acl) };
  },
);

const filtersOf = (state: Ec2State): Filters<Acl> => ({
  'association.association-id': ({ NetworkAclId }) =>
    associationsOf(state, NetworkAclId).map((each) => each.NetworkAclAssociationId),
  'association.network-acl-id': ({ NetworkAclId }) => NetworkAclId,
  'association.subnet-id': ({ NetworkAclId }) => associationsOf(state, NetworkAclId).map(({ SubnetId }) => SubnetId),
  default: ({ IsDefault }) => IsDefault,
  'entry.cidr': ({ Entries }) => Entries.map(({ CidrBlock }) => CidrBlock),
  'entry.egress': ({ Entries }) => Entries.map(({ Egress }) => Egress),
  'entry.ipv6-cidr': ({ Entries }) => Entries.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
  'entry.port-range.from': ({ Entries }) => Entries.map(({ PortRange }) => PortRange?.From),
  'entry.port-range.to': ({ Entries }) => Entries.map(({ PortRange }) => PortRange?.To),
  'entry.protocol': ({ Entries }) => Entries.map(({ Protocol }) => Protocol),
  'entry.rule-action': ({ Entries }) => Entries.map(({ RuleAction }) => RuleAction),
  'entry.rule-number': ({ Entries }) => Entries.map(({ RuleNumber }) => RuleNumber),
  'network-acl-id': ({ NetworkAclId }) => NetworkAclId,
  'owner-id': ({ OwnerId }) => OwnerId,
  'vpc-id': ({ VpcId }) => VpcId,
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkAcls.html */
export const describeNetworkAcls = ec2Operation(
  'DescribeNetworkAcls',
  [],
  (state, input: DescribeNetworkAclsRequest): DescribeNetworkAclsResult => {
    const { items, next } = describe(state, 'networkAcls', input, {
      ids: input.NetworkAclIds,
      parameter: 'networkAclIds',
      filters: filtersOf(state),
    });
    return { NetworkAcls: items.map((acl) => shown(state, acl)), ...next };
  },
);

export const deleteNetworkAcl = ec2Operation(
  'DeleteNetworkAcl',
  ['NetworkAclId'],
  (state, input: DeleteNetworkAclRequest): object => {
    const { NetworkAclId, IsDefault } = find(state, 'networkAcls', input.NetworkAclId ?? '');
    if (IsDefault) throw invalidParameterValue(`cannot delete default network ACL ${NetworkAclId}`);
    if (associationsOf(state, NetworkAclId).length > 0) throw hasDependencies('networkAcl', NetworkAclId);
    state.networkAcls.delete(NetworkAclId);
    state.tags.delete(NetworkAclId);
    return {};
  },
);

function entryOf(input: CreateNetworkAclEntryRequest): NetworkAclEntry {
  const { Egress, IcmpTypeCode, PortRange, Protocol, RuleAction, RuleNumber = 0 } = input;
  if (RuleNumber < 1 || RuleNumber > ruleNumberMax)
    throw invalidValueOf(RuleNumber, 'ruleNumber', `Rule numbers are from 1 to ${ruleNumberMax}.`);
  const text = input.CidrBlock ?? input.Ipv6CidrBlock;
  if (text === undefined) throw missingParameter('cidrBlock');
  const cidr = parseCidr(text);
  if (!cidr) throw invalidValueOf(text, 'cidrBlock', 'This is not a valid CIDR block.');
  if ((Protocol === '6' || Protocol === '17') && !PortRange) throw missingParameter('portRange.from');
  return {
    ...(cidr.version === 4 ? { CidrBlock: cidr.text } : { Ipv6CidrBlock: cidr.text }),
    Egress,
    ...(IcmpTypeCode && { IcmpTypeCode }),
    ...(PortRange && { PortRange }),
    Protocol,
    RuleAction,
    RuleNumber,
  };
}

const isSame = (a: NetworkAclEntry, b: Pick<NetworkAclEntry, 'Egress' | 'RuleNumber'>): boolean =>
  a.RuleNumber === b.RuleNumber && a.Egress === b.Egress;

const entryNotFound = (ruleNumber: number | undefined): AwsError =>
  new AwsError(
    'InvalidNetworkAclEntry.NotFound',
    `The specified network acl entry does not exist: rule number ${ruleNumber}`,
  );

const needed = ['NetworkAclId', 'RuleNumber', 'Protocol', 'RuleAction', 'Egress'] as const;

export const createNetworkAclEntry = ec2Operation(
  'CreateNetworkAclEntry',
  needed,
  (state, input: CreateNetworkAclEntryRequest): object => {
    const acl = find(state, 'networkAcls', input.NetworkAclId ?? '');
    const entry = entryOf(input);
    if (acl.Entries.some((each) => isSame(each, entry)))
      throw new AwsError(
        'NetworkAclEntryAlreadyExists',
        `The network acl entry identified by ${entry.RuleNumber} already exists.`,
      );
    state.networkAcls.set(acl.NetworkAclId, { ...acl, Entries: [...acl.Entries, entry] });
    return {};
  },
);

export const replaceNetworkAclEntry = ec2Operation(
  'ReplaceNetworkAclEntry',
  needed,
  (state, input: ReplaceNetworkAclEntryRequest): object => {
    const acl = find(state, 'networkAcls', input.NetworkAclId ?? '');
    const entry = entryOf(input);
    if (!acl.Entries.some((each) => isSame(each, entry))) throw entryNotFound(entry.RuleNumber);
    const Entries = acl.Entries.map((each) => (isSame(each, entry) ? entry : each));
    state.networkAcls.set(acl.NetworkAclId, { ...acl, Entries });
    return {};
  },
);

export const deleteNetworkAclEntry = ec2Operation(
  'DeleteNetworkAclEntry',
  ['NetworkAclId', 'RuleNumber', 'Egress'],
  (state, input: DeleteNetworkAclEntryRequest): object => {
    const acl = find(state, 'networkAcls', input.NetworkAclId ?? '');
    const Entries = acl.Entries.filter((each) => !isSame(each, input));
    if (Entries.length === acl.Entries.length) throw entryNotFound(input.RuleNumber);
    state.networkAcls.set(acl.NetworkAclId, { ...acl, Entries });
    return {};
  },
);

/** Gives a subnet another ACL. */
export const replaceNetworkAclAssociation = ec2Operation(
  'ReplaceNetworkAclAssociation',
  ['AssociationId', 'NetworkAclId'],
  (state, input: ReplaceNetworkAclAssociationRequest, context): ReplaceNetworkAclAssociationResult => {
    const acl = find(state, 'networkAcls', input.NetworkAclId ?? '');
    const subnet = [...state.subnets.values()].find((each) => each.acl.associationId === input.AssociationId);
    if (!subnet)
      throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${input.AssociationId}' does not exist`);
    if (subnet.VpcId !== acl.VpcId)
      throw invalidParameterValue(
        `network acl ${acl.NetworkAclId} and subnet ${subnet.SubnetId} belong to different networks`,
      );
    const NewAssociationId = newId('aclassoc', context);
    state.subnets.set(subnet.SubnetId, { ...subnet, acl: { id: acl.NetworkAclId, associationId: NewAssociationId } });
    return { NewAssociationId };
  },
);
