import type {
  Address,
  AllocateAddressRequest,
  AllocateAddressResult,
  AssociateAddressRequest,
  AssociateAddressResult,
  DescribeAddressesAttributeRequest,
  DescribeAddressesAttributeResult,
  DescribeAddressesRequest,
  DescribeAddressesResult,
  DisassociateAddressRequest,
  ReleaseAddressRequest,
} from '@aws-sdk/client-ec2';
import { AwsError, raise, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { attachAddress, detachAddress } from '../addresses/attach-address.ts';
import { missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsIfAny } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AllocateAddress.html */
export const allocateAddress = ec2Operation(
  'AllocateAddress',
  [],
  (state, input: AllocateAddressRequest, context): AllocateAddressResult => {
    const unknown = (['Address', 'IpamPoolId', 'CustomerOwnedIpv4Pool'] as const).find((name) => input[name]);
    if (unknown) throw new UnsupportedError(`EC2 AllocateAddress.${unknown}`);
    const tags = specifiedTags(input.TagSpecifications, 'addresses');
    const address: Records['addresses'] = {
      AllocationId: newId('eipalloc', context),
      PublicIp: publicIp(state, context),
      PublicIpv4Pool: input.PublicIpv4Pool ?? 'amazon',
      NetworkBorderGroup: input.NetworkBorderGroup ?? context.region,
      Domain: 'vpc',
    };
    state.addresses.set(address.AllocationId, address);
    addTags(state, address.AllocationId, tags);
    return address;
  },
);

/** Out of 198.18.0.0/15, which is for tests of networks: nobody is behind any of them. */
function publicIp(state: Ec2State, { random }: Context): string {
  const taken = new Set([...state.addresses.values()].map(({ PublicIp }) => PublicIp));
  for (;;) {
    const ip = `198.${18 + random.int(2)}.${random.int(256)}.${1 + random.int(254)}`;
    if (!taken.has(ip)) return ip;
  }
}

const shown = (state: Ec2State, address: Records['addresses']): Address => ({
  ...address,
  ...tagsIfAny(state, address.AllocationId),
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html */
export const describeAddresses = ec2Operation(
  'DescribeAddresses',
  [],
  (state, input: DescribeAddressesRequest): DescribeAddressesResult => {
    const ips = input.PublicIps?.map((ip) => byIp(state, ip).AllocationId) ?? [];
    const { items } = describe(state, 'addresses', input, {
      ids: [...(input.AllocationIds ?? []), ...ips],
      parameter: 'allocationIds',
      filters: {
        'allocation-id': ({ AllocationId }) => AllocationId,
        'association-id': ({ AssociationId }) => AssociationId,
        domain: ({ Domain }) => Domain,
        'instance-id': ({ InstanceId }) => InstanceId,
        'network-border-group': ({ NetworkBorderGroup }) => NetworkBorderGroup,
        'network-interface-id': ({ NetworkInterfaceId }) => NetworkInterfaceId,
        'network-interface-owner-id': ({ NetworkInterfaceOwnerId }) => NetworkInterfaceOwnerId,
        'private-ip-address': ({ PrivateIpAddress }) => PrivateIpAddress,
        'public-ip': ({ PublicIp }) => PublicIp,
      },
    });
    return { Addresses: items.map((address) => shown(state, address)) };
  },
);

/**
 * Reverse names, which no address has here: there is nobody to look them up.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddressesAttribute.html
 */
export const describeAddressesAttribute = ec2Operation(
  'DescribeAddressesAttribute',
  [],
  (state, input: DescribeAddressesAttributeRequest): DescribeAddressesAttributeResult => {
    const { AllocationIds: ids, MaxResults, NextToken } = input;
    const question = { MaxResults, NextToken };
    const { items, next } = describe(state, 'addresses', question, { ids, parameter: 'allocationIds', filters: {} });
    return { Addresses: items.map(({ AllocationId, PublicIp }) => ({ AllocationId, PublicIp })), ...next };
  },
);

const byIp = (state: Ec2State, ip: string): Records['addresses'] =>
  [...state.addresses.values()].find(({ PublicIp }) => PublicIp === ip) ??
  raise(new AwsError('InvalidAddress.NotFound', `Address '${ip}' not found.`));

function named(state: Ec2State, input: Pick<ReleaseAddressRequest, 'AllocationId' | 'PublicIp'>): Records['addresses'] {
  if (input.AllocationId !== undefined) return find(state, 'addresses', input.AllocationId);
  return byIp(state, input.PublicIp ?? raise(missingParameter('allocationId')));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html */
export const releaseAddress = ec2Operation('ReleaseAddress', [], (state, input: ReleaseAddressRequest): object => {
  const { AllocationId, PublicIp, AssociationId } = named(state, input);
  if (AssociationId !== undefined) throw new AwsError('InvalidIPAddress.InUse', `Address ${PublicIp} is in use.`);
  state.addresses.delete(AllocationId);
  state.tags.delete(AllocationId);
  return {};
});

/** To a network interface: instances are not emulated. */
export const associateAddress = ec2Operation(
  'AssociateAddress',
  [],
  (state, input: AssociateAddressRequest, context): AssociateAddressResult => {
    if (input.InstanceId !== undefined) throw new UnsupportedError('EC2 instances');
    const address = named(state, input);
    const networkInterface = find(
      state,
      'networkInterfaces',
      input.NetworkInterfaceId ?? raise(missingParameter('networkInterfaceId')),
    );
    if (address.AssociationId !== undefined && input.AllowReassociation !== true)
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${address.AllocationId} is already associated with associate-id ${address.AssociationId}`,
      );
    detachAddress(state, address.AllocationId);
    return { AssociationId: attachAddress(state, address.AllocationId, networkInterface.NetworkInterfaceId, context) };
  },
);

export const disassociateAddress = ec2Operation(
  'DisassociateAddress',
  [],
  (state, { AssociationId, PublicIp }: DisassociateAddressRequest): object => {
    if (AssociationId === undefined && PublicIp === undefined) throw missingParameter('associationId');
    const isIt = (each: Address) =>
      AssociationId === undefined ? each.PublicIp === PublicIp : each.AssociationId === AssociationId;
    const address = [...state.addresses.values()].find(isIt);
    if (!address)
      throw new AwsError('InvalidAssociationID.NotFound', `The association ID '${AssociationId}' does not exist`);
    detachAddress(state, address.AllocationId);
    return {};
  },
);
