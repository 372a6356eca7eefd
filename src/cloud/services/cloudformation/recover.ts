import type { StackStatus } from '@aws-sdk/client-cloudformation';
import type { Kernel } from '../../kernel/kernel.ts';
import {
  type CloudFormationState,
  cloudFormationState,
  partKey,
  type ResourceRecord,
  resourcesOf,
  type Stack,
} from './state.ts';

/** Ours: AWS has no operations that are cut off. */
export const interruptedReason = 'Squall was stopped in the middle of this operation.';

/** Where a stack ends whose operation was cut off: always somewhere from where it can be deleted or rolled back. */
function statusAfter(status: StackStatus): StackStatus {
  if (status === 'CREATE_IN_PROGRESS') return 'CREATE_FAILED';
  if (status === 'ROLLBACK_IN_PROGRESS') return 'ROLLBACK_FAILED';
  if (status === 'DELETE_IN_PROGRESS') return 'DELETE_FAILED';
  if (status === 'UPDATE_IN_PROGRESS') return 'UPDATE_FAILED';
  if (status.startsWith('IMPORT_')) return 'IMPORT_ROLLBACK_FAILED';
  return status === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_FAILED';
}

/**
 * Marks every stack as failed whose operation will not go on, because the process that ran it was killed or the world
 * was put back to a moment in its midst.
 */
export function recoverStacks(kernel: Kernel): void {
  for (const name of kernel.world.names('cloudformation/')) {
    const [, account, region, collection] = name.split('/');
    if (collection === 'stack-set-operations' && account !== undefined && region !== undefined) {
      recoverOperations(cloudFormationState(kernel.world.scope('cloudformation', account, region)), kernel.clock.now());
    }
    if (collection !== 'stacks' || account === undefined || region === undefined) continue;
    const state = cloudFormationState(kernel.world.scope('cloudformation', account, region));
    const stuck = [...state.stacks.values()].filter(
      ({ status }) => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS',
    );
    for (const stack of stuck) recoverStack(state, stack);
    recoverChangeSets(state);
    recoverRefactors(state);
  }
}

function recoverStack(state: CloudFormationState, stack: Stack): void {
  state.stacks.set(stack.id, { ...stack, status: statusAfter(stack.status), statusReason: interruptedReason });
  for (const record of resourcesOf(state, stack.id)) {
    if (!record.status.endsWith('_IN_PROGRESS')) continue;
    state.resources.set(partKey(stack.id, record.logicalId), {
      ...record,
      status: record.status.replace('IN_PROGRESS', 'FAILED') as ResourceRecord['status'],
      statusReason: interruptedReason,
    });
  }
}

/** An operation on a stack set that will not go on; what it had not reached counts as cancelled. */
function recoverOperations(state: CloudFormationState, nowMs: number): void {
  for (const [key, record] of [...state.stackSetOperations.entries()]) {
    if (record.status !== 'RUNNING' && record.status !== 'STOPPING') continue;
    const results = record.results.map((result) =>
      result.status === 'PENDING' || result.status === 'RUNNING'
        ? { ...result, status: 'CANCELLED' as const, reason: interruptedReason }
        : result,
    );
    state.stackSetOperations.set(key, { ...record, status: 'FAILED', endedMs: nowMs, results });
  }
}

/** A change set that is being executed can be neither executed nor deleted: it ends as its stack did. */
function recoverChangeSets(state: CloudFormationState): void {
  const stuck = [...state.changeSets.values()].filter(
    ({ executionStatus }) => executionStatus === 'EXECUTE_IN_PROGRESS',
  );
  for (const changeSet of stuck) {
    const status = state.stacks.get(changeSet.stackId)?.status;
    const isDone = status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE';
    state.changeSets.set(changeSet.id, {
      ...changeSet,
      executionStatus: isDone ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED',
    });
  }
}

/** Which of its moves were made nobody knows: the stacks tell. */
function recoverRefactors({ refactors }: CloudFormationState): void {
  for (const refactor of [...refactors.values()]) {
    if (refactor.executionStatus !== 'EXECUTE_IN_PROGRESS') continue;
    const failed = { executionStatus: 'EXECUTE_FAILED', executionStatusReason: interruptedReason } as const;
    refactors.set(refactor.id, { ...refactor, ...failed });
  }
}
