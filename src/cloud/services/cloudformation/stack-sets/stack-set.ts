import type {
  Parameter,
  StackInstanceDetailedStatus,
  StackInstanceStatus,
  StackSetOperationAction,
  StackSetOperationPreferences,
  StackSetOperationResultStatus,
  StackSetOperationStatus,
  Tag,
} from '@aws-sdk/client-cloudformation';

/** One template for stacks in many accounts and regions. */
export interface StackSet {
  /** `name:uuid` */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly templateBody: string;
  readonly parameters: readonly Parameter[];
  readonly capabilities: readonly string[];
  readonly tags: readonly Tag[];
  readonly administrationRoleArn: string;
  readonly executionRoleName: string;
  readonly isManagedExecutionActive: boolean;
  readonly clientToken?: string;
}

/** Where a stack of a set is, or is to be. */
export interface Target {
  readonly account: string;
  readonly region: string;
}

/** A stack of a set: what the set knows of it. */
export interface StackInstance extends Target {
  readonly stackSetId: string;
  readonly stackId?: string;
  readonly overrides: readonly Parameter[];
  readonly status: StackInstanceStatus;
  readonly detailedStatus: StackInstanceDetailedStatus;
  readonly statusReason?: string;
  readonly lastOperationId: string;
}

/** What an operation did in one account and region. */
export interface TargetResult extends Target {
  readonly status: StackSetOperationResultStatus;
  readonly reason?: string;
}

/** An operation on the instances of a set, under way or over. */
export interface StackSetOperationRecord {
  readonly id: string;
  readonly stackSetId: string;
  readonly action: StackSetOperationAction;
  readonly status: StackSetOperationStatus;
  readonly createdMs: number;
  readonly endedMs?: number;
  readonly preferences: StackSetOperationPreferences;
  readonly retainStacks?: boolean;
  readonly administrationRoleArn: string;
  readonly executionRoleName: string;
  readonly results: readonly TargetResult[];
}
