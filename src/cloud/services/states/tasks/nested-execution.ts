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

/**
 * How the execution that a task waits for ended, as the task hears of it: all of it, whether it succeeded or is the cause of
 * a failure. Of an express one, whose row is gone, nothing but its own answer is known.
 */
export function jobAnswer(arn: string, answer: TaskAnswer, turn: Turn): TaskAnswer {
  const execution = turn.state.executions.get(arn);
  return execution ? describe(execution) : answer;
}

function describe(execution: Execution): TaskAnswer {
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

/** The execution that a task began and waits for. */
export function jobOf(resource: string, output: Json): string | undefined {
  if (!parseResource(resource)?.pattern.startsWith('sync') || !isJsonObject(output)) return undefined;
  return typeof output.ExecutionArn === 'string' ? output.ExecutionArn : undefined;
}
