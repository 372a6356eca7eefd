import type { StackSetOperationAction, StackSetOperationPreferences } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../../service-kit/contract.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import { type CloudFormationState, partKey } from '../state.ts';
import { deleteStackOf, deployStack } from './deploy-target.ts';
import { instanceKey } from './parts-of-set.ts';
import type { StackInstance, StackSet, StackSetOperationRecord, Target, TargetResult } from './stack-set.ts';

/** What an operation on a set is to do. */
export interface Wanted {
  readonly action: StackSetOperationAction;
  /** In the order in which they are worked on; each with the parameters of its own that it gets or keeps. */
  readonly instances: readonly StackInstance[];
  readonly operationId: string;
  readonly preferences: StackSetOperationPreferences | undefined;
  /** DELETE: the stacks stay, and belong to no set any more. */
  readonly retainStacks?: boolean;
}

/** As for stacks: longer than that no client waits for a reply. */
const replyHoldMsMax = 45_000;

interface Working {
  readonly context: Context<CloudFormationRuntime>;
  readonly state: CloudFormationState;
  readonly stackSet: StackSet;
  readonly wanted: Wanted;
}

/** Begins an operation, and answers when it is over or takes longer than a client would wait. */
export async function runOperation(working: Working): Promise<{ OperationId: string }> {
  const { context, state, stackSet, wanted } = working;
  const { operationId, preferences = {}, retainStacks } = wanted;
  const record: StackSetOperationRecord = {
    id: operationId,
    stackSetId: stackSet.id,
    action: wanted.action,
    status: 'RUNNING',
    createdMs: context.clock.now(),
    preferences: { RegionOrder: [], ...preferences },
    ...(retainStacks !== undefined && { retainStacks }),
    administrationRoleArn: stackSet.administrationRoleArn,
    executionRoleName: stackSet.executionRoleName,
    results: wanted.instances.map(({ account, region }) => ({ account, region, status: 'PENDING' })),
  };
  state.stackSetOperations.set(partKey(stackSet.name, operationId), record);
  for (const instance of wanted.instances) state.stackInstances.set(instanceKey(stackSet, instance), instance);
  const hold = new AbortController();
  const waited = context.clock.sleep(replyHoldMsMax, hold.signal).catch(() => {});
  // Its own work, as that of stacks is: it goes on behind the reply.
  await Promise.race([context.kernel.world.doing({}, () => work(working)), waited]);
  hold.abort();
  return { OperationId: operationId };
}

/** One target after the other, until too many have failed or somebody stops it. */
async function work(working: Working): Promise<void> {
  const { wanted } = working;
  const tolerated = toleratedFailures(wanted);
  let failures = 0;
  for (const instance of wanted.instances) {
    const record = recordOf(working);
    // The world was replaced: nobody asks for this operation any more.
    if (!record) return;
    if (record.status === 'STOPPING' || failures > tolerated) {
      note(working, instance, 'CANCELLED', cancelledReason(record));
      continue;
    }
    if (!(await workOn(working, instance))) failures += 1;
  }
  finish(working, failures > tolerated);
}

function recordOf({ state, stackSet, wanted }: Working): StackSetOperationRecord | undefined {
  return state.stackSetOperations.get(partKey(stackSet.name, wanted.operationId));
}

const cancelledReason = ({ status }: StackSetOperationRecord): string =>
  status === 'STOPPING' ? 'Cancelled by user' : 'Cancelled since failure tolerance has exceeded';

/** Answers whether it succeeded. */
async function workOn(working: Working, instance: StackInstance): Promise<boolean> {
  const { context, state, stackSet, wanted } = working;
  note(working, instance, 'RUNNING');
  const isDeletion = wanted.action === 'DELETE';
  const { stackId, failure } = !isDeletion
    ? await deployStack(context, stackSet, instance)
    : wanted.retainStacks
      ? {}
      : await deleteStackOf(context, instance);
  if (!recordOf(working)) return true;
  const made = { ...instance, ...(stackId !== undefined && { stackId }) };
  if (isDeletion && failure === undefined) {
    state.stackInstances.delete(instanceKey(stackSet, instance));
    noteResult(working, instance, { status: 'SUCCEEDED' });
  } else note(working, made, failure === undefined ? 'SUCCEEDED' : 'FAILED', failure);
  return failure === undefined;
}

type Noted = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** Writes down how far the work on an instance is, in the instance and in the operation. */
function note(working: Working, instance: StackInstance, detailedStatus: Noted, reason?: string): void {
  const { state, stackSet, wanted } = working;
  const { statusReason: _, ...rest } = instance;
  const isInoperable = wanted.action === 'DELETE' && detailedStatus === 'FAILED';
  state.stackInstances.set(instanceKey(stackSet, instance), {
    ...rest,
    status: detailedStatus === 'SUCCEEDED' ? 'CURRENT' : isInoperable ? 'INOPERABLE' : 'OUTDATED',
    detailedStatus,
    ...(reason !== undefined && { statusReason: reason }),
  });
  noteResult(working, instance, { status: detailedStatus, ...(reason !== undefined && { reason }) });
}

function noteResult(working: Working, { account, region }: Target, result: Omit<TargetResult, keyof Target>): void {
  const record = recordOf(working);
  if (!record) return;
  const results = record.results.map((entry) =>
    entry.account === account && entry.region === region ? { account, region, ...result } : entry,
  );
  put(working, { ...record, results });
}

function put({ state, stackSet }: Working, record: StackSetOperationRecord): void {
  state.stackSetOperations.set(partKey(stackSet.name, record.id), record);
}

function finish(working: Working, isFailed: boolean): void {
  const record = recordOf(working);
  if (!record) return;
  const status = record.status === 'STOPPING' ? 'STOPPED' : isFailed ? 'FAILED' : 'SUCCEEDED';
  put(working, { ...record, status, endedMs: working.context.clock.now() });
  working.context.kernel.world.commit();
}

/** How many may fail in all before the rest is cancelled; AWS counts by region, a percentage of its accounts. */
function toleratedFailures({ preferences, instances }: Wanted): number {
  if (preferences?.FailureToleranceCount !== undefined) return preferences.FailureToleranceCount;
  const accounts = new Set(instances.map(({ account }) => account)).size;
  return Math.floor((accounts * (preferences?.FailureTolerancePercentage ?? 0)) / 100);
}
