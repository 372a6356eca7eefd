import type { StoredOnly } from '../../service-kit/stored-only.ts';

const encryption = 'nothing is encrypted at rest';

/** What is kept and answered, and has no effect here. */
export const schedulerStoredOnly: StoredOnly = {
  'CreateSchedule.KmsKeyArn': encryption,
  'UpdateSchedule.KmsKeyArn': encryption,
  'AWS::Scheduler::Schedule.KmsKeyArn': encryption,
};
