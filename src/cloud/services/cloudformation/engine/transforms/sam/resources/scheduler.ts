import { getAtt } from '../language/intrinsics.ts';
import { generated } from './property.ts';
import type { ResourceType } from './resource.ts';

export const schedulerSchedule: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  properties: generated(
    'ScheduleExpression',
    'FlexibleTimeWindow',
    'Name',
    'State',
    'Description',
    'StartDate',
    'EndDate',
    'ScheduleExpressionTimezone',
    'GroupName',
    'KmsKeyArn',
    'Target',
  ),
  runtime: {
    arn: ({ logicalId }) => getAtt(logicalId, 'Arn'),
  },
};
