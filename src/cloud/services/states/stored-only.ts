import type { StoredOnly } from '../../service-kit/stored-only.ts';

const encryption = 'nothing is encrypted at rest';
const tracing = 'executions are traced whatever their state machine says';

/** Kept and answered, without effect here. */
export const statesStoredOnly: StoredOnly = {
  'CreateStateMachine.encryptionConfiguration': encryption,
  'CreateStateMachine.tracingConfiguration': tracing,
  'UpdateStateMachine.encryptionConfiguration': encryption,
  'UpdateStateMachine.tracingConfiguration': tracing,
  'AWS::StepFunctions::Activity.EncryptionConfiguration': encryption,
  'AWS::StepFunctions::StateMachine.EncryptionConfiguration': encryption,
  'AWS::StepFunctions::StateMachine.TracingConfiguration': tracing,
};
