import type { StackRefactorExecutionStatus, StackRefactorStatus } from '@aws-sdk/client-cloudformation';
import type { StackDefinition } from '../state.ts';

/** Where a resource is, or is to be. */
export interface ResourcePlace {
  readonly stackId: string;
  readonly logicalId: string;
}

/** A resource that changes its stack, its name in it, or both. */
export interface ResourceMove {
  readonly from: ResourcePlace;
  readonly to: ResourcePlace;
  readonly physicalId: string;
  /** Found out, or said by the request. */
  readonly detection: 'AUTO' | 'MANUAL';
}

/** One of the stacks, as it is to be. */
export interface RefactoredStack {
  readonly stackId: string;
  readonly name: string;
  /** Made when the refactor is executed. */
  readonly isNew: boolean;
  readonly definition: StackDefinition;
}

/** Resources that are to change places between stacks, without being touched themselves. */
export interface StackRefactor {
  readonly id: string;
  readonly description?: string;
  readonly createdMs: number;
  readonly status: StackRefactorStatus;
  readonly statusReason?: string;
  readonly executionStatus: StackRefactorExecutionStatus;
  readonly executionStatusReason?: string;
  readonly stacks: readonly RefactoredStack[];
  readonly moves: readonly ResourceMove[];
}
