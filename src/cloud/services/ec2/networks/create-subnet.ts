import type { Subnet } from '@aws-sdk/client-ec2';
import { parseCidr } from '../addresses/cidr.ts';
import { type Made, newId } from '../lookup/kinds.ts';
import type { Ec2State, Records } from '../state.ts';

interface Wishes {
  readonly CidrBlock: string;
  readonly zone: { readonly name: string; readonly id: string };
  readonly isDefault: boolean;
  readonly ipv6CidrBlock?: string | undefined;
}

/** AWS keeps the first four addresses of each subnet and the last one to itself. */
const reservedAddresses = 5;

/** A subnet under the VPC's main route table and default network ACL. */
export function createSubnet(state: Ec2State, vpc: Records['vpcs'], wishes: Wishes, context: Made): Records['subnets'] {
  const { CidrBlock, zone, isDefault, ipv6CidrBlock } = wishes;
  const acl = [...state.networkAcls.values()].find(({ VpcId, IsDefault }) => VpcId === vpc.VpcId && IsDefault);
  const id = newId('subnet', context);
  const subnet: Records['subnets'] = {
    SubnetId: id,
    SubnetArn: `arn:aws:ec2:${context.region}:${context.account}:subnet/${id}`,
    OwnerId: context.account,
    State: 'available',
    VpcId: vpc.VpcId,
    CidrBlock,
    AvailabilityZone: zone.name,
    AvailabilityZoneId: zone.id,
    AvailableIpAddressCount: 2 ** (32 - (parseCidr(CidrBlock)?.prefix ?? 32)) - reservedAddresses,
    DefaultForAz: isDefault,
    MapPublicIpOnLaunch: isDefault,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: ipv6CidrBlock === undefined ? [] : [ipv6Association(ipv6CidrBlock, context)],
    EnableDns64: false,
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    acl: { id: acl?.NetworkAclId ?? '', associationId: newId('aclassoc', context) },
  };
  state.subnets.set(id, subnet);
  return subnet;
}

/** How a subnet tells of a block of IPv6 addresses. */
export const ipv6Association = (
  Ipv6CidrBlock: string,
  context: Made,
): NonNullable<Subnet['Ipv6CidrBlockAssociationSet']>[number] => ({
  AssociationId: newId('subnet-cidr-assoc', context),
  Ipv6CidrBlock,
  Ipv6CidrBlockState: { State: 'associated' },
  Ipv6AddressAttribute: 'public',
  IpSource: 'amazon',
});
