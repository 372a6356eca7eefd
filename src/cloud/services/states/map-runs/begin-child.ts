import type { Context } from '../../../service-kit/contract.ts';
import type { Json } from '../definition/json.ts';
import { type Frame, noVariables, rootFrame } from '../execution/frame.ts';
import { redrive } from '../execution/redrive.ts';
import { Turn } from '../execution/turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, StatesState } from '../state.ts';
import { childKey, type MapChild, type MapRun } from './map-run.ts';

/** Makes an execution of a child that waits for its turn, and promises its first one. Nothing is awaited in here. */
export function beginChild(state: StatesState, run: MapRun, child: MapChild, context: Context<StatesRuntime>): void {
  const revision = state.revisions.get(run.revision);
  if (!revision) throw new Error(`${run.arn} has no revision ${run.revision}`);
  const nowMs = context.clock.now();
  const { input = '{}', index, items } = child;
  const name = context.random.uuid();
  const testCase = state.executions.get(run.executionArn)?.testCase;
  const execution: Execution = {
    arn: childArn(run, name, context),
    name,
    machineArn: run.machineArn,
    revision: run.revision,
    type: run.type,
    status: 'RUNNING',
    startMs: nowMs,
    input,
    events: 0,
    mapRunArn: run.arn,
    mapIndex: index,
    ...(testCase !== undefined && { testCase }),
  };
  state.mapChildren.set(childKey(run.arn, index), { index, items, status: 'RUNNING', executionArn: execution.arn });
  const turn = new Turn(state, execution, revision, context);
  const frame: Frame = {
    id: rootFrame,
    path: run.path,
    state: turn.machine.blockAt(run.path).StartAt,
    input: JSON.parse(input) as Json,
    variables: noVariables,
    previousEvent: 0,
    enteredMs: nowMs,
  };
  turn.start(frame);
  turn.wakeAt(nowMs, { Frame: rootFrame, Waiting: 'begin', Reason: 'begin' });
  turn.write();
}

/** Lets an execution go on from where it stopped, with its map run. */
export function redriveChild(state: StatesState, run: MapRun, child: MapChild, context: Context<StatesRuntime>): void {
  const revision = state.revisions.get(run.revision);
  const execution = state.executions.get(child.executionArn ?? '');
  if (!revision || !execution) throw new Error(`${run.arn} has no execution ${child.executionArn}`);
  state.mapChildren.set(childKey(run.arn, child.index), { ...child, status: 'RUNNING' });
  const turn = new Turn(state, execution, revision, context);
  redrive(turn);
  turn.write();
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html: labelled executions. */
function childArn({ machineArn, type }: MapRun, name: string, { random }: Context): string {
  if (type === 'STANDARD') return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return `${machineArn.replace(':stateMachine:', ':express:')}:${name}:${random.uuid()}`;
}
