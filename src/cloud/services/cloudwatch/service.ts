import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { deliverAlarmAction } from './alarms/actions.ts';
import { evaluateAlarm, watchesMetrics } from './alarms/evaluation.ts';
import { settleAlarms } from './alarms/settle-alarms.ts';
import { resumeAlarmActions } from './alarms/suppression.ts';
import { cloudwatchEmptyReads } from './empty-reads.ts';
import * as anomalyDetectors from './operations/anomaly-detectors.ts';
import { deleteAlarms, disableAlarmActions, enableAlarmActions, setAlarmState } from './operations/change-alarms.ts';
import { deleteDashboards, getDashboard, listDashboards, putDashboard } from './operations/dashboards.ts';
import { describeAlarmHistory, describeAlarms, describeAlarmsForMetric } from './operations/describe-alarms.ts';
import { listMetricStreams } from './operations/empty-lists.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import * as insightRules from './operations/insight-rules.ts';
import { putCompositeAlarm, putMetricAlarm } from './operations/put-alarms.ts';
import { putMetricData } from './operations/put-metric-data.ts';
import { getMetricStatistics, listMetrics } from './operations/read-metrics.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { cloudWatchResources } from './resources.ts';
import { cloudWatchShapes } from './shapes.ts';
import { type CloudWatchState, openCloudWatchState } from './state.ts';
import { cloudWatchStoredOnly } from './stored-only.ts';
import { cloudWatchTagging } from './tagging.ts';

/** Amazon CloudWatch: metrics and expressions over them, alarms, dashboards. */
export const cloudwatch: Service<CloudWatchState, undefined> = {
  name: 'cloudwatch',
  title: 'CloudWatch',
  faults: usualFaults,
  exploredState: { none: 'metrics are counted per attempt, so that no two runs have the same', settle: settleAlarms },
  signingNames: ['monitoring'],
  state: openCloudWatchState,
  shapes: cloudWatchShapes,
  wording: { code: 'ValidationError' },
  operations: {
    PutMetricData: putMetricData,
    ListMetrics: listMetrics,
    GetMetricStatistics: getMetricStatistics,
    GetMetricData: getMetricData,
    PutMetricAlarm: putMetricAlarm,
    PutCompositeAlarm: putCompositeAlarm,
    DescribeAlarms: describeAlarms,
    DescribeAlarmsForMetric: describeAlarmsForMetric,
    DescribeAlarmHistory: describeAlarmHistory,
    DeleteAlarms: deleteAlarms,
    SetAlarmState: setAlarmState,
    EnableAlarmActions: enableAlarmActions,
    DisableAlarmActions: disableAlarmActions,
    PutDashboard: putDashboard,
    GetDashboard: getDashboard,
    ListDashboards: listDashboards,
    DeleteDashboards: deleteDashboards,
    EvaluateAlarm: evaluateAlarm,
    DeliverAlarmAction: deliverAlarmAction,
    ResumeAlarmActions: resumeAlarmActions,
    PutAnomalyDetector: anomalyDetectors.putAnomalyDetector,
    DescribeAnomalyDetectors: anomalyDetectors.describeAnomalyDetectors,
    DeleteAnomalyDetector: anomalyDetectors.deleteAnomalyDetector,
    PutInsightRule: insightRules.putInsightRule,
    DescribeInsightRules: insightRules.describeInsightRules,
    EnableInsightRules: insightRules.enableInsightRules,
    DisableInsightRules: insightRules.disableInsightRules,
    DeleteInsightRules: insightRules.deleteInsightRules,
    ListMetricStreams: listMetricStreams,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTagsForResource: listTagsForResource,
    ...emptyOperations('cloudwatch', cloudwatchEmptyReads),
  },
  emptyReads: cloudwatchEmptyReads,
  metricReaders: new Set(['EvaluateAlarm', 'GetMetricData', 'GetMetricStatistics', 'ListMetrics', 'PutMetricAlarm']),
  watchesMetrics,
  resources: cloudWatchResources,
  storedOnly: cloudWatchStoredOnly,
  tagging: cloudWatchTagging,
  resourceOf: namedBy('AlarmName', 'DashboardName', 'Namespace'),
};
