import type { GroupIdentifier, NetworkInterface } from '@aws-sdk/client-ec2';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { addressIn, parseCidr } from '../addresses/cidr.ts';
import { find, type Made, newId } from '../lookup/kinds.ts';
import type { Ec2State, Records } from '../state.ts';

interface Wishes {
  readonly subnetId: string;
  readonly description: string;
  readonly type: NonNullable<NetworkInterface['InterfaceType']>;
  readonly groups?: readonly GroupIdentifier[];
  readonly privateIp?: string | undefined;
  /** `amazon-elb` and the like, for those that a service made. */
  readonly isRequesterManaged: boolean;
}

/** The first four addresses of a subnet are AWS's own. */
const firstFreeOffset = 4;

/** A network interface in a subnet, at the address that is asked for or the first free one. */
export function addInterface(state: Ec2State, wishes: Wishes, context: Made): Records['networkInterfaces'] {
  const subnet = find(state, 'subnets', wishes.subnetId);
  const id = newId('eni', context);
  const ip = wishes.privateIp ?? freeAddress(state, subnet);
  const added: Records['networkInterfaces'] = {
    NetworkInterfaceId: id,
    InterfaceType: wishes.type,
    Description: wishes.description,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    AvailabilityZone: subnet.AvailabilityZone,
    OwnerId: context.account,
    RequesterManaged: wishes.isRequesterManaged,
    Groups: [...(wishes.groups ?? [])],
    MacAddress: `02:${(context.random.hex(10).match(/../g) ?? []).join(':')}`,
    PrivateIpAddress: ip,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: ip }],
    Ipv6Addresses: [],
    SourceDestCheck: wishes.type === 'interface',
    Status: wishes.isRequesterManaged ? 'in-use' : 'available',
  };
  state.networkInterfaces.set(id, added);
  countAddresses(state, subnet.SubnetId, -1);
  return added;
}

/** Takes an interface away, with its address. */
export function removeInterface(state: Ec2State, id: string): void {
  const gone = state.networkInterfaces.get(id);
  if (!gone) return;
  state.networkInterfaces.delete(id);
  state.tags.delete(id);
  countAddresses(state, gone.SubnetId, 1);
}

function countAddresses(state: Ec2State, subnetId: string, by: number): void {
  const subnet = find(state, 'subnets', subnetId);
  const AvailableIpAddressCount = (subnet.AvailableIpAddressCount ?? 0) + by;
  state.subnets.set(subnetId, { ...subnet, AvailableIpAddressCount });
}

function freeAddress(
  state: Ec2State,
  { SubnetId, CidrBlock, AvailableIpAddressCount = 0 }: Records['subnets'],
): string {
  const block = parseCidr(CidrBlock);
  if (!block || AvailableIpAddressCount < 1)
    throw new AwsError(
      'InsufficientFreeAddressesInSubnet',
      `The specified subnet does not have enough free addresses to satisfy the request.`,
    );
  const taken = new Set(
    [...state.networkInterfaces.values()]
      .filter((each) => each.SubnetId === SubnetId)
      .map(({ PrivateIpAddress }) => PrivateIpAddress),
  );
  let offset = firstFreeOffset;
  while (taken.has(addressIn(block, offset))) offset += 1;
  return addressIn(block, offset);
}

/** Groups by their ids, as interfaces list them; the VPC's default group where none is asked for. */
export function groupsOf(state: Ec2State, vpcId: string, ids: readonly string[] | undefined): GroupIdentifier[] {
  const named = ids?.map((id) => find(state, 'securityGroups', id));
  const isDefault = ({ VpcId, GroupName }: Records['securityGroups']) => VpcId === vpcId && GroupName === 'default';
  const groups = named ?? [...state.securityGroups.values()].filter(isDefault);
  const foreign = groups.find(({ VpcId }) => VpcId !== vpcId);
  if (foreign)
    raise(
      new AwsError('InvalidParameter', `Security group ${foreign.GroupId} does not belong to the same vpc (${vpcId})`),
    );
  return groups.map(({ GroupId, GroupName }) => ({ GroupId, GroupName }));
}
