import type { StoredOnly } from '../../service-kit/stored-only.ts';

const encryption = 'events lie in memory and in the data directory of this machine, encrypted by nothing';
const busDeadLetters = 'it takes events that a customer managed key keeps from being delivered, and no key does';
const logging = 'logs of buses go to log deliveries, which write nothing here';
const ruleRole = 'targets are told by their own roles, or by the policies of what they are';

/** What of EventBridge is kept and answered, and has no effect. */
export const eventsStoredOnly: StoredOnly = {
  'CreateEventBus.KmsKeyIdentifier': encryption,
  'CreateEventBus.DeadLetterConfig': busDeadLetters,
  'CreateEventBus.LogConfig': logging,
  'UpdateEventBus.KmsKeyIdentifier': encryption,
  'UpdateEventBus.DeadLetterConfig': busDeadLetters,
  'UpdateEventBus.LogConfig': logging,
  'PutRule.RoleArn': ruleRole,
  'AWS::Events::EventBus.KmsKeyIdentifier': encryption,
  'AWS::Events::EventBus.DeadLetterConfig': busDeadLetters,
  'AWS::Events::EventBus.LogConfig': logging,
  'AWS::Events::Rule.RoleArn': ruleRole,
};
