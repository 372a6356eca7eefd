import type { Json, JsonRecord } from './json.ts';

export type Language = 'JSONPath' | 'JSONata';

/** Fields of the Amazon States Language as they are written; what is allowed where is checked before a machine is made. */
export interface StateFields {
  readonly Comment?: string;
  readonly QueryLanguage?: Language;
  readonly Next?: string;
  readonly End?: boolean;
  /** Of JSONPath. */
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
  readonly Parameters?: Json;
  readonly ResultSelector?: Json;
  readonly ResultPath?: string | null;
  /** Of JSONata. */
  readonly Arguments?: Json;
  readonly Output?: Json;
  /** Of both. */
  readonly Assign?: JsonRecord;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
  readonly ResultPath?: string | null;
  readonly Output?: Json;
  readonly Assign?: JsonRecord;
}

export interface PassState extends StateFields {
  readonly Type: 'Pass';
  readonly Result?: Json;
}

export interface WaitState extends StateFields {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly SecondsPath?: string;
  readonly Timestamp?: string;
  readonly TimestampPath?: string;
}

export interface SucceedState extends StateFields {
  readonly Type: 'Succeed';
}

export interface FailState extends StateFields {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

/** A rule of a Choice: comparisons of JSONPath, or `Condition` of JSONata. */
export interface ChoiceRule {
  readonly Next?: string;
  readonly Condition?: string | boolean;
  readonly Assign?: JsonRecord;
  readonly Output?: Json;
  readonly And?: readonly ChoiceRule[];
  readonly Or?: readonly ChoiceRule[];
  readonly Not?: ChoiceRule;
  readonly Variable?: string;
  readonly [comparison: string]: unknown;
}

export interface ChoiceState extends StateFields {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

interface Failing {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends StateFields, Failing {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly TimeoutSeconds?: number | string;
  readonly TimeoutSecondsPath?: string;
  readonly HeartbeatSeconds?: number | string;
  readonly HeartbeatSecondsPath?: string;
  readonly Credentials?: JsonRecord;
}

/** A machine inside a machine: a branch, or what is done for each item. */
export interface Block {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
  readonly QueryLanguage?: Language;
  /** Of what is done for each item. */
  readonly ProcessorConfig?: {
    readonly Mode?: 'INLINE' | 'DISTRIBUTED';
    readonly ExecutionType?: 'STANDARD' | 'EXPRESS';
  };
}

export interface ParallelState extends StateFields, Failing {
  readonly Type: 'Parallel';
  readonly Branches: readonly Block[];
}

export interface MapState extends StateFields, Failing {
  readonly Type: 'Map';
  readonly ItemProcessor?: Block;
  /** Its older name. */
  readonly Iterator?: Block;
  readonly Items?: Json;
  readonly ItemsPath?: string;
  readonly ItemSelector?: Json;
  readonly ItemReader?: JsonRecord;
  readonly ItemBatcher?: JsonRecord;
  readonly ResultWriter?: JsonRecord;
  readonly MaxConcurrency?: number | string;
  readonly MaxConcurrencyPath?: string;
  readonly ToleratedFailureCount?: number | string;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number | string;
  readonly ToleratedFailurePercentagePath?: string;
  readonly Label?: string;
}

export type State =
  | PassState
  | WaitState
  | SucceedState
  | FailState
  | ChoiceState
  | TaskState
  | ParallelState
  | MapState;

/** The whole definition. */
export interface Definition extends Block {
  readonly Comment?: string;
  readonly Version?: string;
  readonly TimeoutSeconds?: number;
}
