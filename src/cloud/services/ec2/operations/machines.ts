import type {
  DescribeImagesRequest,
  DescribeImagesResult,
  DescribeInstancesRequest,
  DescribeInstancesResult,
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { describe } from '../lookup/describe.ts';
import { tagsOf } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';

/** There are no instances, whichever are asked for. */
export const describeInstances = ec2Operation(
  'DescribeInstances',
  [],
  (_state, { InstanceIds = [] }: DescribeInstancesRequest): DescribeInstancesResult => {
    const odd = InstanceIds.find((id) => !/^i-[0-9a-f]+$/.test(id));
    if (odd !== undefined) throw new AwsError('InvalidInstanceID.Malformed', `Invalid id: "${odd}"`);
    if (InstanceIds.length > 0) throw none('InvalidInstanceID.NotFound', 'instance ID', InstanceIds);
    return { Reservations: [] };
  },
);

/** Likewise of images. */
export const describeImages = ec2Operation(
  'DescribeImages',
  [],
  (_state, { ImageIds = [] }: DescribeImagesRequest): DescribeImagesResult => {
    if (ImageIds.length > 0) throw none('InvalidAMIID.NotFound', 'image id', ImageIds, '[', ']');
    return { Images: [] };
  },
);

function none(code: string, noun: string, ids: readonly string[], open = "'", close = "'"): AwsError {
  const isOne = ids.length === 1;
  return new AwsError(
    code,
    `The ${noun}${isOne ? '' : 's'} ${open}${ids.join(', ')}${close} do${isOne ? 'es' : ''} not exist`,
  );
}

/** Those of NAT gateways and of endpoints. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html */
export const describeNetworkInterfaces = ec2Operation(
  'DescribeNetworkInterfaces',
  [],
  (state, input: DescribeNetworkInterfacesRequest): DescribeNetworkInterfacesResult => {
    const { items, next } = describe(state, 'networkInterfaces', input, {
      ids: input.NetworkInterfaceIds,
      parameter: 'networkInterfaceIds',
      filters: {
        'association.allocation-id': ({ Association }) => Association?.AllocationId,
        'association.public-ip': ({ Association }) => Association?.PublicIp,
        'availability-zone': ({ AvailabilityZone }) => AvailabilityZone,
        description: ({ Description }) => Description,
        'group-id': ({ Groups }) => Groups?.map(({ GroupId }) => GroupId),
        'group-name': ({ Groups }) => Groups?.map(({ GroupName }) => GroupName),
        'interface-type': ({ InterfaceType }) => InterfaceType,
        'network-interface-id': ({ NetworkInterfaceId }) => NetworkInterfaceId,
        'owner-id': ({ OwnerId }) => OwnerId,
        'private-ip-address': ({ PrivateIpAddress }) => PrivateIpAddress,
        'requester-managed': ({ RequesterManaged }) => RequesterManaged,
        status: ({ Status }) => Status,
        'subnet-id': ({ SubnetId }) => SubnetId,
        'vpc-id': ({ VpcId }) => VpcId,
      },
    });
    const shown = items.map((each) => ({ ...each, TagSet: tagsOf(state, each.NetworkInterfaceId) }));
    return { NetworkInterfaces: shown, ...next };
  },
);
