import { isJsonObject } from '../../../kernel/json.ts';
import type { Json } from '../definition/json.ts';
import type { TaskAnswer, Turn } from '../execution/turn.ts';
import type { Awaited, Execution } from '../state.ts';
import { parseResource } from './resource.ts';

/** What StartExecution is told where a task calls it: see `beginExecution`. */
export interface StartedByTask {
  /** Of the task: the same execution is started by it, however often it asks. */
  readonly StartedBy?: string;
  readonly AwaitedBy?: Awaited;
}

/** For the task of a resource that starts executions; undefined for all others. */
export function startedBy(resource: string, by: Awaited): StartedByTask | undefined {
  const parsed = parseResource(resource);
  if (parsed?.kind !== 'optimized' || parsed.service !== 'states') return undefined;
  const isAwaited = parsed.pattern === 'sync' || parsed.pattern === 'sync:2';
  return { StartedBy: by.waiting, ...(isAwaited && { AwaitedBy: by }) };
}

/** Tells the task that waits for an execution of its end; of map runs' children others tell. */
export function tellAwaitingTask(turn: Turn): void {
  const { awaitedBy } = turn.execution;
  if (!awaitedBy || awaitedBy.index !== undefined) return;
  turn.defer(turn.nowMs, 'ContinueExecution', {
    ExecutionArn: awaitedBy.execution,
    Frame: awaitedBy.frame,
    Waiting: awaitedBy.waiting,
    Reason: 'job',
    Answer: jobAnswer(turn.execution),
  });
}

/** An execution that is over, as its parent hears of it: all of it, whether it succeeded or is the cause of a failure. */
function jobAnswer(execution: Execution): TaskAnswer {
  const { arn, name, machineArn, status, startMs, stopMs, input, output, error, cause } = execution;
  const described = {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ExecutionArn: arn,
    Input: input,
    InputDetails: { Included: true },
    Name: name,
    ...(output !== undefined && { Output: output, OutputDetails: { Included: true } }),
    RedriveCount: execution.redrives ?? 0,
    RedriveStatus: status === 'SUCCEEDED' ? 'NOT_REDRIVABLE' : 'REDRIVABLE',
    ...(status === 'SUCCEEDED' && {
      RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    }),
    StartDate: startMs,
    StateMachineArn: machineArn,
    Status: status,
    ...(stopMs !== undefined && { StopDate: stopMs }),
  };
  if (status === 'SUCCEEDED') return { output: described };
  return { error: 'States.TaskFailed', cause: JSON.stringify(described) };
}

/** `.sync` tells input and output as text, `.sync:2` as what they are. */
export function jobResult(described: Json, resource: string): Json {
  if (parseResource(resource)?.pattern !== 'sync:2' || !isJsonObject(described)) return described;
  const { Input, Output, ...rest } = described;
  return {
    ...rest,
    ...(typeof Input === 'string' && { Input: JSON.parse(Input) as Json }),
    ...(typeof Output === 'string' && { Output: JSON.parse(Output) as Json }),
  } as Json;
}
