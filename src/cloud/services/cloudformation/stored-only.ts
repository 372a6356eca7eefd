import type { StoredOnly } from '../../service-kit/stored-only.ts';

const noTopics = 'SNS is not emulated: there is no topic to tell of events';

/** Kept and answered, without effect here. */
export const cloudFormationStoredOnly: StoredOnly = {
  'CreateStack.NotificationARNs': noTopics,
  'UpdateStack.NotificationARNs': noTopics,
  'CreateChangeSet.NotificationARNs': noTopics,
};
