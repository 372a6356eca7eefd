import type {
  AcceptVpcPeeringConnectionRequest,
  AcceptVpcPeeringConnectionResult,
  CreateVpcPeeringConnectionRequest,
  CreateVpcPeeringConnectionResult,
  DeleteVpcPeeringConnectionRequest,
  DeleteVpcPeeringConnectionResult,
  DescribeVpcPeeringConnectionsRequest,
  DescribeVpcPeeringConnectionsResult,
  RejectVpcPeeringConnectionRequest,
  RejectVpcPeeringConnectionResult,
  VpcPeeringConnection,
  VpcPeeringConnectionStateReasonCode,
} from '@aws-sdk/client-ec2';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Peering = Records['peerings'];

/** AWS: as long does the requester see a connection that is deleted or rejected. */
const toldAfterEndMs = 2 * 60 * 60 * 1000;

const shown = (state: Ec2State, { endedMs: _, ...peering }: Peering): VpcPeeringConnection => ({
  ...peering,
  Tags: tagsOf(state, peering.VpcPeeringConnectionId),
});

/** Between two VPCs of one account and region. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html */
export const createVpcPeeringConnection = ec2Operation(
  'CreateVpcPeeringConnection',
  ['VpcId', 'PeerVpcId'],
  (state, input: CreateVpcPeeringConnectionRequest, context): CreateVpcPeeringConnectionResult => {
    const isForeign =
      (input.PeerOwnerId ?? context.account) !== context.account ||
      (input.PeerRegion ?? context.region) !== context.region;
    if (isForeign) throw new UnsupportedError('EC2 peering with VPCs of other accounts or regions');
    const tags = specifiedTags(input.TagSpecifications, 'peerings');
    const requester = find(state, 'vpcs', input.VpcId ?? '');
    const accepter = find(state, 'vpcs', input.PeerVpcId ?? '');
    const id = newId('pcx', context);
    const peering: Peering = {
      VpcPeeringConnectionId: id,
      RequesterVpcInfo: sideOf(requester, context),
      AccepterVpcInfo: sideOf(accepter, context),
      Status: { Code: 'pending-acceptance', Message: `Pending Acceptance by ${context.account}` },
      ExpirationTime: new Date(context.clock.now() + 7 * 24 * 60 * 60 * 1000),
    };
    state.peerings.set(id, peering);
    addTags(state, id, tags);
    const Status = { Code: 'initiating-request', Message: `Initiating Request to ${context.account}` } as const;
    return { VpcPeeringConnection: { ...shown(state, peering), Status } };
  },
);

const sideOf = ({ VpcId, CidrBlock, CidrBlockAssociationSet }: Records['vpcs'], context: Context) => ({
  VpcId,
  CidrBlock,
  CidrBlockSet: CidrBlockAssociationSet.map((each) => ({ CidrBlock: each.CidrBlock })),
  OwnerId: context.account,
  PeeringOptions: {
    AllowDnsResolutionFromRemoteVpc: false,
    AllowEgressFromLocalClassicLinkToRemoteVpc: false,
    AllowEgressFromLocalVpcToRemoteClassicLink: false,
  },
  Region: context.region,
});

function pending(state: Ec2State, id: string): Peering {
  const peering = find(state, 'peerings', id);
  if (peering.Status.Code !== 'pending-acceptance')
    throw new AwsError(
      'InvalidStateTransition',
      `Invalid state transition for ${id}, attempted to transition from ${peering.Status.Code} to active`,
    );
  return peering;
}

function withStatus(peering: Peering, Code: VpcPeeringConnectionStateReasonCode, Message: string): Peering {
  return { ...peering, Status: { Code, Message } };
}

export const acceptVpcPeeringConnection = ec2Operation(
  'AcceptVpcPeeringConnection',
  ['VpcPeeringConnectionId'],
  (state, input: AcceptVpcPeeringConnectionRequest): AcceptVpcPeeringConnectionResult => {
    const { ExpirationTime: _, ...peering } = pending(state, input.VpcPeeringConnectionId ?? '');
    state.peerings.set(peering.VpcPeeringConnectionId, withStatus(peering, 'active', 'Active'));
    return { VpcPeeringConnection: shown(state, withStatus(peering, 'provisioning', 'Provisioning')) };
  },
);

export const rejectVpcPeeringConnection = ec2Operation(
  'RejectVpcPeeringConnection',
  ['VpcPeeringConnectionId'],
  (state, input: RejectVpcPeeringConnectionRequest, context): RejectVpcPeeringConnectionResult => {
    const peering = pending(state, input.VpcPeeringConnectionId ?? '');
    const rejected = withStatus(peering, 'rejected', `Rejected by ${context.account}`);
    state.peerings.set(peering.VpcPeeringConnectionId, { ...rejected, endedMs: context.clock.now() });
    return { Return: true };
  },
);

export const deleteVpcPeeringConnection = ec2Operation(
  'DeleteVpcPeeringConnection',
  ['VpcPeeringConnectionId'],
  (state, input: DeleteVpcPeeringConnectionRequest, context): DeleteVpcPeeringConnectionResult => {
    const peering = find(state, 'peerings', input.VpcPeeringConnectionId ?? '');
    const deleted = withStatus(peering, 'deleted', `Deleted by ${context.account}`);
    state.peerings.set(peering.VpcPeeringConnectionId, { ...deleted, endedMs: context.clock.now() });
    return { Return: true };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcPeeringConnections.html */
export const describeVpcPeeringConnections = ec2Operation(
  'DescribeVpcPeeringConnections',
  [],
  (state, input: DescribeVpcPeeringConnectionsRequest, context): DescribeVpcPeeringConnectionsResult => {
    const nowMs = context.clock.now();
    const { items, next } = describe(state, 'peerings', input, {
      ids: input.VpcPeeringConnectionIds,
      parameter: 'vpcPeeringConnectionIds',
      filters: {
        'accepter-vpc-info.cidr-block': ({ AccepterVpcInfo }) => AccepterVpcInfo.CidrBlock,
        'accepter-vpc-info.owner-id': ({ AccepterVpcInfo }) => AccepterVpcInfo.OwnerId,
        'accepter-vpc-info.vpc-id': ({ AccepterVpcInfo }) => AccepterVpcInfo.VpcId,
        'requester-vpc-info.cidr-block': ({ RequesterVpcInfo }) => RequesterVpcInfo.CidrBlock,
        'requester-vpc-info.owner-id': ({ RequesterVpcInfo }) => RequesterVpcInfo.OwnerId,
        'requester-vpc-info.vpc-id': ({ RequesterVpcInfo }) => RequesterVpcInfo.VpcId,
        'status-code': ({ Status }) => Status.Code,
        'status-message': ({ Status }) => Status.Message,
        'vpc-peering-connection-id': ({ VpcPeeringConnectionId }) => VpcPeeringConnectionId,
      },
      isVisible: ({ endedMs }) => endedMs === undefined || nowMs - endedMs < toldAfterEndMs,
    });
    return { VpcPeeringConnections: items.map((peering) => shown(state, peering)), ...next };
  },
);
