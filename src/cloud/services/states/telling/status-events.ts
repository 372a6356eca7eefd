import { emitEvent } from '../../../delivery/service-events.ts';
import type { Execution, ExecutionStatus } from '../state.ts';
import { redriveOf } from './redrive-of.ts';
import type { ToldTurn } from './told-turn.ts';

/** AWS: what is longer, once it is written as a text of JSON, is left out. */
const dataBytesMax = 248 * 1024;

const statuses: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionStarted: 'RUNNING',
  ExecutionRedriven: 'RUNNING',
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'ABORTED',
  ExecutionTimedOut: 'TIMED_OUT',
};

/**
 * Executions of standard machines tell EventBridge of each status.
 * https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function emitStatusChanges({ execution, events, context }: ToldTurn): void {
  if (execution.type === 'EXPRESS') return;
  const { account, region, requestId: parent, trace } = context;
  for (const { type } of events) {
    const status = statuses[type];
    if (!status) continue;
    emitEvent(
      context.kernel,
      { account, region, principal: 'states.amazonaws.com', parent, trace },
      'aws.states',
      () => ({
        detailType: 'Step Functions Execution Status Change',
        resources: [execution.arn],
        detail: detailOf(execution, status, context.clock.now()),
      }),
    );
  }
}

function detailOf(execution: Execution, status: ExecutionStatus, nowMs: number): object {
  const isOver = status !== 'RUNNING';
  const ended = isOver ? execution : { ...execution, output: undefined, error: undefined, cause: undefined };
  const { input, output } = ended;
  const outputBytes = output === undefined ? 0 : escapedBytes(output);
  const hasOutput = output !== undefined && outputBytes <= dataBytesMax;
  const hasInput = escapedBytes(input) + outputBytes <= dataBytesMax;
  const { redriveStatus, redriveStatusReason } = redriveOf({ ...execution, status }, nowMs);
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    stateMachineVersionArn: execution.versionArn ?? null,
    stateMachineAliasArn: execution.aliasArn ?? null,
    name: execution.name,
    status,
    startDate: execution.startMs,
    stopDate: isOver ? (execution.stopMs ?? null) : null,
    input: hasInput ? input : null,
    output: hasOutput ? output : null,
    inputDetails: { included: hasInput },
    outputDetails: output === undefined ? null : { included: hasOutput },
    error: ended.error ?? null,
    cause: ended.cause ?? null,
    redriveCount: execution.redrives ?? 0,
    redriveDate: execution.redriveMs ?? null,
    redriveStatus,
    redriveStatusReason: redriveStatusReason ?? null,
  };
}

const escapedBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));
