import { find, type Made, newId } from '../lookup/kinds.ts';
import type { Ec2State } from '../state.ts';

/** Puts an elastic IP address on an interface; gives back the association's id. */
export function attachAddress(state: Ec2State, allocationId: string, interfaceId: string, context: Made): string {
  const address = find(state, 'addresses', allocationId);
  const eni = find(state, 'networkInterfaces', interfaceId);
  const AssociationId = newId('eipassoc', context);
  state.addresses.set(allocationId, {
    ...address,
    AssociationId,
    NetworkInterfaceId: interfaceId,
    NetworkInterfaceOwnerId: context.account,
    PrivateIpAddress: eni.PrivateIpAddress,
  });
  const { PublicIp, AllocationId } = address;
  const Association = { AssociationId, AllocationId, PublicIp, IpOwnerId: context.account };
  state.networkInterfaces.set(interfaceId, { ...eni, Association });
  return AssociationId;
}

/** Takes an address off the interface that it is on, if any. */
export function detachAddress(state: Ec2State, allocationId: string): void {
  const { AssociationId, NetworkInterfaceId, NetworkInterfaceOwnerId, PrivateIpAddress, ...address } = find(
    state,
    'addresses',
    allocationId,
  );
  if (AssociationId === undefined) return;
  state.addresses.set(allocationId, address);
  const eni = NetworkInterfaceId === undefined ? undefined : state.networkInterfaces.get(NetworkInterfaceId);
  if (!eni || NetworkInterfaceOwnerId === undefined || PrivateIpAddress === undefined) return;
  const { Association: _, ...rest } = eni;
  state.networkInterfaces.set(eni.NetworkInterfaceId, rest);
}
