import type { JsonObject } from '../kernel/json.ts';

/** What a mocked call of a task comes to: its result, or the error by which it fails. */
export type MockAnswer =
  | { readonly Return: unknown }
  | { readonly Throw: { readonly Error: string; readonly Cause?: string } };

/** Stands for calls of tasks of state machines. At least one of `resource` and `state` says whose. */
export interface TaskMock {
  /** `ecs:runTask` (with every suffix), `ecs:runTask.sync`, `aws-sdk:glue:startJobRun`, or an ARN; with `*`. */
  readonly resource?: string;
  /** Name of the machine, with `*`; or the construct's id, where CloudFormation generated the name. */
  readonly machine?: string;
  /** Name of the state, in that machine or in every one. */
  readonly state?: string;
  /** One for each call of a state in one execution, retries too; the last one stands for all that follow. */
  readonly answers: readonly MockAnswer[];
}

/** The answers of a mock file by number of the call: `"0"`, `"1-3"`. */
export type MockedResponse = Readonly<Record<string, MockAnswer>>;

/**
 * The mock file of Step Functions Local.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
export interface MockConfig {
  readonly StateMachines: Readonly<
    Record<string, { readonly TestCases: Readonly<Record<string, Readonly<Record<string, string>>>> }>
  >;
  readonly MockedResponses: Readonly<Record<string, MockedResponse>>;
}

/** Where the cloud learns of mocks as it starts: the path of a mock file, its content, or mocks of tasks. */
export type WorkflowMocks = string | MockConfig | JsonObject | readonly TaskMock[];
