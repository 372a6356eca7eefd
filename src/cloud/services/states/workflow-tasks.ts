import { createHash } from 'node:crypto';
import type { WorkflowTasks } from '../../service-kit/workflow-tasks.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html */
export const statesWorkflowTasks: WorkflowTasks = {
  resource: 'states',
  sdkName: 'sfn',
  errorPrefix: 'StepFunctions',
  client: 'AWSStepFunctions',
  clientError: 'AWSStepFunctionsException',
  tasks: {
    startExecution: {
      patterns: ['request', 'sync', 'sync:2', 'waitForTaskToken'],
      required: ['StateMachineArn'],
      // With a name of the task's own, an execution that is started again after a crash is the same one.
      prepare: ({ Input, Name, ...rest }, { id }) => ({
        ...rest,
        Name: Name ?? nameOf(id),
        ...(Input !== undefined && { Input: typeof Input === 'string' ? Input : JSON.stringify(Input) }),
      }),
    },
  },
};

/** A uuid, as the names of executions are that nobody named. */
function nameOf(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}
