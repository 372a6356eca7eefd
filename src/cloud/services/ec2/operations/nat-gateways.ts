import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
} from '@aws-sdk/client-ec2';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import { attachAddress, detachAddress } from '../addresses/attach-address.ts';
import { invalidParameterValue, missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId, notFound } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { addInterface, removeInterface } from '../networks/network-interfaces.ts';
import { ec2Operation } from '../operation.ts';

/** AWS: a gateway that is deleted is told of for about an hour. */
const toldAfterDeletionMs = 60 * 60 * 1000;

const unknownMembers = [
  'AvailabilityMode',
  'AvailabilityZoneAddresses',
  'SecondaryAllocationIds',
  'SecondaryPrivateIpAddressCount',
  'SecondaryPrivateIpAddresses',
] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNatGateway.html */
export const createNatGateway = ec2Operation(
  'CreateNatGateway',
  [],
  (state, input: CreateNatGatewayRequest, context): CreateNatGatewayResult => {
    const unknown = unknownMembers.find((name) => input[name] !== undefined);
    if (unknown) throw new UnsupportedError(`EC2 CreateNatGateway.${unknown}`);
    const isPublic = input.ConnectivityType !== 'private';
    if (input.SubnetId === undefined) throw missingParameter('subnetId');
    if (isPublic && input.AllocationId === undefined) throw missingParameter('AllocationId');
    if (!isPublic && input.AllocationId !== undefined)
      throw invalidParameterValue('AllocationId cannot be specified for a private NAT gateway');
    const tags = specifiedTags(input.TagSpecifications, 'natGateways');
    const subnet = find(state, 'subnets', input.SubnetId);
    const address = isPublic ? find(state, 'addresses', input.AllocationId ?? '') : undefined;
    if (address?.AssociationId !== undefined)
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `Elastic IP address [${address.AllocationId}] is already associated`,
      );
    const NatGatewayId = newId('nat', context);
    const description = `Interface for NAT Gateway ${NatGatewayId}`;
    const wishes = { subnetId: subnet.SubnetId, description, type: 'natGateway', isRequesterManaged: true } as const;
    const eni = addInterface(state, { ...wishes, privateIp: input.PrivateIpAddress }, context);
    const association = address && {
      AllocationId: address.AllocationId,
      PublicIp: address.PublicIp,
      AssociationId: attachAddress(state, address.AllocationId, eni.NetworkInterfaceId, context),
    };
    const own = { NetworkInterfaceId: eni.NetworkInterfaceId, PrivateIp: eni.PrivateIpAddress, IsPrimary: true };
    const gateway = {
      NatGatewayId,
      SubnetId: subnet.SubnetId,
      VpcId: subnet.VpcId,
      State: 'available',
      ConnectivityType: isPublic ? 'public' : 'private',
      CreateTime: new Date(context.clock.now()),
      NatGatewayAddresses: [{ ...association, ...own, Status: 'succeeded' }],
    } as const;
    state.natGateways.set(NatGatewayId, { ...gateway, NatGatewayAddresses: [...gateway.NatGatewayAddresses] });
    addTags(state, NatGatewayId, tags);
    const NatGatewayAddresses = [{ ...association, ...own, Status: 'associating' as const }];
    return {
      ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }),
      NatGateway: { ...gateway, State: 'pending', NatGatewayAddresses, Tags: tagsOf(state, NatGatewayId) },
    };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNatGateways.html */
export const describeNatGateways = ec2Operation(
  'DescribeNatGateways',
  [],
  (state, input: DescribeNatGatewaysRequest, context): DescribeNatGatewaysResult => {
    const nowMs = context.clock.now();
    const { items, next } = describe(
      state,
      'natGateways',
      { ...input, Filters: input.Filter },
      {
        ids: input.NatGatewayIds,
        parameter: 'natGatewayIds',
        filters: {
          'nat-gateway-id': ({ NatGatewayId }) => NatGatewayId,
          state: ({ State }) => State,
          'subnet-id': ({ SubnetId }) => SubnetId,
          'vpc-id': ({ VpcId }) => VpcId,
        },
        isVisible: ({ DeleteTime }) => !DeleteTime || nowMs - DeleteTime.getTime() < toldAfterDeletionMs,
      },
    );
    return { NatGateways: items.map((each) => ({ ...each, Tags: tagsOf(state, each.NatGatewayId) })), ...next };
  },
);

/** It is gone at once, and told of for a while. Its address stays allocated. */
export const deleteNatGateway = ec2Operation(
  'DeleteNatGateway',
  ['NatGatewayId'],
  (state, { NatGatewayId = '' }: DeleteNatGatewayRequest, context): DeleteNatGatewayResult => {
    const gateway = find(state, 'natGateways', NatGatewayId);
    if (gateway.State === 'deleted') throw notFound('natGateways', NatGatewayId);
    for (const { AllocationId, NetworkInterfaceId } of gateway.NatGatewayAddresses) {
      if (AllocationId !== undefined) detachAddress(state, AllocationId);
      if (NetworkInterfaceId !== undefined) removeInterface(state, NetworkInterfaceId);
    }
    state.natGateways.set(NatGatewayId, { ...gateway, State: 'deleted', DeleteTime: new Date(context.clock.now()) });
    return { NatGatewayId };
  },
);
