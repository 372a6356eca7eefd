import type {
  AssociateDhcpOptionsRequest,
  CreateDhcpOptionsRequest,
  CreateDhcpOptionsResult,
  DeleteDhcpOptionsRequest,
  DescribeDhcpOptionsRequest,
  DescribeDhcpOptionsResult,
} from '@aws-sdk/client-ec2';
import { hasDependencies, invalidValueOf } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';

const optionNames = [
  'domain-name',
  'domain-name-servers',
  'ipv6-address-preferred-lease-time',
  'netbios-name-servers',
  'netbios-node-type',
  'ntp-servers',
];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html */
export const createDhcpOptions = ec2Operation(
  'CreateDhcpOptions',
  ['DhcpConfigurations'],
  (state, input: CreateDhcpOptionsRequest, context): CreateDhcpOptionsResult => {
    const tags = specifiedTags(input.TagSpecifications, 'dhcpOptions');
    const DhcpConfigurations = (input.DhcpConfigurations ?? []).map(({ Key = '', Values = [] }) => {
      if (!optionNames.includes(Key)) throw invalidValueOf(Key, 'name', 'Unknown DHCP option');
      return { Key, Values: Values.map((Value) => ({ Value })) };
    });
    const options = { DhcpOptionsId: newId('dopt', context), OwnerId: context.account, DhcpConfigurations };
    state.dhcpOptions.set(options.DhcpOptionsId, options);
    addTags(state, options.DhcpOptionsId, tags);
    return { DhcpOptions: { ...options, Tags: tagsOf(state, options.DhcpOptionsId) } };
  },
);

export const describeDhcpOptions = ec2Operation(
  'DescribeDhcpOptions',
  [],
  (state, input: DescribeDhcpOptionsRequest): DescribeDhcpOptionsResult => {
    const { items, next } = describe(state, 'dhcpOptions', input, {
      ids: input.DhcpOptionsIds,
      parameter: 'dhcpOptionsIds',
      filters: {
        'dhcp-options-id': ({ DhcpOptionsId }) => DhcpOptionsId,
        key: ({ DhcpConfigurations }) => DhcpConfigurations.map(({ Key }) => Key),
        'owner-id': ({ OwnerId }) => OwnerId,
        value: ({ DhcpConfigurations }) =>
          DhcpConfigurations.flatMap(({ Values = [] }) => Values.map(({ Value }) => Value)),
      },
    });
    return { DhcpOptions: items.map((each) => ({ ...each, Tags: tagsOf(state, each.DhcpOptionsId) })), ...next };
  },
);

export const deleteDhcpOptions = ec2Operation(
  'DeleteDhcpOptions',
  ['DhcpOptionsId'],
  (state, input: DeleteDhcpOptionsRequest): object => {
    const { DhcpOptionsId } = find(state, 'dhcpOptions', input.DhcpOptionsId ?? '');
    if ([...state.vpcs.values()].some((vpc) => vpc.DhcpOptionsId === DhcpOptionsId))
      throw hasDependencies('dhcpOptions', DhcpOptionsId);
    state.dhcpOptions.delete(DhcpOptionsId);
    state.tags.delete(DhcpOptionsId);
    return {};
  },
);

/** `default` stands for no options at all. */
export const associateDhcpOptions = ec2Operation(
  'AssociateDhcpOptions',
  ['DhcpOptionsId', 'VpcId'],
  (state, { DhcpOptionsId = '', VpcId = '' }: AssociateDhcpOptionsRequest): object => {
    const vpc = find(state, 'vpcs', VpcId);
    if (DhcpOptionsId !== 'default') find(state, 'dhcpOptions', DhcpOptionsId);
    state.vpcs.set(VpcId, { ...vpc, DhcpOptionsId });
    return {};
  },
);
