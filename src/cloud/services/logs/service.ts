import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { logsEmptyReads } from './empty-reads.ts';
import { logsExploredState } from './explored-state.ts';
import { LiveTail } from './live-tail/live-tail.ts';
import * as accountPolicies from './operations/account-policies.ts';
import * as dataProtection from './operations/data-protection.ts';
import * as deliveries from './operations/deliveries.ts';
import * as destinations from './operations/destinations.ts';
import { filterLogEvents } from './operations/filter-log-events.ts';
import { getLogEvents } from './operations/get-log-events.ts';
import * as groupProtection from './operations/group-protection.ts';
import * as indexPolicies from './operations/index-policies.ts';
import * as groups from './operations/log-groups.ts';
import * as streams from './operations/log-streams.ts';
import * as metricFilters from './operations/metric-filters.ts';
import { putLogEvents } from './operations/put-log-events.ts';
import * as queries from './operations/queries.ts';
import * as queryDefinitions from './operations/query-definitions.ts';
import * as resourcePolicies from './operations/resource-policies.ts';
import { startLiveTail } from './operations/start-live-tail.ts';
import * as subscriptionFilters from './operations/subscription-filters.ts';
import * as tags from './operations/tags.ts';
import { logsResources } from './resources/resources.ts';
import { logsShapes } from './shapes.ts';
import { type LogsState, openLogsState } from './state.ts';
import { logsStoredOnly } from './stored-only.ts';
import { logDeliveries } from './subscriptions/forward.ts';
import { logsTagging } from './tagging.ts';

/** CloudWatch Logs: groups, streams and events, searched by filter patterns and turned into metrics. */
export const logs: Service<LogsState, LiveTail> = {
  name: 'logs',
  title: 'CloudWatch Logs',
  faults: usualFaults,
  exploredState: logsExploredState,
  state: openLogsState,
  shapes: logsShapes,
  wording: { code: 'InvalidParameterException' },
  operations: {
    CreateLogGroup: groups.createLogGroup,
    DeleteLogGroup: groups.deleteLogGroup,
    DescribeLogGroups: groups.describeLogGroups,
    ListLogGroups: groups.listLogGroups,
    PutRetentionPolicy: groups.putRetentionPolicy,
    DeleteRetentionPolicy: groups.deleteRetentionPolicy,
    AssociateKmsKey: groups.associateKmsKey,
    DisassociateKmsKey: groups.disassociateKmsKey,

    PutLogGroupDeletionProtection: groupProtection.putLogGroupDeletionProtection,
    PutBearerTokenAuthentication: groupProtection.putBearerTokenAuthentication,

    CreateLogStream: streams.createLogStream,
    DeleteLogStream: streams.deleteLogStream,
    DescribeLogStreams: streams.describeLogStreams,

    PutLogEvents: putLogEvents,
    GetLogEvents: getLogEvents,
    FilterLogEvents: filterLogEvents,

    PutMetricFilter: metricFilters.putMetricFilter,
    DescribeMetricFilters: metricFilters.describeMetricFilters,
    DeleteMetricFilter: metricFilters.deleteMetricFilter,
    TestMetricFilter: metricFilters.testMetricFilter,

    PutSubscriptionFilter: subscriptionFilters.putSubscriptionFilter,
    DescribeSubscriptionFilters: subscriptionFilters.describeSubscriptionFilters,
    DeleteSubscriptionFilter: subscriptionFilters.deleteSubscriptionFilter,
    DeliverLogEvents: logDeliveries.attempt,

    StartLiveTail: startLiveTail,
    StartQuery: queries.startQuery,
    GetQueryResults: queries.getQueryResults,
    StopQuery: queries.stopQuery,
    DescribeQueries: queries.describeQueries,
    GetLogRecord: queries.getLogRecord,
    PutQueryDefinition: queryDefinitions.putQueryDefinition,
    DescribeQueryDefinitions: queryDefinitions.describeQueryDefinitions,
    DeleteQueryDefinition: queryDefinitions.deleteQueryDefinition,

    PutDestination: destinations.putDestination,
    PutDestinationPolicy: destinations.putDestinationPolicy,
    DescribeDestinations: destinations.describeDestinations,
    DeleteDestination: destinations.deleteDestination,

    PutDeliverySource: deliveries.putDeliverySource,
    GetDeliverySource: deliveries.getDeliverySource,
    DescribeDeliverySources: deliveries.describeDeliverySources,
    DeleteDeliverySource: deliveries.deleteDeliverySource,
    PutDeliveryDestination: deliveries.putDeliveryDestination,
    GetDeliveryDestination: deliveries.getDeliveryDestination,
    DescribeDeliveryDestinations: deliveries.describeDeliveryDestinations,
    DeleteDeliveryDestination: deliveries.deleteDeliveryDestination,
    CreateDelivery: deliveries.createDelivery,
    GetDelivery: deliveries.getDelivery,
    UpdateDeliveryConfiguration: deliveries.updateDeliveryConfiguration,
    DescribeDeliveries: deliveries.describeDeliveries,
    DeleteDelivery: deliveries.deleteDelivery,

    PutDataProtectionPolicy: dataProtection.putDataProtectionPolicy,
    GetDataProtectionPolicy: dataProtection.getDataProtectionPolicy,
    DeleteDataProtectionPolicy: dataProtection.deleteDataProtectionPolicy,

    PutIndexPolicy: indexPolicies.putIndexPolicy,
    DescribeIndexPolicies: indexPolicies.describeIndexPolicies,
    DeleteIndexPolicy: indexPolicies.deleteIndexPolicy,

    TagResource: tags.tagResource,
    UntagResource: tags.untagResource,
    ListTagsForResource: tags.listTagsForResource,
    TagLogGroup: tags.tagLogGroup,
    UntagLogGroup: tags.untagLogGroup,
    ListTagsLogGroup: tags.listTagsLogGroup,

    PutAccountPolicy: accountPolicies.putAccountPolicy,
    DescribeAccountPolicies: accountPolicies.describeAccountPolicies,
    DeleteAccountPolicy: accountPolicies.deleteAccountPolicy,

    PutResourcePolicy: resourcePolicies.putResourcePolicy,
    DescribeResourcePolicies: resourcePolicies.describeResourcePolicies,
    DeleteResourcePolicy: resourcePolicies.deleteResourcePolicy,
    ...emptyOperations('logs', logsEmptyReads),
  },
  emptyReads: logsEmptyReads,
  resourceOf: namedBy('logGroupName', 'logGroupIdentifier'),
  resources: logsResources,
  tagging: logsTagging,
  storedOnly: logsStoredOnly,
  start: () => new LiveTail(),
};
