import type { Json } from '../../definition/json.ts';
import type { StatesState } from '../../state.ts';
import type { EndedChild, MapChild, MapRun } from '../map-run.ts';

/** How a child ended. */
export interface ChildResult extends EndedChild {
  readonly arn: string;
  readonly status: MapChild['status'];
  readonly input: string;
  readonly redrives: number;
}

/** Of a child that was begun: from its own execution, or what an EXPRESS one left. */
export function childResult(state: StatesState, child: MapChild): ChildResult | undefined {
  const { executionArn: arn, status, ended, input = '{}' } = child;
  if (arn === undefined) return undefined;
  if (ended) return { arn, status, input, redrives: 0, ...ended };
  const execution = state.executions.get(arn);
  if (!execution) return undefined;
  return { ...execution, status, redrives: execution.redrives ?? 0, stopMs: execution.stopMs ?? execution.startMs };
}

/**
 * A child's result with all that is known of it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function withMetadata(run: MapRun, result: ChildResult): { readonly [name: string]: Json } {
  const { arn, name, status, input, output, error, cause, startMs, stopMs, redrives } = result;
  return {
    ...(cause !== undefined && { Cause: cause }),
    ...(error !== undefined && { Error: error }),
    ExecutionArn: arn,
    Input: input,
    InputDetails: { Included: true },
    Name: name,
    ...(output !== undefined && { Output: output, OutputDetails: { Included: true } }),
    RedriveCount: redrives,
    ...redriveMembers(run, status),
    StartDate: new Date(startMs).toISOString(),
    StateMachineArn: run.machineArn,
    Status: status,
    StopDate: new Date(stopMs).toISOString(),
  };
}

/** Children are redriven by their map run alone. */
function redriveMembers({ type }: MapRun, status: MapChild['status']): { readonly [name: string]: Json } {
  if (status === 'SUCCEEDED') {
    const RedriveStatusReason = 'Execution is SUCCEEDED and cannot be redriven';
    return { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason };
  }
  if (type === 'EXPRESS')
    return { RedriveStatus: 'NOT_REDRIVABLE', RedriveStatusReason: 'Execution is EXPRESS and cannot be redriven' };
  return { RedriveStatus: 'REDRIVABLE_BY_MAP_RUN' };
}

/** A child's result in the form that the ResultWriter asks for; those of an array are several. */
export function transformed(run: MapRun, result: ChildResult): readonly Json[] {
  const { transformation = 'COMPACT' } = run.writer ?? {};
  if (transformation === 'NONE' || result.status !== 'SUCCEEDED') return [withMetadata(run, result)];
  const output = JSON.parse(result.output ?? 'null') as Json;
  return transformation === 'FLATTEN' && Array.isArray(output) ? (output as readonly Json[]) : [output];
}
