import type {
  AttachInternetGatewayRequest,
  CreateEgressOnlyInternetGatewayRequest,
  CreateEgressOnlyInternetGatewayResult,
  CreateInternetGatewayRequest,
  CreateInternetGatewayResult,
  DeleteEgressOnlyInternetGatewayRequest,
  DeleteEgressOnlyInternetGatewayResult,
  DeleteInternetGatewayRequest,
  DescribeEgressOnlyInternetGatewaysRequest,
  DescribeEgressOnlyInternetGatewaysResult,
  DescribeInternetGatewaysRequest,
  DescribeInternetGatewaysResult,
  DetachInternetGatewayRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { dependencyViolation, hasDependencies } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { attachmentTo } from '../networks/gateway-attachment.ts';
import { ec2Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInternetGateway.html */
export const createInternetGateway = ec2Operation(
  'CreateInternetGateway',
  [],
  (state, input: CreateInternetGatewayRequest, context): CreateInternetGatewayResult => {
    const tags = specifiedTags(input.TagSpecifications, 'internetGateways');
    const InternetGatewayId = newId('igw', context);
    const gateway = { InternetGatewayId, OwnerId: context.account, Attachments: [] };
    state.internetGateways.set(InternetGatewayId, gateway);
    addTags(state, InternetGatewayId, tags);
    return { InternetGateway: { ...gateway, Tags: tagsOf(state, InternetGatewayId) } };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInternetGateways.html */
export const describeInternetGateways = ec2Operation(
  'DescribeInternetGateways',
  [],
  (state, input: DescribeInternetGatewaysRequest): DescribeInternetGatewaysResult => {
    const { items, next } = describe(state, 'internetGateways', input, {
      ids: input.InternetGatewayIds,
      parameter: 'internetGatewayIds',
      filters: {
        'attachment.state': ({ Attachments }) => Attachments.map(({ State }) => State),
        'attachment.vpc-id': ({ Attachments }) => Attachments.map(({ VpcId }) => VpcId),
        'internet-gateway-id': ({ InternetGatewayId }) => InternetGatewayId,
        'owner-id': ({ OwnerId }) => OwnerId,
      },
    });
    const shown = items.map((gateway) => ({ ...gateway, Tags: tagsOf(state, gateway.InternetGatewayId) }));
    return { InternetGateways: shown, ...next };
  },
);

export const deleteInternetGateway = ec2Operation(
  'DeleteInternetGateway',
  ['InternetGatewayId'],
  (state, input: DeleteInternetGatewayRequest): object => {
    const { InternetGatewayId, Attachments } = find(state, 'internetGateways', input.InternetGatewayId ?? '');
    if (Attachments.length > 0) throw hasDependencies('internetGateway', InternetGatewayId);
    state.internetGateways.delete(InternetGatewayId);
    state.tags.delete(InternetGatewayId);
    return {};
  },
);

/** One gateway to one VPC. */
export const attachInternetGateway = ec2Operation(
  'AttachInternetGateway',
  ['InternetGatewayId', 'VpcId'],
  (state, input: AttachInternetGatewayRequest): object => {
    const gateway = find(state, 'internetGateways', input.InternetGatewayId ?? '');
    const { VpcId } = find(state, 'vpcs', input.VpcId ?? '');
    const [attached] = gateway.Attachments;
    if (attached)
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${gateway.InternetGatewayId} is already attached to network ${attached.VpcId}`,
      );
    const other = [...state.internetGateways.values()].find((each) => each.Attachments[0]?.VpcId === VpcId);
    if (other) throw new AwsError('InvalidParameterValue', `Network ${VpcId} already has an internet gateway attached`);
    state.internetGateways.set(gateway.InternetGatewayId, { ...gateway, Attachments: [attachmentTo(VpcId)] });
    return {};
  },
);

/** Addresses that are reached through the gateway hold on to it. */
export const detachInternetGateway = ec2Operation(
  'DetachInternetGateway',
  ['InternetGatewayId', 'VpcId'],
  (state, input: DetachInternetGatewayRequest): object => {
    const gateway = find(state, 'internetGateways', input.InternetGatewayId ?? '');
    const { VpcId } = find(state, 'vpcs', input.VpcId ?? '');
    if (gateway.Attachments[0]?.VpcId !== VpcId)
      throw new AwsError(
        'Gateway.NotAttached',
        `resource ${gateway.InternetGatewayId} is not attached to network ${VpcId}`,
      );
    const isMapped = [...state.networkInterfaces.values()].some(
      (each) => each.VpcId === VpcId && each.Association !== undefined,
    );
    if (isMapped)
      throw dependencyViolation(
        `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
      );
    state.internetGateways.set(gateway.InternetGatewayId, { ...gateway, Attachments: [] });
    return {};
  },
);

export const createEgressOnlyInternetGateway = ec2Operation(
  'CreateEgressOnlyInternetGateway',
  ['VpcId'],
  (state, input: CreateEgressOnlyInternetGatewayRequest, context): CreateEgressOnlyInternetGatewayResult => {
    const { VpcId } = find(state, 'vpcs', input.VpcId ?? '');
    const tags = specifiedTags(input.TagSpecifications, 'egressOnlyInternetGateways');
    const id = newId('eigw', context);
    const gateway = { EgressOnlyInternetGatewayId: id, Attachments: [{ State: 'attached' as const, VpcId }] };
    state.egressOnlyInternetGateways.set(id, gateway);
    addTags(state, id, tags);
    return {
      ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }),
      EgressOnlyInternetGateway: { ...gateway, Tags: tagsOf(state, id) },
    };
  },
);

export const describeEgressOnlyInternetGateways = ec2Operation(
  'DescribeEgressOnlyInternetGateways',
  [],
  (state, input: DescribeEgressOnlyInternetGatewaysRequest): DescribeEgressOnlyInternetGatewaysResult => {
    const { items, next } = describe(state, 'egressOnlyInternetGateways', input, {
      ids: input.EgressOnlyInternetGatewayIds,
      parameter: 'egressOnlyInternetGatewayIds',
      filters: {},
    });
    const shown = items.map((each) => ({ ...each, Tags: tagsOf(state, each.EgressOnlyInternetGatewayId) }));
    return { EgressOnlyInternetGateways: shown, ...next };
  },
);

export const deleteEgressOnlyInternetGateway = ec2Operation(
  'DeleteEgressOnlyInternetGateway',
  ['EgressOnlyInternetGatewayId'],
  (state, input: DeleteEgressOnlyInternetGatewayRequest): DeleteEgressOnlyInternetGatewayResult => {
    const id = input.EgressOnlyInternetGatewayId ?? '';
    find(state, 'egressOnlyInternetGateways', id);
    state.egressOnlyInternetGateways.delete(id);
    state.tags.delete(id);
    return { ReturnCode: true };
  },
);
