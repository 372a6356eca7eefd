import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Context } from '../../../../service-kit/contract.ts';
import type { CloudFormationRuntime } from '../../runtime.ts';
import {
  type CloudFormationState,
  partKey,
  partsOf,
  type ResourceRecord,
  type Stack,
  type StackEvent,
} from '../../state.ts';
import { emitStatusChange } from './emit-status-change.ts';
import { assertNotOrphaned, type Run, stackOf } from './run.ts';

/** Gives the stack a status, and tells so. A reason that is left out is one that ended. */
export function moveStack(run: Run, status: StackStatus, reason?: string): void {
  assertNotOrphaned(run);
  const { statusReason: _, ...stack } = stackOf(run);
  run.state.stacks.set(run.stackId, { ...stack, status, ...(reason !== undefined && { statusReason: reason }) });
  tell(run, {
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    status: status as ResourceStatus,
    reason,
  });
}

/** A stack waits for somebody to execute its first change set. */
export function tellReview(context: Context<CloudFormationRuntime>, state: CloudFormationState, stack: Stack): void {
  tell(
    { context, state, stackId: stack.id, operationId: context.random.uuid() },
    {
      logicalId: stack.name,
      physicalId: stack.id,
      type: 'AWS::CloudFormation::Stack',
      status: stack.status as ResourceStatus,
      reason: stack.statusReason,
    },
  );
}

/** A record but for what writing it down adds. */
type Draft = Omit<ResourceRecord, 'stackId' | 'timestampMs' | 'status' | 'statusReason'>;

/** Writes a resource down under a status, and tells so. */
export function noteResource(run: Run, record: Draft, status: ResourceStatus, reason?: string): ResourceRecord {
  const noted = storeResource(run, record, status, reason);
  tellResource(run, record, status, reason);
  // A process that is killed must not forget what it has made: nobody else knows that it is ours to delete.
  if (status.endsWith('_COMPLETE')) run.context.kernel.world.commit();
  return noted;
}

/** Tells of a resource whose record is not, or no longer, the stack's under that name. */
export function tellResource(run: Run, record: Draft, status: ResourceStatus, reason?: string): void {
  assertNotOrphaned(run);
  tell(run, {
    logicalId: record.logicalId,
    physicalId: record.state?.physicalId ?? '',
    type: record.type,
    status,
    reason,
    properties: status.startsWith('DELETE_') ? undefined : JSON.stringify(record.properties),
  });
}

/** Writes a resource down without an event. */
export function storeResource(run: Run, record: Draft, status: ResourceStatus, reason?: string): ResourceRecord {
  assertNotOrphaned(run);
  const { statusReason: _, ...rest } = record as ResourceRecord;
  const stored: ResourceRecord = {
    ...rest,
    stackId: run.stackId,
    status,
    timestampMs: run.context.clock.now(),
    ...(reason !== undefined && { statusReason: reason }),
  };
  run.state.resources.set(partKey(run.stackId, record.logicalId), stored);
  // What was found of it before says nothing of what it is about to be.
  if (status.endsWith('_IN_PROGRESS')) run.state.drifts.delete(partKey(run.stackId, record.logicalId));
  return stored;
}

/** What a cleanup took away, or gave up on: it is no part of the stack any more. */
export function forgetResource(run: Run, logicalId: string): void {
  assertNotOrphaned(run);
  run.state.resources.delete(partKey(run.stackId, logicalId));
}

interface Told {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus;
  readonly reason?: string | undefined;
  readonly properties?: string | undefined;
}

type Telling = Pick<Run, 'context' | 'state' | 'stackId' | 'operationId' | 'clientRequestToken'>;

/** Ids are formed as AWS forms them: of the stack's own events they are UUIDs, of others they name the resource. */
function tell(run: Telling, { logicalId, physicalId, type, status, reason, properties }: Told): void {
  const { state, stackId, context } = run;
  const { key, timestampMs } = nextEvent(run);
  const isStack = physicalId === stackId;
  const event: StackEvent = {
    id: isStack
      ? context.random.uuid()
      : `${logicalId}-${status}-${new Date(timestampMs).toISOString()}-${context.random.hex(4)}`,
    stackId,
    stackName: stackOf(run).name,
    logicalId,
    physicalId,
    type,
    status,
    timestampMs,
    operationId: run.operationId,
    ...(reason !== undefined && { reason }),
    ...(properties !== undefined && { properties }),
    ...(run.clientRequestToken !== undefined && { clientRequestToken: run.clientRequestToken }),
  };
  state.events.set(key, event);
  context.runtime.emit(event);
  emitStatusChange(event, context);
}

/** No two events of a stack share a moment: clients sort them by time, and would show an end before its beginning. */
function nextEvent({ state, stackId, context }: Telling): { readonly key: string; readonly timestampMs: number } {
  const nowMs = context.clock.now();
  for (const [key, last] of state.events.entries({ ...partsOf(stackId), reverse: true })) {
    const count = Number(key.slice(stackId.length + 1)) + 1;
    return { key: partKey(stackId, eventNumber(count)), timestampMs: Math.max(nowMs, last.timestampMs + 1) };
  }
  return { key: partKey(stackId, eventNumber(0)), timestampMs: nowMs };
}

/** Digits enough that keys sort as numbers do. */
const eventNumber = (count: number): string => String(count).padStart(9, '0');
