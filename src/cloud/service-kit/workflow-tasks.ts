import type { Caller } from '../kernel/identity.ts';
import type { JsonObject } from '../kernel/json.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Scope } from '../kernel/scope.ts';
import type { Trace } from '../kernel/trace.ts';

/** How the state machine goes on after a task's request: with its answer, with the end of the job, with a token's return. */
export type IntegrationPattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** The task failed, though its call was answered: the function threw, the API answered 404. */
export class WorkflowTaskFailure extends Error {
  /** As retriers and catchers name it. */
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
  }
}

/** As whom and in whose course a task is run. */
export interface TaskCaller extends Scope {
  readonly kernel: Kernel;
  /** A session of the machine's role. */
  readonly caller: Caller;
  readonly requestId: string;
  readonly trace: Trace;
}

/** Whose task it is. */
export interface TaskOrigin {
  readonly executionArn: string;
  readonly machineArn: string;
  /** The same each time that the task's call is made: after a crash, twice. */
  readonly id: string;
}

/** An answer as it went over the wire. */
export interface TaskAnswered {
  readonly body: string;
  readonly trace: Trace;
}

/** One optimized integration: `invoke` of `arn:aws:states:::lambda:invoke`. */
export interface WorkflowTask {
  readonly patterns: readonly IntegrationPattern[];
  /** Members of Parameters without which a machine is not made. */
  readonly required?: readonly string[];
  /** From Parameters to the operation's input, in JSON with members in capitals. */
  prepare?(parameters: JsonObject, origin: TaskOrigin): JsonObject;
  /** From the operation's output to the task's result, in JSON. Throws {@link WorkflowTaskFailure}. */
  present?(output: JsonObject): JsonObject;
  /** Headers of the answer beside those of its protocol, by the output. */
  headers?(output: JsonObject, answered: TaskAnswered): Readonly<Record<string, string>>;
  /** In place of the operation of its name, and of what is told of its answer. Throws {@link WorkflowTaskFailure}. */
  run?(parameters: JsonObject, caller: TaskCaller): Promise<JsonObject>;
}

/**
 * How state machines call a service beside its `aws-sdk` integrations. They call it by AWS's older SDK for Java, whose words
 * are in the errors: `(Service: AmazonDynamoDBv2; Status Code: 400; …)`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
export interface WorkflowTasks {
  /** As resources name the service: `lambda` of `arn:aws:states:::lambda:invoke`. */
  readonly resource: string;
  /** As `aws-sdk` resources name it: `eventbridge` of `events`. */
  readonly sdkName: string;
  /** Before the names of its errors: `DynamoDB` of `DynamoDB.ConditionalCheckFailedException`. */
  readonly errorPrefix: string;
  /** The service in that SDK: `AmazonDynamoDBv2`; and the class of its errors that have none: `AmazonDynamoDBException`. */
  readonly client: string;
  readonly clientError: string;
  /** By the name of the task: `invoke`. */
  readonly tasks: Readonly<Record<string, WorkflowTask>>;
}
