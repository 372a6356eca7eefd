import type { StoredOnly } from '../../service-kit/stored-only.ts';

const noTopics = 'events of stacks are not sent to topics';

/** Kept and answered, without effect here. */
export const cloudFormationStoredOnly: StoredOnly = {
  'CreateStack.NotificationARNs': noTopics,
  'UpdateStack.NotificationARNs': noTopics,
  'CreateChangeSet.NotificationARNs': noTopics,
};
