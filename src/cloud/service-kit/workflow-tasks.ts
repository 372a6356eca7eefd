import type { JsonObject } from '../kernel/json.ts';

/** How the state machine goes on after a task's request: with its answer, with the end of the job, with a token's return. */
export type IntegrationPattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** One optimized integration: `invoke` of `arn:aws:states:::lambda:invoke`. The operation has its name unless told otherwise. */
export interface WorkflowTask {
  readonly patterns: readonly IntegrationPattern[];
  /** `startExecution` */
  readonly action?: string;
  /** Members of Parameters without which a machine is not made. */
  readonly required?: readonly string[];
  /** From Parameters to the operation's input, in JSON with members in capitals. */
  prepare?(parameters: JsonObject): JsonObject;
  /** From the operation's output, in JSON, to the task's result. */
  present?(output: JsonObject): unknown;
}

/**
 * How state machines call a service beside its `aws-sdk` integrations.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export interface WorkflowTasks {
  /** As resources name the service: `lambda` of `arn:aws:states:::lambda:invoke`. */
  readonly resource: string;
  /** Before the names of its errors: `DynamoDB` of `DynamoDB.ConditionalCheckFailedException`. */
  readonly errorPrefix: string;
  /** By the name of the task: `invoke`. */
  readonly tasks: Readonly<Record<string, WorkflowTask>>;
}
