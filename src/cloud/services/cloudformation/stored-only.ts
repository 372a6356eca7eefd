import type { StoredOnly } from '../../service-kit/stored-only.ts';

const noTopics = 'SNS is not emulated: there is no topic to tell of events';
const noTriggers = 'no rollback trigger is watched: those are refused';

/** Kept and answered, without effect here. */
export const cloudFormationStoredOnly: StoredOnly = {
  'CreateStack.NotificationARNs': noTopics,
  'UpdateStack.NotificationARNs': noTopics,
  'CreateChangeSet.NotificationARNs': noTopics,
  'CreateStack.RollbackConfiguration': noTriggers,
  'UpdateStack.RollbackConfiguration': noTriggers,
  'CreateChangeSet.RollbackConfiguration': noTriggers,
};
