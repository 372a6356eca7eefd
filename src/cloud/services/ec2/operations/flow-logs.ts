import type {
  CreateFlowLogsRequest,
  CreateFlowLogsResult,
  DeleteFlowLogsRequest,
  DeleteFlowLogsResult,
  DescribeFlowLogsRequest,
  DescribeFlowLogsResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { missingParameter } from '../errors.ts';
import { describe } from '../lookup/describe.ts';
import { find, newId, notFound } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsOf } from '../lookup/tags.ts';
import { ec2Operation } from '../operation.ts';
import type { Kind } from '../state.ts';

const usualFormat =
  '${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}';

const kindsOfResources: ReadonlyMap<string | undefined, Kind> = new Map([
  ['NetworkInterface', 'networkInterfaces'],
  ['Subnet', 'subnets'],
  ['VPC', 'vpcs'],
]);

/** One flow log for each resource. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export const createFlowLogs = ec2Operation(
  'CreateFlowLogs',
  ['ResourceIds', 'ResourceType'],
  (state, input: CreateFlowLogsRequest, context): CreateFlowLogsResult => {
    const LogDestinationType = input.LogDestinationType ?? 'cloud-watch-logs';
    const kind = kindsOfResources.get(input.ResourceType);
    if (!kind) throw new AwsError('InvalidParameter', `Flow logs are not supported for ${input.ResourceType}.`);
    if (input.TrafficType === undefined) throw missingParameter('TrafficType');
    if (LogDestinationType === 'cloud-watch-logs' && input.DeliverLogsPermissionArn === undefined)
      throw new AwsError(
        'InvalidParameter',
        "DeliverLogsPermissionArn can't be empty if LogDestinationType is cloud-watch-logs.",
      );
    if (input.LogGroupName === undefined && input.LogDestination === undefined)
      throw new AwsError('InvalidParameter', 'LogDestination and LogGroupName cannot both be empty.');
    const tags = specifiedTags(input.TagSpecifications, 'flowLogs');
    const logGroup = input.LogGroupName ?? /:log-group:([^:]+)/.exec(input.LogDestination ?? '')?.[1];
    const FlowLogIds = (input.ResourceIds ?? []).map((ResourceId) => {
      find(state, kind, ResourceId);
      const FlowLogId = newId('fl', context);
      state.flowLogs.set(FlowLogId, {
        FlowLogId,
        FlowLogStatus: 'ACTIVE',
        ResourceId,
        TrafficType: input.TrafficType,
        LogDestinationType,
        LogDestination: input.LogDestination,
        LogGroupName: LogDestinationType === 'cloud-watch-logs' ? logGroup : undefined,
        DeliverLogsPermissionArn: input.DeliverLogsPermissionArn,
        DeliverCrossAccountRole: input.DeliverCrossAccountRole,
        DeliverLogsStatus: 'SUCCESS',
        LogFormat: input.LogFormat ?? usualFormat,
        MaxAggregationInterval: input.MaxAggregationInterval ?? 600,
        DestinationOptions: input.DestinationOptions,
        CreationTime: new Date(context.clock.now()),
      });
      addTags(state, FlowLogId, tags);
      return FlowLogId;
    });
    return {
      ...(input.ClientToken !== undefined && { ClientToken: input.ClientToken }),
      FlowLogIds,
      Unsuccessful: [],
    };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html */
export const describeFlowLogs = ec2Operation(
  'DescribeFlowLogs',
  [],
  (state, input: DescribeFlowLogsRequest): DescribeFlowLogsResult => {
    const { items, next } = describe(
      state,
      'flowLogs',
      { ...input, Filters: input.Filter },
      {
        ids: input.FlowLogIds?.filter((id) => state.flowLogs.has(id)),
        parameter: 'flowLogIds',
        filters: {
          'deliver-log-status': ({ DeliverLogsStatus }) => DeliverLogsStatus,
          'flow-log-id': ({ FlowLogId }) => FlowLogId,
          'log-destination-type': ({ LogDestinationType }) => LogDestinationType,
          'log-group-name': ({ LogGroupName }) => LogGroupName,
          'resource-id': ({ ResourceId }) => ResourceId,
          'traffic-type': ({ TrafficType }) => TrafficType,
        },
        isVisible: ({ FlowLogId }) => !input.FlowLogIds?.length || input.FlowLogIds.includes(FlowLogId),
      },
    );
    return { FlowLogs: items.map((each) => ({ ...each, Tags: tagsOf(state, each.FlowLogId) })), ...next };
  },
);

export const deleteFlowLogs = ec2Operation(
  'DeleteFlowLogs',
  ['FlowLogIds'],
  (state, { FlowLogIds = [] }: DeleteFlowLogsRequest): DeleteFlowLogsResult => {
    const Unsuccessful = FlowLogIds.flatMap((ResourceId) => {
      state.tags.delete(ResourceId);
      if (state.flowLogs.delete(ResourceId)) return [];
      const { code: Code, message: Message } = notFound('flowLogs', ResourceId);
      return [{ Error: { Code, Message }, ResourceId }];
    });
    return { Unsuccessful };
  },
);
