import type { GetScheduleOutput, ScheduleSummary } from '@aws-sdk/client-scheduler';
import type { Schedule } from '../state.ts';

/** As GetSchedule tells it. */
export function describeSchedule(schedule: Schedule): GetScheduleOutput {
  const { settings } = schedule;
  return {
    Arn: schedule.arn,
    GroupName: schedule.groupName,
    Name: schedule.name,
    ScheduleExpression: settings.expression,
    ScheduleExpressionTimezone: settings.timeZone,
    ...(settings.startMs !== undefined && { StartDate: new Date(settings.startMs) }),
    ...(settings.endMs !== undefined && { EndDate: new Date(settings.endMs) }),
    ...(settings.description !== undefined && { Description: settings.description }),
    State: settings.state,
    CreationDate: new Date(schedule.createdMs),
    LastModificationDate: new Date(schedule.modifiedMs),
    ...(settings.kmsKeyArn !== undefined && { KmsKeyArn: settings.kmsKeyArn }),
    Target: settings.target,
    FlexibleTimeWindow: settings.window,
    ActionAfterCompletion: settings.actionAfterCompletion,
  };
}

/** As ListSchedules tells it. */
export const summarizeSchedule = (schedule: Schedule): ScheduleSummary => ({
  Arn: schedule.arn,
  Name: schedule.name,
  GroupName: schedule.groupName,
  State: schedule.settings.state,
  CreationDate: new Date(schedule.createdMs),
  LastModificationDate: new Date(schedule.modifiedMs),
  Target: { Arn: schedule.settings.target.Arn },
});
